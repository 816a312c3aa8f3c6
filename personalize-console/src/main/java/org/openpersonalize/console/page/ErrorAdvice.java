// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.PersonalizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Shows on a page what went wrong, what to do, and the request's id, by which the log knows it. */
@ControllerAdvice(name = "consoleErrorAdvice", basePackages = "org.openpersonalize.console")
@Order(Ordered.HIGHEST_PRECEDENCE)
class ErrorAdvice {
  private static final Logger log = LoggerFactory.getLogger(ErrorAdvice.class);
  private static final String REQUEST_ID = "x-amzn-requestid";

  @ExceptionHandler(RefusedException.class)
  ModelAndView refused(RefusedException refused, HttpServletResponse response) {
    return page(refused.refusal(), null, response);
  }

  /** A service has said why, and what to do. */
  @ExceptionHandler(PersonalizeException.class)
  ModelAndView refusedByService(PersonalizeException refused, HttpServletResponse response) {
    return page(
        switch (refused.code()) {
          case RESOURCE_NOT_FOUND -> Refusal.NOT_FOUND;
          case INTERNAL_FAILURE, SERVICE_UNAVAILABLE -> Refusal.UNEXPECTED;
          default -> Refusal.BAD_REQUEST;
        },
        refused.getMessage(),
        response);
  }

  /** A parameter of the address is not of its kind. */
  @ExceptionHandler(TypeMismatchException.class)
  ModelAndView unreadable(TypeMismatchException mismatch, HttpServletResponse response) {
    return page(Refusal.BAD_REQUEST, null, response);
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ModelAndView withoutDatabase(RuntimeException away, HttpServletResponse response) {
    log.warn("Request {} was not served", response.getHeader(REQUEST_ID), away);
    return page(Refusal.DATABASE_AWAY, null, response);
  }

  @ExceptionHandler(Throwable.class)
  ModelAndView failed(Throwable thrown, HttpServletResponse response) {
    if (thrown instanceof ErrorResponse http && http.getStatusCode().is4xxClientError()) {
      return page(Refusal.BAD_REQUEST, http.getBody().getDetail(), response);
    }
    log.error("Request {} failed", response.getHeader(REQUEST_ID), thrown);
    return page(Refusal.UNEXPECTED, null, response);
  }

  private static ModelAndView page(
      Refusal refusal, @Nullable String sentence, HttpServletResponse response) {
    ModelAndView page = new ModelAndView("console/error", refusal.status());
    page.addObject("refusal", refusal);
    page.addObject("sentence", sentence);
    page.addObject("requestId", response.getHeader(REQUEST_ID));
    return page;
  }
}

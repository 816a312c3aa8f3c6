// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.api.auth.Endpoint;
import org.openpersonalize.api.config.Role;
import org.openpersonalize.api.role.ConditionalOnRole;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.wire.WireJson;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Answers every operation: the control plane's at {@code POST /}, the REST-JSON ones at their paths.
 *
 * <p>The last of the filters, and no controller: which operation is meant is one look into a table, and what Spring MVC does to find
 * a method, its arguments and a writer takes as much of a request for recommendations as finding them.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
@Order(Ordered.LOWEST_PRECEDENCE)
class OperationFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient Supplier<Operations> operations;
  private final transient Supplier<Validator> validator;
  private final transient HandlerExceptionResolver errors;

  /**
   * @param operations not asked for before the first request, as {@link RequestFilter} says
   * @param validator likewise
   * @param errors answers what is refused here, as for any other request
   */
  OperationFilter(
      ObjectProvider<Operations> operations,
      ObjectProvider<Validator> validator,
      @Lazy @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
    this.operations = SingletonSupplier.of(operations::getObject);
    this.validator = SingletonSupplier.of(validator::getObject);
    this.errors = errors;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isPosted(request)) {
      chain.doFilter(request, response);
      return;
    }
    try {
      answer(request, response);
    } catch (Exception | Error failed) {
      Exception told = failed instanceof Exception exception
          ? exception
          : new ServletException("The operation could not be carried out", failed);
      if (errors.resolveException(request, response, null, told) == null) {
        throw new ServletException(told);
      }
    }
  }

  private static boolean isPosted(HttpServletRequest request) {
    Endpoint endpoint = Endpoint.of(request);
    return request.getMethod().equals("POST")
        && (endpoint == Endpoint.OPERATION || endpoint == Endpoint.CONTROL_PLANE);
  }

  private void answer(HttpServletRequest http, HttpServletResponse response) throws IOException {
    Operation<?> operation = operations
        .get()
        .of(http)
        .orElseThrow(() -> ErrorCode.UNKNOWN_OPERATION.because(unknown(http)));
    Object request = WireJson.read(http.getInputStream().readAllBytes(), operation.request());
    RequestFilter.asked(http, request);
    Set<ConstraintViolation<Object>> violations = validator.get().validate(request);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
    @Nullable Object answer = operation.call(request);
    byte[] body = answer == null ? new byte[0] : WireJson.write(answer);
    response.setContentType(operation.contentType());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static String unknown(HttpServletRequest http) {
    return http.getRequestURI().equals("/")
        ? "X-Amz-Target must name an operation this version serves, such as AmazonPersonalize.ListDatasetGroups; docs/compatibility.md lists them"
        : "There is no operation at this path; docs/compatibility.md lists them";
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what no other controller of the console does, and shows what went wrong before one was reached. */
@Controller
public class FailureController {
  private static final String FAILURE = FailureController.class.getName();

  /** Shows on a page why a filter lets a request no further. */
  public static void show(
      RuntimeException failure, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.setAttribute(FAILURE, failure);
    request.getRequestDispatcher("/console/failure").forward(request, response);
  }

  @RequestMapping("/console/**")
  String answer(HttpServletRequest request) {
    throw request.getAttribute(FAILURE) instanceof RuntimeException failure
        ? failure
        : Refusal.NOT_FOUND.exception();
  }
}

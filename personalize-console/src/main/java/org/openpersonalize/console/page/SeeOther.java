// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** The answer to a form that did what it should: 303, so that reloading does not send it again. */
public final class SeeOther {
  private SeeOther() {}

  /** @param place a path in the console and its query, taken as it is */
  public static ModelAndView to(String place) {
    RedirectView view = new RedirectView(place, false, false, false);
    view.setExpandUriTemplateVariables(false);
    view.setStatusCode(HttpStatus.SEE_OTHER);
    return new ModelAndView(view);
  }
}

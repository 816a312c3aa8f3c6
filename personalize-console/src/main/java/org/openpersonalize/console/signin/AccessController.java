// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.signin;

import jakarta.servlet.http.HttpServletRequest;
import org.openpersonalize.console.page.SeeOther;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** Who may come in, and who is in. */
@Controller
class AccessController {
  private static final String PATH = "/console/access";

  private final Sessions sessions;

  AccessController(Sessions sessions) {
    this.sessions = sessions;
  }

  @GetMapping(PATH)
  String access(HttpServletRequest request, Model model) {
    model.addAttribute("sessions", sessions.open(request));
    return "console/access/access";
  }

  @PostMapping("/console/access/end-others")
  ModelAndView endOthers(HttpServletRequest request) {
    sessions.endOthers(request);
    return SeeOther.to(PATH);
  }
}

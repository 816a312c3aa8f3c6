// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.page.ConsolePaths;
import org.openpersonalize.console.page.SeeOther;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Signing in with an access key and its secret, and signing out. */
@Controller
class SignInController {
  private static final Logger log = LoggerFactory.getLogger(SignInController.class);

  private final SignInKeys keys;
  private final SignInTries tries;
  private final Sessions sessions;

  SignInController(SignInKeys keys, SignInTries tries, Sessions sessions) {
    this.keys = keys;
    this.tries = tries;
    this.sessions = sessions;
  }

  /** @param next where to go then, in the console */
  record SignIn(String accessKeyId, String next) {}

  @GetMapping(ConsolePaths.SIGN_IN)
  ModelAndView form(@RequestParam(defaultValue = ConsolePaths.HOME) String next) {
    return page(HttpStatus.OK, new SignIn("", next), null);
  }

  @PostMapping(ConsolePaths.SIGN_IN)
  ModelAndView signIn(
      @RequestParam(defaultValue = "") String accessKeyId,
      @RequestParam(defaultValue = "") String secretAccessKey,
      @RequestParam(defaultValue = ConsolePaths.HOME) String next,
      HttpServletRequest request,
      HttpServletResponse response) {
    SignIn filledIn = new SignIn(accessKeyId, next);
    String address = request.getRemoteAddr();
    if (!tries.admit(address)) {
      log.warn("{} has tried to sign in too often", address);
      return page(HttpStatus.TOO_MANY_REQUESTS, filledIn, "sign-in.too-often");
    }
    if (!keys.match(accessKeyId, secretAccessKey)) {
      return page(HttpStatus.UNPROCESSABLE_CONTENT, filledIn, "sign-in.wrong");
    }
    tries.forget(address);
    sessions.begin(accessKeyId, request, response);
    return SeeOther.to(ConsolePaths.isPlace(next) ? next : ConsolePaths.HOME);
  }

  @PostMapping("/console/sign-out")
  ModelAndView signOut(HttpServletRequest request, HttpServletResponse response) {
    sessions.end(request, response);
    return SeeOther.to(ConsolePaths.SIGN_IN);
  }

  private static ModelAndView page(HttpStatus status, SignIn filledIn, @Nullable String error) {
    ModelAndView page = new ModelAndView("console/sign-in", status);
    page.addObject("signIn", filledIn);
    page.addObject("error", error);
    return page;
  }
}

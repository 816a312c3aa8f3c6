// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openpersonalize.acceptance.ServiceProcess;

/** The browser that the system has. */
final class Chromium implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path executable) {
    playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser = playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions()
            .setExecutablePath(executable)
            .setArgs(List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync")));
  }

  /** Starts it; the test is skipped, and says so, where there is none. */
  static Chromium start() {
    Optional<Path> executable = executable();
    if (executable.isEmpty()) {
      System.out.println(
          "Acceptance: a browser test skipped, there is no chromium; install chromium and fonts-nanum");
    }
    assumeTrue(executable.isPresent(), "skipped: there is no chromium");
    return new Chromium(executable.orElseThrow());
  }

  private static Optional<Path> executable() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Somebody who has not opened a page yet. */
  Visitor visitor(ServiceProcess service, Look look) {
    return new Visitor(browser.newContext(look.options()), service, look);
  }

  /** Somebody who has signed in and sees the overview. */
  Visitor operator(ServiceProcess service, Look look) {
    Visitor visitor = visitor(service, look);
    visitor.signIn();
    return visitor;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}

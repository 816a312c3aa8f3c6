// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.openpersonalize.acceptance.ServiceProcess;

/**
 * Somebody at a browser. Whatever goes wrong on a page while they are there is noted: errors and warnings of the console,
 * exceptions of scripts, requests that fail, and answers of 400 and more that nobody has announced. {@link #close} fails if
 * there was any.
 */
final class Visitor implements AutoCloseable {
  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  private final BrowserContext context;
  private final ServiceProcess service;
  private final Look look;
  private final Page page;
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> announced = Collections.synchronizedList(new ArrayList<>());
  private int clicks;

  Visitor(BrowserContext context, ServiceProcess service, Look look) {
    this.context = context;
    this.service = service;
    this.look = look;
    context.setDefaultTimeout(10_000);
    this.page = context.newPage();
    page.onConsoleMessage(message -> {
      if (List.of("error", "warning").contains(message.type()) && !isAnnounced(message.text())) {
        complaints.add("console: " + message.text());
      }
    });
    page.onPageError(error -> complaints.add("script: " + error));
    page.onRequestFailed(request -> complaints.add("failed: " + request.url()));
    page.onResponse(answer -> {
      if (answer.status() >= 400 && !announced.contains(answer.status())) {
        complaints.add(answer.status() + " " + answer.url());
      }
    });
  }

  /** Chromium says each answer of 400 and more in the console, too. */
  private boolean isAnnounced(String message) {
    return announced.stream().anyMatch(status -> message.contains("status of " + status));
  }

  Page page() {
    return page;
  }

  Look look() {
    return look;
  }

  /** From now on an answer of this status is no complaint. */
  void expects(int status) {
    announced.add(status);
  }

  void open(String path) {
    page.navigate(service.endpoint().resolve(path).toString());
  }

  void signIn() {
    open("/console");
    page.locator("#accessKeyId").fill(service.accessKey());
    page.locator("#secretAccessKey").fill(service.secretKey());
    page.keyboard().press("Enter");
    page.waitForURL("**/console");
  }

  /** One of the clicks that are counted. */
  void click(Locator target) {
    clicks++;
    target.click();
  }

  void click(String link) {
    click(
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link).setExact(true))
            .first());
  }

  void press(String button) {
    click(page.getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .first());
  }

  int clicks() {
    return clicks;
  }

  /** How long each body is, before it is compressed, that a page loads for somebody whose browser has nothing yet. */
  List<Integer> loads(String path) {
    List<Response> answers = Collections.synchronizedList(new ArrayList<>());
    try (BrowserContext fresh =
        context.browser().newContext(look.options().setStorageState(context.storageState()))) {
      Page cold = fresh.newPage();
      cold.onResponse(answers::add);
      cold.navigate(service.endpoint().resolve(path).toString());
      cold.waitForLoadState(LoadState.NETWORKIDLE);
      return answers.stream().map(answer -> answer.body().length).toList();
    }
  }

  /** Nothing is wider than the window. */
  void assertFits() {
    assertThat(
            ((Number) Objects.requireNonNull(page.evaluate("document.documentElement.scrollWidth")))
                .intValue())
        .as("width of %s, %s", page.url(), look)
        .isLessThanOrEqualTo(look.width());
  }

  /** Nothing of WCAG 2.2, A and AA, is violated. */
  void assertAccessible() {
    List<Rule> violations = new AxeBuilder(page).withTags(WCAG).analyze().getViolations();
    assertThat(violations)
        .as("%s, %s", page.url(), look)
        .extracting(rule -> rule.getId() + " at "
            + rule.getNodes().stream()
                .map(node -> node.getTarget() + " " + node.getFailureSummary())
                .toList())
        .isEmpty();
  }

  void screenshot(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  @Override
  public void close() {
    context.close();
    assertThat(complaints).as("what went wrong, %s", look).isEmpty();
  }
}

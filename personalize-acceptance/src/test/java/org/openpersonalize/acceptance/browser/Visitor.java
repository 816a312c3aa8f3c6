// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.openpersonalize.acceptance.ServiceProcess;

/**
 * Somebody at a browser. Whatever goes wrong on a page while they are there is noted: errors and warnings of the console,
 * exceptions of scripts, requests that fail, and answers of 400 and more that nobody has announced. {@link #close} fails if
 * there was any.
 */
final class Visitor implements AutoCloseable {
  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  /** Names each rule that is violated and where. */
  private static final String AXE = """
      only => axe.run({runOnly: only, resultTypes: ['violations'], preload: false}).then(results =>
          results.violations.map(rule => rule.id + ' at '
              + rule.nodes.map(node => node.target + ' ' + node.failureSummary).join('; ')))
      """;

  /** How a request ends whose page was left before it was answered. */
  private static final String LEFT = "net::ERR_ABORTED";

  /** What htmx says of that; of a request that fails otherwise it says something else as well. */
  private static final Pattern LEFT_WITH = Pattern.compile("htmx:(sendAbort|afterRequest)\\b");

  /** How long each body is, before it is compressed, that the page has loaded; of one from the cache the browser does not say. */
  private static final String LOADED = """
      () => Promise.all(['navigation', 'resource']
          .flatMap(type => performance.getEntriesByType(type))
          .map(loaded => loaded.decodedBodySize
              || fetch(loaded.name).then(answer => answer.arrayBuffer()).then(body => body.byteLength)))
      """;

  /** What a page may load at most. */
  private static final int REQUESTS = 8;

  private static final int BYTES = 200_000;

  private final BrowserContext context;
  private ServiceProcess service;
  private final Look look;
  private final Page page;
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> announced = Collections.synchronizedList(new ArrayList<>());
  private int clicks;

  Visitor(BrowserContext context, ServiceProcess service, Look look) {
    this.context = context;
    this.service = service;
    this.look = look;
    context.setDefaultTimeout(60_000);
    this.page = context.newPage();
    page.onConsoleMessage(message -> {
      if (List.of("error", "warning").contains(message.type())
          && !isAnnounced(message.text())
          && !LEFT_WITH.matcher(message.text()).lookingAt()) {
        complaints.add("console: " + message.text());
      }
    });
    page.onPageError(error -> complaints.add("script: " + error));
    page.onRequestFailed(request -> {
      if (!request.failure().equals(LEFT)) {
        complaints.add("failed: " + request.url());
      }
    });
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

  /** The console takes it that the last page was one of this dataset group. */
  void remembers(String group) {
    context.addCookies(List.of(new Cookie("console-group", group)
        .setDomain(service.endpoint().getHost())
        .setPath("/console")));
  }

  /** From now on they ask another node, with the cookies they have. */
  void moveTo(ServiceProcess node) {
    service = node;
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
    page.waitForLoadState(LoadState.LOAD); // or the page's scripts may miss what is done first
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

  /** Opens a page and looks whether it fits, is light and violates nothing, for everybody. */
  void inspect(String path) {
    open(path);
    assertLight();
    assertForEverybody();
  }

  /**
   * What the page has loaded is little, cached or not: at most {@value #REQUESTS} answers, of less than {@value #BYTES} bytes
   * before they are compressed.
   */
  private void assertLight() {
    page.waitForLoadState(LoadState.NETWORKIDLE);
    List<?> bytes = (List<?>) page.evaluate(LOADED);
    assertThat(bytes).as(page.url()).hasSizeBetween(2, REQUESTS);
    assertThat(bytes.stream().mapToInt(each -> ((Number) each).intValue()).sum())
        .as(page.url())
        .isBetween(10_000, BYTES);
  }

  /** Nothing is wider than the window. */
  void assertFits() {
    page.waitForLoadState(LoadState.LOAD); // or styles may be on their way
    assertThat(
            ((Number) Objects.requireNonNull(page.evaluate("document.documentElement.scrollWidth")))
                .intValue())
        .as("width of %s, %s", page.url(), look)
        .isLessThanOrEqualTo(page.viewportSize().width);
  }

  /** The page fits and violates nothing, narrow and wide, nor in the dark, on which nothing but colours depends. */
  private void assertForEverybody() {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    for (Look each : List.of(Look.NARROW, Look.WIDE)) {
      page.setViewportSize(each.width(), page.viewportSize().height);
      assertFits();
      assertAccessible();
    }
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertNone(List.of("color-contrast"), "rule", "dark");
  }

  /** Nothing of WCAG 2.2, A and AA, is violated. */
  void assertAccessible() {
    page.waitForLoadState(LoadState.LOAD);
    assertNone(WCAG, "tag", look.name());
  }

  /** Runs axe, which stays on the page for the next time. */
  private void assertNone(List<String> only, String kind, String colours) {
    if (Boolean.FALSE.equals(page.evaluate("'axe' in window"))) {
      page.evaluate(AxeBuilder.getAxeScript());
    }
    Object violations = page.evaluate(AXE, Map.of("type", kind, "values", only));
    assertThat((List<?>) violations)
        .as("%s, %s pixels, %s", page.url(), page.viewportSize().width, colours)
        .isEmpty();
  }

  /** Of the page with all that it asks for when it is there. */
  void screenshot(Path file) {
    page.waitForFunction("() => !document.querySelector('[hx-trigger=load]')");
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  @Override
  public void close() {
    context.close();
    assertThat(complaints).as("what went wrong, %s", look).isEmpty();
  }
}

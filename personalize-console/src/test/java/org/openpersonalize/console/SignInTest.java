// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.console.testing.Browser;
import org.openpersonalize.console.testing.ConsoleTestConfiguration;
import org.openpersonalize.console.testing.ConsoleTestConfiguration.Keys;
import org.openpersonalize.store.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who gets in, for how long, and what no other site can do in somebody's name. */
@SpringBootTest(
    classes = ConsoleTestConfiguration.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SignInTest {
  private static final String SESSION = "console-session";

  @LocalServerPort
  int port;

  @Autowired
  SettableClock clock;

  @Autowired
  Keys keys;

  @Autowired
  JdbcClient jdbc;

  private Browser browser;

  @BeforeEach
  void open() {
    browser = new Browser(port);
  }

  @AfterEach
  void giveTheKeyBack() {
    keys.gone(false);
  }

  @Test
  void without_a_session_a_page_leads_to_the_sign_in_and_back() {
    HttpResponse<String> refused = browser.get("/console/jobs?status=failed");

    assertThat(refused.statusCode()).isEqualTo(303);
    assertThat(header(refused, "Location"))
        .isEqualTo("/console/sign-in?next=%2Fconsole%2Fjobs%3Fstatus%3Dfailed");
    assertThat(browser.get(header(refused, "Location")).body())
        .contains("value=\"/console/jobs?status=failed\"", "&lt;data-dir&gt;/credentials");
  }

  @Test
  void a_part_of_a_page_is_refused_in_a_way_that_htmx_does_not_swap_in() {
    HttpResponse<String> refused = browser.get("/console/running", "HX-Request", "true");

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(header(refused, "HX-Redirect")).isEqualTo("/console/sign-in");
    assertThat(refused.body()).isEmpty();
  }

  @Test
  void the_right_pair_opens_the_console_with_a_cookie_that_scripts_and_other_sites_cannot_use() {
    HttpResponse<String> answer = browser.signIn(Keys.SECRET);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(header(answer, "Location")).isEqualTo("/console");
    assertThat(answer.headers().allValues("Set-Cookie"))
        .singleElement()
        .asString()
        .startsWith(SESSION + "=")
        .contains("; Path=/console", "; HttpOnly", "; SameSite=Strict")
        .doesNotContain("Secure", "Max-Age", "JSESSIONID");
    assertThat(browser.get("/console").statusCode()).isEqualTo(200);
  }

  @Test
  void the_table_does_not_hold_what_the_cookie_holds() {
    browser.signIn(Keys.SECRET);

    assertThat(jdbc.sql("SELECT cookie_hash FROM console_session")
            .query(String.class)
            .list())
        .singleElement()
        .asString()
        .hasSize(64)
        .isNotEqualTo(browser.cookies().get(SESSION));
  }

  @Test
  void a_wrong_secret_is_told_at_its_field_and_the_key_is_kept() {
    HttpResponse<String> answer = browser.signIn("guess\"><b>");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("role=\"alert\"", "href=\"#secretAccessKey\"", "aria-invalid=\"true\"")
        .contains("value=\"" + Keys.ID + "\"")
        .doesNotContain("guess");
    assertThat(browser.cookies()).isEmpty();
  }

  @Test
  void ten_tries_are_enough_for_ten_minutes() {
    for (int i = 0; i < 10; i++) {
      browser.signIn("guess");
    }

    assertThat(browser.signIn(Keys.SECRET).statusCode()).isEqualTo(429);
    clock.advance(Duration.ofMinutes(11));
    assertThat(browser.signIn(Keys.SECRET).statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example/console",
        "//shop.example",
        "/consoles",
        "/console\\shop.example",
        "/console/\r\nSet-Cookie: a=b",
        ""
      })
  void from_the_sign_in_one_comes_to_the_console_and_nowhere_else(String next) {
    HttpResponse<String> answer = browser.post(
        "/console/sign-in",
        Map.of("accessKeyId", Keys.ID, "secretAccessKey", Keys.SECRET, "next", next));

    assertThat(header(answer, "Location")).isEqualTo("/console");
  }

  @Test
  void from_the_sign_in_one_comes_to_the_page_that_was_asked_for() {
    HttpResponse<String> answer = browser.post(
        "/console/sign-in",
        Map.of(
            "accessKeyId",
            Keys.ID,
            "secretAccessKey",
            Keys.SECRET,
            "next",
            "/console/jobs?status=failed&after={x}"));

    assertThat(header(answer, "Location")).isEqualTo("/console/jobs?status=failed&after={x}");
  }

  @Test
  void a_form_without_the_token_of_its_session_is_refused() {
    Browser signedIn = Browser.signedIn(port);
    String ofAnother = Browser.token(Browser.signedIn(port).get("/console"));

    for (Map<String, String> form :
        List.of(Map.<String, String>of(), Map.of("_csrf", "x"), Map.of("_csrf", ofAnother))) {
      HttpResponse<String> refused = signedIn.post("/console/sign-out", form);
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("The form was not accepted");
    }
    assertThat(signedIn.get("/console").statusCode()).isEqualTo(200);
  }

  @Test
  void whoever_signs_out_is_out_and_the_cookie_is_of_no_use_any_more() {
    Browser signedIn = Browser.signedIn(port);
    Map<String, String> before = Map.copyOf(signedIn.cookies());

    HttpResponse<String> answer = signedIn.post(
        "/console/sign-out", Map.of("_csrf", Browser.token(signedIn.get("/console"))));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(signedIn.cookies()).isEmpty();
    browser.cookies().putAll(before);
    assertThat(browser.get("/console").statusCode()).isEqualTo(303);
  }

  @Test
  void each_page_shows_the_token_under_another_mask() {
    Browser signedIn = Browser.signedIn(port);

    assertThat(Browser.token(signedIn.get("/console")))
        .isNotEqualTo(Browser.token(signedIn.get("/console")));
  }

  @Test
  void what_a_page_of_another_site_sends_is_refused_even_with_the_right_pair() {
    String host = "127.0.0.1:" + port;

    assertThat(browser.signIn(Keys.SECRET, "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(browser.signIn(Keys.SECRET, "Sec-Fetch-Site", "same-site").statusCode())
        .isEqualTo(403);
    assertThat(browser.signIn(Keys.SECRET, "Origin", "https://shop.example").statusCode())
        .isEqualTo(403);
    assertThat(browser.signIn(Keys.SECRET, "Origin", "null").statusCode()).isEqualTo(403);
    assertThat(browser.signIn(Keys.SECRET, "Origin", "http://" + host).statusCode())
        .isEqualTo(303);
    assertThat(browser.signIn(Keys.SECRET, "Sec-Fetch-Site", "same-origin").statusCode())
        .isEqualTo(303);
  }

  @Test
  void a_session_ends_when_it_was_not_used_for_two_hours() {
    Browser signedIn = Browser.signedIn(port);
    clock.advance(Duration.ofMinutes(119));
    assertThat(signedIn.get("/console").statusCode()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(119));
    assertThat(signedIn.get("/console").statusCode()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(121));
    assertThat(signedIn.get("/console").statusCode()).isEqualTo(303);
  }

  @Test
  void a_session_ends_after_twelve_hours_however_much_it_is_used() {
    Browser signedIn = Browser.signedIn(port);
    for (int hour = 1; hour < 12; hour++) {
      clock.advance(Duration.ofHours(1));
      assertThat(signedIn.get("/console").statusCode()).isEqualTo(200);
    }
    clock.advance(Duration.ofHours(1));
    assertThat(signedIn.get("/console").statusCode()).isEqualTo(303);
  }

  @Test
  void the_sessions_of_a_key_end_with_it() {
    Browser signedIn = Browser.signedIn(port);
    keys.gone(true);

    assertThat(signedIn.get("/console").statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console", "/console/sign-in", "/console/nowhere"})
  void every_page_tells_the_browser_to_load_nothing_from_elsewhere_and_to_keep_nothing(
      String path) {
    HttpResponse<String> page = Browser.signedIn(port).get(path);

    assertThat(header(page, "Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; script-src 'self'; style-src 'self'; "
                + "img-src 'self'; connect-src 'self'; form-action 'self'");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "Cache-Control")).contains("no-store");
    assertThat(header(page, "Referrer-Policy")).isEqualTo("same-origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/console/%2e%2e/console", "/console;a=b/jobs", "/console//jobs", "/console/a%2Fb"
      })
  void another_spelling_of_a_path_is_refused(String path) {
    assertThat(browser.get(path).statusCode()).isEqualTo(400);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}

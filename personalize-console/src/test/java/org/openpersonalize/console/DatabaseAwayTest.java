// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.Browser;
import org.openpersonalize.console.testing.ConsoleTestConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

/** What pages say while there is no database. */
@SpringBootTest(
    classes = ConsoleTestConfiguration.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
@DisplayNameGeneration(ReplaceUnderscores.class)
class DatabaseAwayTest {
  @LocalServerPort
  int port;

  @Autowired
  DataSource database;

  @Test
  void a_page_says_that_the_database_is_away_and_what_goes_on_without_it() throws Exception {
    Browser browser = Browser.signedIn(port);
    ((AutoCloseable) database).close();

    HttpResponse<String> page = browser.get("/console/jobs?lang=ko");

    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.body()).contains("데이터베이스가 응답하지 않습니다", "추천은 계속");
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(new Browser(port).get("/console/sign-in").statusCode()).isEqualTo(200);
  }
}

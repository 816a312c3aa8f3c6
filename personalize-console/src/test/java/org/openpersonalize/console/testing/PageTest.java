// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.openpersonalize.store.testing.SettableClock;
import org.openpersonalize.store.testing.Shop;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;

/** A test of pages, over HTTP and without a script: somebody is signed in, and there is a shop, not open yet. */
@SpringBootTest(
    classes = ConsoleTestConfiguration.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class PageTest {
  @LocalServerPort
  protected int port;

  @Autowired
  protected Shop.Tables tables;

  @Autowired
  protected TransactionTemplate transaction;

  @Autowired
  protected SettableClock clock;

  protected Browser browser;
  protected Shop shop;

  @BeforeEach
  void signIn() {
    browser = Browser.signedIn(port);
    shop = new Shop(tables);
  }

  /** What a page says that is there. */
  protected String page(String path) {
    HttpResponse<String> page = browser.get(path);
    assertThat(page.statusCode()).as(path).isEqualTo(200);
    return page.body();
  }

  /** What a form has to carry. */
  protected String token() {
    return Browser.token(browser.get("/console"));
  }
}

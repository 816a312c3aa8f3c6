// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.browser;

import java.time.Instant;
import java.util.List;
import org.openpersonalize.acceptance.CornerShop;
import org.openpersonalize.acceptance.ServiceProcess;
import org.openpersonalize.acceptance.Shop;
import software.amazon.awssdk.services.personalize.model.Domain;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalizeevents.model.Event;

/** A small shop that is live, and a browser to look at it. */
final class LiveShop implements AutoCloseable {
  private final Chromium chromium;
  private final ServiceProcess service;
  private final Shop shop;
  private String trackingId = "";

  private LiveShop(Chromium chromium, ServiceProcess service, Shop shop) {
    this.chromium = chromium;
    this.service = service;
    this.shop = shop;
  }

  /** Skips the test if there is no browser. */
  static LiveShop open(ServiceProcess service, String name) {
    Chromium chromium = Chromium.start();
    LiveShop live = new LiveShop(chromium, service, new Shop(service, name));
    Shop shop = live.shop;
    live.bring("interactions", CornerShop.INTERACTIONS, CornerShop.interactions());
    String solution = shop.createSolution(name, "aws-user-personalization");
    shop.deploy(name, shop.awaitVersion(shop.createVersion(solution)).solutionVersionArn());
    live.trackingId = shop.createTracker();
    return live;
  }

  /** One of a domain, where nothing answers yet. Skips the test if there is no browser. */
  static LiveShop open(ServiceProcess service, String name, Domain domain) {
    Chromium chromium = Chromium.start();
    LiveShop live = new LiveShop(chromium, service, new Shop(service, name, domain));
    live.bring("interactions", CornerShop.INTERACTIONS, CornerShop.interactions());
    return live;
  }

  /** Has records of the items, too: the price of each is its number. */
  void stock() {
    bring("items", CornerShop.ITEM_PRICES, CornerShop.items());
  }

  /** Creates a solution and trains nothing. */
  void createSolution(String name, String recipe) {
    shop.createSolution(name, recipe);
  }

  /** Puts lines where jobs find them, and tells where that is. */
  String upload(String file, List<String> lines) {
    return shop.upload(file, lines);
  }

  /** Imports the lines of a file into a new dataset. */
  void bring(String type, String avro, List<String> lines) {
    String file = shop.upload(type + ".csv", lines);
    shop.importFile(
        shop.createDataset(type, avro), shop.name() + "-" + type, ImportMode.FULL, file);
  }

  /** Has the campaign asked for ten items for each customer, of those that a filter lets through. */
  void ask(String filter) {
    String account = "arn:aws:personalize:us-east-1:000000000000:";
    for (int customer = 0; customer < CornerShop.CUSTOMERS; customer++) {
      String user = "u" + customer;
      service
          .runtime()
          .getRecommendations(request -> request
              .campaignArn(account + "campaign/" + shop.name())
              .filterArn(account + "filter/" + filter)
              .userId(user)
              .numResults(10));
    }
  }

  /** Has newcomers get what the campaign recommends and look at something. */
  void isVisited() {
    for (int newcomer = 0; newcomer < CornerShop.CUSTOMERS; newcomer++) {
      String user = "newcomer-" + newcomer;
      service
          .runtime()
          .getRecommendations(request -> request
              .campaignArn("arn:aws:personalize:us-east-1:000000000000:campaign/" + shop.name())
              .userId(user));
      service
          .events()
          .putEvents(request -> request
              .trackingId(trackingId)
              .userId(user)
              .sessionId(user)
              .eventList(Event.builder()
                  .eventType("view")
                  .itemId("i1")
                  .sentAt(Instant.now())
                  .build()));
    }
  }

  Visitor visitor(Look look) {
    return chromium.visitor(service, look);
  }

  /** Somebody who has signed in, has looked at this shop before, and sees the overview. */
  Visitor operator(Look look) {
    Visitor operator = chromium.visitor(service, look);
    operator.remembers(shop.name());
    operator.signIn();
    return operator;
  }

  @Override
  public void close() {
    chromium.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalizeevents.model.Event;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;
import software.amazon.awssdk.services.personalizeruntime.model.GetRecommendationsRequest;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;
import software.amazon.awssdk.services.personalizeruntime.model.Promotion;

/** What trends at a real shop, whose data end in 2011, and what does when events come today: nothing is trained in between. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class TrendsTest {
  private static final DataSet DATA = DataSet.ONLINE_RETAIL;
  private static final String TRENDING = "aws-trending-now";
  private static final String POPULARITY = "aws-popularity-count";
  private static final long INTERVAL = Duration.ofHours(2).toSeconds();
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String NEW = "never-trained";
  private static final String EAGER = "eager";
  private static final String COUNTRY = "Portugal";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ServiceProcess service;
  private final Map<String, Float> prices = new HashMap<>();
  private final List<String> rare = new ArrayList<>();
  private Shop shop;
  private String campaign;
  private String tracker;
  private List<String> popular;

  TrendsTest(ServiceProcess service) {
    this.service = service;
  }

  @BeforeAll
  void trends_are_trained() {
    shop = new Shop(service, "trends");
    for (String type : DataSet.TYPES) {
      String dataset = shop.createDataset(type, DATA.schema(type));
      shop.importFile(
          dataset, "trends-" + type, ImportMode.FULL, shop.upload(type + ".csv", DATA.lines(type)));
    }
    DATA.lines("items").stream().skip(1).map(line -> line.split(",")).forEach(cells -> {
      String price = cells[cells.length - 2];
      prices.put(cells[0], price.isEmpty() ? Float.NaN : Float.parseFloat(price));
    });
    tracker = shop.createTracker();
    String trends = shop.createVersion(shop.createSolution(TRENDING, TRENDING));
    String popularity = shop.createVersion(shop.createSolution(POPULARITY, POPULARITY));
    shop.awaitVersion(trends);
    shop.awaitVersion(popularity);
    campaign = shop.deploy(TRENDING, trends);
    popular = recommended(
        shop.runtime, request -> request.campaignArn(shop.deploy(POPULARITY, popularity)));
    findRare();
  }

  /** Items that few customers have bought. */
  private void findRare() {
    Map<String, Set<String>> buyers = buyers(Long.MIN_VALUE, Long.MAX_VALUE);
    buyers.entrySet().stream()
        .filter(each -> each.getValue().size() == 20)
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(rare::add);
  }

  private static Map<String, Set<String>> buyers(long after, long until) {
    Map<String, Set<String>> buyers = new HashMap<>();
    for (String line :
        DATA.lines("interactions").subList(1, DATA.lines("interactions").size())) {
      String[] cells = line.split(",");
      long time = Long.parseLong(cells[2]);
      if (time > after && time <= until) {
        buyers.computeIfAbsent(cells[1], item -> new HashSet<>()).add(cells[0]);
      }
    }
    return buyers;
  }

  private static List<String> recommended(
      PersonalizeRuntimeClient node, UnaryOperator<GetRecommendationsRequest.Builder> asked) {
    return node
        .getRecommendations(asked.apply(GetRecommendationsRequest.builder()).build())
        .itemList()
        .stream()
        .map(PredictedItem::itemId)
        .toList();
  }

  private List<String> trending() {
    return trending(shop.runtime);
  }

  private List<String> trending(PersonalizeRuntimeClient node) {
    return recommended(node, request -> request.campaignArn(campaign));
  }

  private void view(String user, String item, int times) {
    List<Event> events = new ArrayList<>();
    for (int n = 0; n < times; n++) {
      events.add(Event.builder()
          .eventType("view")
          .itemId(item)
          .sentAt(Instant.now().minusMillis(n))
          .build());
    }
    for (int from = 0; from < times; from += 10) {
      List<Event> some = events.subList(from, Math.min(times, from + 10));
      shop.events.putEvents(request ->
          request.trackingId(tracker).userId(user).sessionId("of-" + user).eventList(some));
    }
  }

  private void surge(String item, int users) {
    for (int user = 0; user < users; user++) {
      view("visitor-" + user, item, 1);
    }
  }

  private void awaitTop(PersonalizeRuntimeClient node, String... items) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(trending(node)).startsWith(items));
  }

  @Test
  @Order(1)
  void trends_of_the_file_are_what_more_customers_bought_in_its_last_hours() {
    long end = DATA.lines("interactions").stream()
        .skip(1)
        .mapToLong(line -> Long.parseLong(line.split(",")[2]))
        .max()
        .orElseThrow();
    long pane = INTERVAL / 32;
    long begin =
        (end / pane - 31) * pane - 1; // an interval is counted by 32nds, the last of which goes on
    Map<String, Set<String>> newer = buyers(begin, end);
    Map<String, Set<String>> older = buyers(begin - INTERVAL, begin);
    List<String> grown = newer.keySet().stream()
        .filter(item -> {
          int before = older.getOrDefault(item, Set.of()).size();
          int now = newer.get(item).size();
          return now - before >= Math.sqrt(now + before + 4);
        })
        .toList();

    List<String> first = trending();
    assertThat(grown).hasSizeBetween(1, 10);
    assertThat(first.subList(0, grown.size())).containsExactlyInAnyOrderElementsOf(grown);
    assertThat(first.subList(grown.size(), 20)).isEqualTo(popular.subList(0, 20 - grown.size()));
  }

  @Test
  @Order(2)
  void a_surge_of_users_is_on_top_within_seconds_and_a_hundred_clicks_of_one_are_not() {
    view(EAGER, rare.get(1), 100);
    surge(rare.get(0), 8);

    awaitTop(shop.runtime, rare.get(0));
    assertThat(trending().subList(1, 20))
        .as("nothing else grew since 2011")
        .isEqualTo(popular.subList(0, 19));
  }

  @Test
  @Order(3)
  void an_item_that_was_never_trained_trends_when_users_come() {
    assertThat(trending()).doesNotContain(NEW);

    surge(NEW, 16);

    awaitTop(shop.runtime, NEW, rare.get(0));
    assertThat(trending()).hasSize(25).doesNotHaveDuplicates();
  }

  @Test
  @Order(4)
  void filters_hold_for_what_trends_those_that_look_at_the_user_too() {
    float price = prices.get(rare.get(0));
    String others = shop.createFilter("others", "EXCLUDE ItemID WHERE Items.PRICE = " + price);
    String unseen =
        shop.createFilter("unseen", "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"view\")");
    String home = shop.createFilter(
        "at-home",
        "EXCLUDE ItemID WHERE Items.PRICE = %s IF CurrentUser.COUNTRY = \"%s\""
            .formatted(price, COUNTRY));
    Map<String, String> customers = customers();

    assertThat(filtered(others, null)).doesNotContain(rare.get(0));
    assertThat(filtered(unseen, "visitor-1")).doesNotContain(NEW, rare.get(0));
    assertThat(filtered(unseen, EAGER)).startsWith(NEW, rare.get(0));
    assertThat(filtered(home, customers.get(COUNTRY))).doesNotContain(rare.get(0));
    assertThat(filtered(home, customers.get("France"))).contains(rare.get(0));
  }

  /** A customer of each country. */
  private static Map<String, String> customers() {
    Map<String, String> customers = new HashMap<>();
    DATA.lines("users").stream()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(cells -> customers.put(cells[1], cells[0]));
    return customers;
  }

  private List<String> filtered(String filter, String user) {
    return recommended(
        shop.runtime, request -> request.campaignArn(campaign).filterArn(filter).userId(user));
  }

  @Test
  @Order(5)
  void items_are_promoted_among_trends() {
    String dear = shop.createFilter("dear", "INCLUDE ItemID WHERE Items.PRICE > 20");

    List<PredictedItem> items = shop.runtime
        .getRecommendations(request -> request
            .campaignArn(campaign)
            .numResults(10)
            .promotions(Promotion.builder()
                .name("dear")
                .percentPromotedItems(30)
                .filterArn(dear)
                .build()))
        .itemList();

    assertThat(items.stream().filter(item -> "dear".equals(item.promotionName())))
        .hasSize(3)
        .allMatch(item -> prices.get(item.itemId()) > 20);
    assertThat(items).extracting(PredictedItem::itemId).contains(NEW, rare.get(0));
  }

  @Test
  @Order(6)
  void a_gateway_that_starts_catches_up_and_goes_on() throws IOException, InterruptedException {
    try (ServiceProcess other = service.startGatewayBeside()) {
      PersonalizeRuntimeClient there = other.runtime();
      awaitTop(there, NEW, rare.get(0));

      surge(rare.get(2), 24);

      awaitTop(shop.runtime, rare.get(2), NEW, rare.get(0));
      awaitTop(there, rare.get(2), NEW, rare.get(0));
    }
  }

  @Test
  @Order(7)
  void what_trends_is_explained_and_is_no_blind_spot() throws IOException, InterruptedException {
    DocumentContext why = answered(
        "/explanations", "{\"campaignArn\": \"%s\", \"itemId\": \"%s\"}".formatted(campaign, NEW));
    DocumentContext blind =
        answered("/blind-spots", "{\"campaignArn\": \"%s\"}".formatted(campaign));

    assertThat(why.<Boolean>read("$.shown")).isTrue();
    assertThat(why.<Integer>read("$.rank")).isLessThanOrEqualTo(2);
    assertThat(why.<Number>read("$.score").doubleValue()).isGreaterThan(1);
    Set<String> neverShown =
        new LinkedHashSet<>(blind.<List<String>>read("$.blindSpots[*].itemId"));
    assertThat(neverShown).doesNotContain(NEW, rare.get(0), rare.get(2));
  }

  private DocumentContext answered(String path, String json)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(service.endpoint().resolve(path))
        .header("Content-Type", "application/json")
        .header("Authorization", service.basicAuthorization())
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonPath.parse(answer.body());
  }
}

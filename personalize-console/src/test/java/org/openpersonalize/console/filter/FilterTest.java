// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.replay.RecordedRequest;
import org.openpersonalize.store.replay.RecordedRequestTable;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.training.run.TrainingRun;
import org.springframework.beans.factory.annotation.Autowired;

/** Filters, over HTTP and without a script. */
class FilterTest extends PageTest {
  private static final String FILTERS = "/console/groups/shop/filters";
  private static final String IN_STOCK = "EXCLUDE ItemID WHERE Items.STOCK < 1";
  private static final int ITEMS = 40;

  private static final String SCHEMA = """
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"PROSE","type":["null","string"],"textual":true},
        {"name":"KIND","type":["null","string"],"categorical":true},
        {"name":"STOCK","type":["null","int"]}]}""";

  @Autowired
  TrainingRun training;

  @Autowired
  RecordTable records;

  @Autowired
  RecordedRequestTable recorded;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  Catalogs catalogs;

  private final String name = Shop.unused("in-stock");

  @BeforeEach
  void open() {
    shop.open();
  }

  /** Forty items, of which number n has a stock of n. */
  private void stock() {
    Arn items = shop.dataset(Shop.GROUP, DatasetType.ITEMS, SCHEMA);
    transaction.executeWithoutResult(status -> records.put(
        numbers.of(items),
        IntStream.range(0, ITEMS)
            .mapToObj(item -> new DatasetRecord("item" + item, "{\"STOCK\": %d}".formatted(item)))
            .toList(),
        Instant.now()));
    catalogs.resync(); // those in memory are of the test before
    await()
        .until(() -> catalogs
            .of(Shop.GROUP, DatasetType.ITEMS)
            .filter(known -> known.size() == ITEMS)
            .isPresent());
  }

  private Arn live() {
    long now = clock.instant().toEpochMilli();
    shop.sell(loader -> {
      for (int sale = 0; sale < 1_200; sale++) {
        loader.add(
            "u" + sale % 30,
            "item" + sale / 30 % ITEMS,
            "buy",
            Double.NaN,
            now - sale,
            null,
            null,
            null,
            null);
      }
    });
    Arn version = shop.untrained(shop.solution("aws-popularity-count"));
    training.run(version);
    Arn campaign = shop.campaign(version);
    transaction.executeWithoutResult(
        status -> tables.campaigns().lock(campaign).deploy(clock.instant()));
    return campaign;
  }

  private Arn filter() {
    return Shop.GROUP.sibling(ResourceType.FILTER, name);
  }

  private void asked(Arn campaign, @Nullable Arn filter, String... users) {
    recorded.add(List.of(users).stream()
        .map(user ->
            new RecordedRequest(campaign, user, null, 10, filter, Map.of(), clock.instant()))
        .toList());
  }

  private HttpResponse<String> create(String expression) {
    return post("", Map.of("name", name, "filterExpression", expression));
  }

  private HttpResponse<String> post(String below, Map<String, String> fields) {
    Map<String, String> form = new TreeMap<>(fields);
    form.put("_csrf", token());
    return browser.post(FILTERS + below, form);
  }

  private String filter(String query) {
    return page(FILTERS + "/" + name + query);
  }

  private static String with(String expression) {
    return "?filterExpression=" + URLEncoder.encode(expression, UTF_8);
  }

  @Test
  void where_there_is_none_an_example_is_made_of_the_columns_that_there_are() {
    assertThat(browser.get(FILTERS).body())
        .contains("There is no filter yet.")
        .contains("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)");
    stock();

    assertThat(browser.get(FILTERS).body())
        .contains("EXCLUDE ItemID WHERE Items.STOCK &lt; 1", ">Items.KIND<")
        .doesNotContain("Items.PROSE");
    assertThat(browser.get(FILTERS + "?lang=ko").body()).contains("아직 필터가 없습니다.");
  }

  @Test
  void an_expression_is_checked_before_it_is_saved() {
    stock();

    assertThat(browser.get(FILTERS + with(IN_STOCK)).body())
        .contains("It keeps 39 of 40 items.", "personalize create-filter --name NAME")
        .contains("aria-describedby=\"verdict\"");
    assertThat(browser
            .get(FILTERS + with("EXCLUDE ItemID WHERE Items.STOCK < $MIN"))
            .body())
        .contains("depends on the request");
    assertThat(browser
            .get(FILTERS + with("EXCLUDE ItemID\r\nWHERE Items.COLOUR = 1"))
            .body())
        .contains("at column 22: the Items schema has no column COLOUR")
        .contains("WHERE Items.COLOUR = 1\n      ^");
  }

  @Test
  void a_filter_is_created_and_listed_with_its_columns() {
    stock();

    HttpResponse<String> created = create(IN_STOCK);

    assertThat(created.statusCode()).isEqualTo(303);
    assertThat(created.headers().firstValue("Location").orElseThrow())
        .endsWith(FILTERS + "/" + name);
    assertThat(browser.get(FILTERS).body())
        .contains(">" + name + "<", "EXCLUDE ItemID WHERE Items.STOCK &lt; 1", ">Items.STOCK<")
        .contains("ACTIVE");
    assertThat(browser.get("/console/go?arn=" + filter()).headers().firstValue("Location"))
        .hasValueSatisfying(place -> assertThat(place).endsWith(FILTERS + "/" + name));
  }

  @Test
  void what_is_refused_is_said_at_its_field_and_kept() {
    stock();
    HttpResponse<String> unfit =
        post("", Map.of("name", "a b", "filterExpression", "EXCLUDE ItemID"));
    create(IN_STOCK);
    HttpResponse<String> taken = create("EXCLUDE ItemID WHERE Items.STOCK < 2");
    HttpResponse<String> invalid = post("", Map.of("name", name, "filterExpression", "EXCLUDE it"));

    assertThat(unfit.statusCode()).isEqualTo(422);
    assertThat(unfit.body())
        .contains("href=\"#name\"", "value=\"a b\"", ">EXCLUDE ItemID</textarea>");
    assertThat(taken.statusCode()).isEqualTo(422);
    assertThat(taken.body()).contains("already exists", "id=\"name-error\"");
    assertThat(invalid.statusCode()).isEqualTo(422);
    assertThat(invalid.body())
        .contains("href=\"#filterExpression\"", "id=\"filterExpression-error\"");
  }

  @Test
  void what_a_change_would_do_is_seen_before_it_is_made() {
    stock();
    Arn campaign = live();
    create(IN_STOCK);
    asked(campaign, filter(), "u1", "u2", "u2");
    asked(campaign, null, "u3");
    String stricter = "EXCLUDE ItemID WHERE Items.STOCK < 34";

    assertThat(filter("")).contains("Change the expression to see").doesNotContain("replay=true");
    assertThat(filter(with(stricter)))
        .contains("hx-get=\"" + FILTERS + "/" + name + "?replay=true\"", "Saved expression");

    String preview = filter(with(stricter) + "&replay=true");
    assertThat(preview)
        .contains("in the last 3 requests of " + campaign.id(), ">100.0 %<", ">0.0 %<")
        .contains("Items never shown, of 40", ">6 of 10<")
        .contains("/try?campaign=" + campaign.id() + "&amp;user=u1&amp;filter=&amp;n=10")
        .doesNotContain("hx-trigger=\"load\"");
    assertThat(filter(with(stricter) + "&replay=true&requests=unfiltered"))
        .contains("in the last 1 requests of");
  }

  @Test
  void where_no_request_names_the_filter_the_next_step_is_said() {
    stock();
    Arn campaign = live();
    create(IN_STOCK);
    assertThat(filter(with("EXCLUDE ItemID WHERE Items.STOCK < 9") + "&replay=true"))
        .contains("None of its requests is recorded yet.");

    asked(campaign, null, "u3");
    assertThat(filter(with("EXCLUDE ItemID WHERE Items.STOCK < 9") + "&replay=true"))
        .contains("None of the last 1 requests names this filter.");
  }

  @Test
  void a_filter_is_replaced_under_its_name() {
    stock();
    create(IN_STOCK);

    HttpResponse<String> refused = post(
        "/" + name + "/replace", Map.of("filterExpression", "EXCLUDE ItemID WHERE Items.X < 2"));
    assertThat(post("/" + name + "/replace", Map.of("filterExpression", " ")).body())
        .contains("Fill this in.", "href=\"#filterExpression\"");
    HttpResponse<String> replaced = post(
        "/" + name + "/replace",
        Map.of("filterExpression", "EXCLUDE ItemID WHERE Items.STOCK < 2"));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains(
            "no column X", "EXCLUDE ItemID WHERE Items.X &lt; 2</textarea>", "role=\"alert\"");
    assertThat(replaced.statusCode()).isEqualTo(303);
    assertThat(filter("?replaced=true"))
        .contains(
            "Replaced. The next request", "EXCLUDE ItemID WHERE Items.STOCK &lt; 2</textarea>")
        .contains("/filters/replace");
  }

  @Test
  void before_a_filter_is_deleted_it_is_said_who_names_it() {
    stock();
    Arn campaign = live();
    create(IN_STOCK);
    assertThat(filter("/delete")).contains("None of the recorded requests names it.");
    asked(campaign, filter(), "u1", "u2");

    assertThat(filter("/delete"))
        .contains(campaign.id() + ": 2 of its recorded requests name it.", "delete-filter");
    HttpResponse<String> deleted = post("/" + name + "/delete", Map.of());

    assertThat(deleted.statusCode()).isEqualTo(303);
    assertThat(browser.get(FILTERS).body()).contains("DELETE PENDING");
  }

  @Test
  void a_filter_of_another_group_is_not_found_and_text_is_text() {
    stock();
    create("EXCLUDE ItemID WHERE Items.KIND IN (\"<script>alert(1)</script>\")");
    shop.open(Shop.GROUP.sibling(ResourceType.DATASET_GROUP, "other"));

    assertThat(filter("")).contains("&lt;script&gt;").doesNotContain("<script>alert");
    assertThat(browser.get(FILTERS).body()).doesNotContain("<script>alert");
    assertThat(browser.get("/console/groups/other/filters/" + name).statusCode())
        .isEqualTo(404);
  }
}

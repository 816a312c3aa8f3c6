// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openpersonalize.serving.testing.Refusals.assertRefused;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
import org.openpersonalize.serving.replay.FilterPreviewService.KeptItems;
import org.openpersonalize.serving.replay.FilterPreviewService.PreviewFilter;
import org.openpersonalize.serving.replay.FilterPreviewService.ReplayedRequests;
import org.openpersonalize.serving.replay.FilterPreviewService.ShortList;
import org.openpersonalize.serving.testing.ServingTestConfiguration;
import org.openpersonalize.serving.testing.Shop;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.replay.RecordedRequest;
import org.openpersonalize.store.replay.RecordedRequestTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.support.TransactionTemplate;

/** Thirty kinds of tea cost as much as their number, and of coffee nothing is known. */
@SpringBootTest(classes = ServingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class FilterPreviewServiceTest {
  private static final String ITEMS = """
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"PRICE","type":["null","int"]}]}""";

  private static final int TEAS = Shop.ITEMS / 2;

  @Autowired
  FilterPreviewService service;

  @Autowired
  FilterService filters;

  @Autowired
  RecordedRequestTable recorded;

  @Autowired
  Catalogs catalogs;

  @Autowired
  RecordTable records;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  Shop shop;

  private Arn campaign;

  @BeforeEach
  void open() throws IOException {
    shop.open();
    Arn items = shop.dataset(Shop.GROUP, DatasetType.ITEMS, ITEMS);
    transaction.executeWithoutResult(status -> records.put(
        numbers.of(items),
        IntStream.range(0, TEAS)
            .mapToObj(item -> new DatasetRecord("tea" + item, "{\"PRICE\": %d}".formatted(item)))
            .toList(),
        Instant.now()));
    catalogs.resync(); // those in memory are of the test before
    await()
        .until(() -> catalogs
            .of(Shop.GROUP, DatasetType.ITEMS)
            .map(RecordColumns::size)
            .filter(size -> size == TEAS)
            .isPresent());
    campaign = shop.campaign(shop.trained("aws-user-personalization-v2"));
  }

  private void asked(@Nullable Arn filter, Map<String, String> values, String... users) {
    recorded.add(List.of(users).stream()
        .map(user -> new RecordedRequest(campaign, user, null, 10, filter, values, Instant.now()))
        .toList());
  }

  private Arn filter(String expression) {
    return filters
        .create(new CreateFilter(Shop.unused("filter"), Shop.GROUP, expression, null))
        .filterArn();
  }

  private ReplayedRequests replay(String expression, @Nullable Arn filter) {
    return Objects.requireNonNull(service
        .preview(new PreviewFilter(Shop.GROUP, expression, campaign, filter))
        .replay());
  }

  private @Nullable KeptItems kept(String expression) {
    return service
        .preview(new PreviewFilter(Shop.GROUP, expression, null, null))
        .items();
  }

  @Test
  void an_expression_is_checked_as_for_a_filter_and_says_how_many_items_it_keeps() {
    assertThat(kept("INCLUDE ItemID WHERE Items.PRICE < 10")).isEqualTo(new KeptItems(10, TEAS));
    assertThat(kept("EXCLUDE ItemID WHERE Items.PRICE < 10"))
        .isEqualTo(new KeptItems(TEAS - 10, TEAS));
    assertThat(kept("INCLUDE ItemID WHERE Items.PRICE < $MAX")).isNull();
    assertThat(kept("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)")).isNull();
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "at column 22: the Items schema has no column COLOUR",
        () -> kept("INCLUDE ItemID WHERE Items.COLOUR = 1"));
  }

  @Test
  void it_says_which_columns_it_is_about_and_replays_nothing_without_a_campaign() {
    var preview = service.preview(new PreviewFilter(
        Shop.GROUP,
        "EXCLUDE ItemID WHERE Items.PRICE < 1 | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)",
        null,
        null));

    assertThat(preview.columns()).containsExactly("Interactions.EVENT_TYPE", "Items.PRICE");
    assertThat(preview.replay()).isNull();
  }

  @Test
  void requests_without_a_filter_are_answered_with_it() {
    asked(null, Map.of(), "u0", "u1", "u2");

    ReplayedRequests all = replay("EXCLUDE ItemID WHERE Items.PRICE > 1000", null);
    ReplayedRequests few = replay("INCLUDE ItemID WHERE Items.PRICE < 4", null);

    assertThat(all.recordedRequests()).isEqualTo(3);
    assertThat(all.replayedRequests()).isEqualTo(3);
    assertThat(all.catalogueItems()).isEqualTo(Shop.ITEMS);
    assertThat(all.after()).isEqualTo(all.before());
    assertThat(all.before().fullLists()).isEqualTo(3);
    assertThat(all.scoreGivenUp()).isEqualTo(0);
    assertThat(all.shortestLists()).isEmpty();

    assertThat(few.before()).isEqualTo(all.before());
    assertThat(few.after().fullLists()).isZero();
    assertThat(few.after().itemsNeverShown()).isEqualTo(Shop.ITEMS - 4);
    assertThat(few.scoreGivenUp()).isBetween(0.01, 1.0);
    assertThat(few.shortestLists())
        .containsExactly(
            new ShortList("u0", null, 4, 10),
            new ShortList("u1", null, 4, 10),
            new ShortList("u2", null, 4, 10));
  }

  @Test
  void requests_that_name_a_filter_are_answered_with_the_other_expression_in_its_place() {
    Arn cheap = filter("INCLUDE ItemID WHERE Items.PRICE < $MAX");
    asked(null, Map.of(), "u0");
    asked(cheap, Map.of("MAX", "12"), "u0", "u1");

    ReplayedRequests cheaper = replay("INCLUDE ItemID WHERE Items.PRICE < 8", cheap);

    assertThat(cheaper.recordedRequests()).isEqualTo(3);
    assertThat(cheaper.requests()).isEqualTo(2);
    assertThat(cheaper.replayedRequests()).isEqualTo(2);
    assertThat(cheaper.before().fullLists()).isEqualTo(2);
    assertThat(cheaper.after().fullLists()).isZero();
    assertThat(cheaper.shortestLists())
        .containsExactly(new ShortList("u0", null, 8, 10), new ShortList("u1", null, 8, 10));
  }

  @Test
  void what_requests_do_not_bring_is_told_with_the_sentence_they_would_get() {
    asked(null, Map.of(), "u0", "u1");

    ReplayedRequests asking = replay("INCLUDE ItemID WHERE Items.PRICE < $MAX", null);

    assertThat(asking.before().refusedRequests()).isZero();
    assertThat(asking.after().refusedRequests()).isEqualTo(2);
    assertThat(asking.after().refusal()).contains("the request has no value for MAX");
    assertThat(asking.after().fullLists()).isZero();
    assertThat(asking.shortestLists().get(0).items()).isZero();
  }

  @Test
  void a_user_who_asks_often_is_among_the_worst_once() {
    asked(null, Map.of(), "u0", "u0", "u1", "u0");

    assertThat(replay("INCLUDE ItemID WHERE Items.PRICE < 4", null).shortestLists())
        .extracting(ShortList::userId)
        .containsExactly("u0", "u1");
  }

  @Test
  void what_does_not_belong_together_is_refused() {
    Arn elsewhere = Shop.GROUP.sibling(ResourceType.DATASET_GROUP, "elsewhere");
    shop.open(elsewhere);
    shop.dataset(elsewhere, DatasetType.ITEMS, ITEMS);
    String expression = "INCLUDE ItemID WHERE Items.PRICE < 4";

    assertRefused(
        ErrorCode.INVALID_INPUT,
        "Name a campaign or a recommender of " + elsewhere,
        () -> service.preview(new PreviewFilter(elsewhere, expression, campaign, null)));
    assertRefused(
        ErrorCode.INVALID_INPUT,
        "there is no campaignArn",
        () -> service.preview(new PreviewFilter(Shop.GROUP, expression, null, elsewhere)));
    assertRefused(
        ErrorCode.RESOURCE_NOT_FOUND,
        "nowhere",
        () -> service.preview(new PreviewFilter(
            Shop.GROUP.sibling(ResourceType.DATASET_GROUP, "nowhere"), expression, null, null)));
  }
}

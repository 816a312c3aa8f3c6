// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openpersonalize.core.resource.ErrorCode.INVALID_INPUT;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_IN_USE;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_NOT_FOUND;
import static org.openpersonalize.ingest.testing.Shop.assertRefused;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.ingest.dataset.EventTrackerService;
import org.openpersonalize.ingest.dataset.EventTrackerService.CreateEventTrackerResponse;
import org.openpersonalize.ingest.dataset.EventTrackerService.DeleteEventTracker;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.ingest.event.RecordService.PutItems;
import org.openpersonalize.ingest.event.RecordService.PutUsers;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.interaction.Interaction;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class EventServiceTest {
  private static final Validator VALIDATOR =
      Validation.buildDefaultValidatorFactory().getValidator();

  @Autowired
  EventService events;

  @Autowired
  RecordService recordService;

  @Autowired
  EventTrackerService trackers;

  @Autowired
  DatasetRepository datasets;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  InteractionTable interactions;

  @Autowired
  RecordTable records;

  @Autowired
  ChangeFeed changes;

  @Autowired
  MeterRegistry meters;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop shop;

  private Arn group;
  private Arn dataset;
  private CreateEventTrackerResponse tracker;

  @BeforeEach
  void openShop() {
    group = shop.group();
    dataset = shop.dataset(group, "Interactions", Shop.INTERACTIONS);
    tracker = shop.tracker(group);
  }

  @Test
  void an_event_becomes_a_row_before_the_answer() {
    put("""
        {"eventType":"rating","sentAt":1700000000.5,"itemId":"i1","eventValue":4.1,"eventId":"e1",
         "properties":"{\\"numRatings\\":\\"12\\",\\"device\\":\\"phone\\"}","recommendationId":"RID-1",
         "impression":["i1","i2"],"metricAttribution":{"eventAttributionSource":"home"}}""");

    assertThat(stored())
        .containsEntry("event_id", "e1")
        .containsEntry("session_id", "s1")
        .containsEntry("user_id", "u1")
        .containsEntry("item_id", "i1")
        .containsEntry("event_type", "rating")
        .containsEntry("event_value", 4.1)
        .containsEntry("sent_at", 1_700_000_000_500L)
        .containsEntry("impression", "i1,i2")
        .containsEntry("recommendation_id", "RID-1")
        .containsEntry("event_attribution_source", "home")
        .containsEntry("properties", "{\"DEVICE\": \"phone\", \"NUM_RATINGS\": 12}");
    assertThat(interactions.recent(numbers.of(dataset), "u1", 500)).hasSize(1);
  }

  @Test
  void a_repeated_event_id_is_stored_once() {
    double before =
        meters.get("personalize.events").tag("outcome", "repeated").counter().count();
    String event =
        "{\"eventType\":\"view\",\"sentAt\":1700000000,\"itemId\":\"i1\",\"eventId\":\"e1\"}";

    put(event);
    put(event + "," + event);

    assertThat(count()).isEqualTo(1);
    assertThat(meters
                .get("personalize.events")
                .tag("outcome", "repeated")
                .counter()
                .count()
            - before)
        .isEqualTo(2);
  }

  @Test
  void events_without_ids_are_all_stored() {
    String event = "{\"eventType\":\"view\",\"sentAt\":1700000000,\"itemId\":\"i1\"}";
    put(event + "," + event);

    assertThat(count()).isEqualTo(2);
  }

  @Test
  void an_anonymous_visitor_goes_by_the_session() {
    events.put(request(
        "{\"trackingId\":\"%s\",\"sessionId\":\"s9\",\"eventList\":[{\"eventType\":\"view\",\"sentAt\":1700000000,\"itemId\":\"i1\"}]}"
            .formatted(tracker.trackingId()),
        PutEvents.class));

    assertThat(interactions.recent(numbers.of(dataset), "s9", 500)).hasSize(1);
    assertThat(stored()).containsEntry("user_id", null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "a string ~ \"{\\\"numRatings\\\":12}\"",
        "an object ~ {\"numRatings\":12}",
        "a string in a string ~ \"\\\"{\\\\\\\"numRatings\\\\\\\":12}\\\"\"",
        "the column's own name ~ {\"NUM_RATINGS\":\"12\"}"
      })
  void properties_are_read_however_they_are_encoded(String how, String properties) {
    put("{\"eventType\":\"rating\",\"sentAt\":1700000000,\"itemId\":\"i1\",\"properties\":%s}"
        .formatted(properties));

    assertThat(stored()).as(how).containsEntry("properties", "{\"NUM_RATINGS\": 12}");
  }

  @Test
  void the_first_form_of_the_api_had_item_and_value_inside() {
    put(
        "{\"eventType\":\"rating\",\"sentAt\":1700000000,\"properties\":\"{\\\"itemId\\\":\\\"i7\\\",\\\"eventValue\\\":\\\"3.5\\\"}\"}");

    assertThat(stored())
        .containsEntry("item_id", "i7")
        .containsEntry("event_value", 3.5)
        .containsEntry("properties", null);
  }

  @Test
  void what_stands_beside_the_properties_wins() {
    put(
        "{\"eventType\":\"rating\",\"sentAt\":1700000000,\"itemId\":\"i1\",\"eventValue\":1,\"properties\":\"{\\\"itemId\\\":\\\"i7\\\",\\\"eventValue\\\":3.5}\"}");

    assertThat(stored()).containsEntry("item_id", "i1").containsEntry("event_value", 1.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"userId", "SESSIONID", "eventType", "timestamp", "recommendationId", "Impression"})
  void members_of_the_event_are_not_allowed_as_properties(String key) {
    assertRefused(INVALID_INPUT, () -> putProperties("{\"%s\":\"x\"}".formatted(key)))
        .hasMessage(
            "'eventList.1.member.properties.%s' is not allowed here: send it beside the properties",
            key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{\"numRatings\":12.5} ~ 'eventList.1.member.properties.numRatings' cannot be taken: '12.5' is not a whole number: correct it, or declare the column as double",
        "{\"numRatings\":3000000000} ~ 'eventList.1.member.properties.numRatings' cannot be taken: 3000000000 is too large for an int: declare the column as long",
        "{\"eventValue\":1e39} ~ 'eventList.1.member.properties.eventValue' cannot be taken: 1E+39 is too large for a float",
        "{\"eventValue\":\"1e400\"} ~ 'eventList.1.member.properties.eventValue' cannot be taken: 1e400 is too large for a float",
        "{\"device\":[\"a\",\"b\"]} ~ 'eventList.1.member.properties.device' must be one value: join categories by |",
        "{\"device\":\"\\ud800\"} ~ 'eventList.1.member.properties.device' contains half of a surrogate pair: send whole characters",
        "[1] ~ 'eventList.1.member.properties' must be a string that holds one JSON object, such as {\"numRatings\": 12}",
        "{broken ~ 'eventList.1.member.properties' must be a string that holds one JSON object, such as {\"numRatings\": 12}"
      })
  void properties_that_would_be_lost_are_refused(String properties, String sentence) {
    assertRefused(INVALID_INPUT, () -> putProperties(properties)).hasMessage(sentence);
    assertThat(count()).isZero();
  }

  @Test
  void one_bad_event_keeps_the_whole_request_out() {
    assertRefused(INVALID_INPUT, () -> put("""
            {"eventType":"view","sentAt":1700000000,"itemId":"i1"},
            {"eventType":"view","sentAt":1700000000,"itemId":"i1","properties":"{\\"numRatings\\":1.5}"}"""))
        .hasMessageStartingWith("'eventList.2.member.properties.numRatings'");
    assertThat(count()).isZero();
  }

  @Test
  void a_property_outside_the_schema_is_dropped_and_counted() {
    double before = dropped();

    putProperties("{\"numRatings\":3,\"colour\":\"red\",\"sizes\":[1,2],\"lengthInSeconds\":600}");

    assertThat(stored()).containsEntry("properties", "{\"NUM_RATINGS\": 3}");
    assertThat(dropped()).isEqualTo(before + 3);
  }

  private double dropped() {
    return meters
        .counter("personalize.properties.dropped", "type", "INTERACTIONS")
        .count();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"numRatings\":\"many\"}", "{\"numRatings\":\"NaN\"}", "{\"numRatings\":true}"})
  void metadata_that_does_not_fit_is_missing(String properties) {
    putProperties(properties);

    assertThat(stored()).containsEntry("properties", null);
  }

  @Test
  void a_column_without_null_need_not_be_sent() {
    Arn required = shop.group();
    shop.dataset(
        required, "Interactions", Shop.INTERACTIONS.replace("[\"null\",\"int\"]", "\"int\""));
    tracker = shop.tracker(required);

    putProperties("{\"device\":\"phone\"}");

    assertThat(stored()).containsEntry("properties", "{\"DEVICE\": \"phone\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "\"12.50\" ~ 12.5",
        "12.5 ~ 12.5",
        "\" 3 \" ~ 3",
        "\"true\" ~",
        "true ~",
        "\"high\" ~",
        "\"NaN\" ~",
        "\"0x1p3\" ~"
      })
  void an_event_value_is_read_alike_beside_and_inside_the_properties(String sent, Double value) {
    put(
        "{\"eventId\":\"beside\",\"eventType\":\"v\",\"sentAt\":1700000000,\"itemId\":\"i1\",\"eventValue\":%1$s},"
                .formatted(sent)
            + "{\"eventId\":\"inside\",\"eventType\":\"v\",\"sentAt\":1700000000,\"itemId\":\"i1\",\"properties\":{\"eventValue\":%1$s}}"
                .formatted(sent));

    assertThat(jdbc.sql("SELECT event_value FROM interaction_event")
            .query((row, number) -> row.getObject(1))
            .list())
        .containsExactly(value, value);
  }

  @Test
  void the_guides_example_of_the_command_line_is_taken() {
    put("""
        {"eventType":"click","sentAt":"1700000000","properties":"{\\"itemId\\":\\"i1\\",\\"eventValue\\":\\"true\\"}"},
        {"eventType":"rating","sentAt":"1700000000","properties":"{\\"itemId\\":\\"i2\\",\\"eventValue\\":\\"4\\",\\"numRatings\\":\\"13\\"}"}""");

    assertThat(jdbc.sql(
                "SELECT item_id, event_value, properties::text FROM interaction_event ORDER BY item_id")
            .query(
                (row, number) -> row.getString(1) + " " + row.getObject(2) + " " + row.getString(3))
            .list())
        .containsExactly("i1 null null", "i2 4.0 {\"NUM_RATINGS\": 13}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"null\"", "null", "\"\\\"null\\\"\""})
  void properties_that_are_the_text_null_are_none(String properties) {
    put("{\"eventType\":\"view\",\"sentAt\":1700000000,\"itemId\":\"i1\",\"properties\":%s}"
        .formatted(properties));

    assertThat(stored()).containsEntry("properties", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"sessionId\":\"s1\"}",
        "{\"session_id\":\"s1\"}",
        "{\"SESSION_ID\":\"s1\"}"
      })
  void a_column_called_like_a_member_has_its_value(String properties) {
    Arn own = shop.group();
    shop.dataset(
        own,
        "Interactions",
        Shop.INTERACTIONS.replace("{\"name\":\"DEVICE\"", "{\"name\":\"SESSION_ID\""));
    tracker = shop.tracker(own);

    putProperties(properties);

    assertThat(stored()).containsEntry("properties", "{\"SESSION_ID\": \"s1\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "undefined", "None", "00000000-0000-0000-0000-000000000000", "${sessionId}"
      })
  void a_session_id_that_is_none_joins_nobody(String sessionId) {
    for (String visitor : List.of("", "\"userId\":\"zoe\",", "\"userId\":\"adam\",")) {
      events.put(request(
          "{\"trackingId\":\"%s\",\"sessionId\":\"%s\",%s\"eventList\":[{\"eventType\":\"view\",\"sentAt\":1700000000,\"itemId\":\"i%s\"}]}"
              .formatted(tracker.trackingId(), sessionId, visitor, visitor.length()),
          PutEvents.class));
    }

    for (String visitor : List.of("zoe", "adam")) {
      assertThat(interactions.recent(numbers.of(dataset), visitor, 500)).hasSize(1);
    }
    assertThat(interactions.recent(numbers.of(dataset), sessionId, 500)).isEmpty();
    assertThat(count()).isEqualTo(3);
  }

  @Test
  void a_user_id_that_is_none_is_an_anonymous_visitors() {
    for (String user : List.of("undefined", "zoe")) {
      events.put(request(
          "{\"trackingId\":\"%s\",\"sessionId\":\"s7\",\"userId\":\"%2$s\",\"eventList\":[{\"eventType\":\"view\",\"sentAt\":1700000000,\"itemId\":\"by %2$s\"}]}"
              .formatted(tracker.trackingId(), user),
          PutEvents.class));
    }

    assertThat(interactions.recent(numbers.of(dataset), "zoe", 500))
        .extracting(Interaction::itemId)
        .containsExactly("by zoe", "by undefined");
    assertThat(interactions.recent(numbers.of(dataset), "undefined", 500)).isEmpty();
  }

  @Test
  void properties_are_measured_in_characters() {
    String gift = "\uD83C\uDF81";
    Arn items = shop.dataset(
        group,
        "Items",
        Shop.ITEMS.replace(
            "{\"name\":\"GENRES\",\"type\":[\"null\",\"string\"],\"categorical\":true}",
            "{\"name\":\"DESCRIPTION\",\"type\":[\"null\",\"string\"],\"textual\":true}"));

    putItems(
        items,
        "{\"itemId\":\"%s\",\"properties\":\"{\\\"price\\\":1,\\\"description\\\":\\\"%s\\\"}\"}"
            .formatted("i1", gift.repeat(20_000)));

    assertThat(records.find(numbers.of(items), List.of("i1")))
        .singleElement()
        .satisfies(item -> assertThat(item.properties()).contains(gift.repeat(20_000)));
    putProperties("{\"device\":\"%s\"}".formatted(gift.repeat(1_000)));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 4_000_000_000L, 100_000_000_000L})
  void a_time_that_cannot_be_right_is_refused(long sentAt) {
    assertRefused(
            INVALID_INPUT, () -> put("{\"eventType\":\"view\",\"sentAt\":%d}".formatted(sentAt)))
        .hasMessageStartingWith("'eventList.1.member.sentAt' is ")
        .hasMessageEndingWith("send the seconds since 1970 (not milliseconds)");
  }

  @Test
  void an_event_has_at_most_ten_kilobytes() {
    String impression = IntStream.range(0, 25)
        .mapToObj(i -> "\"" + "語".repeat(200) + "\"")
        .collect(Collectors.joining(","));
    assertRefused(
            INVALID_INPUT,
            () -> put("{\"eventType\":\"view\",\"sentAt\":1700000000,\"impression\":[%s]}"
                .formatted(impression)))
        .hasMessageEndingWith("an event may have 10240");
    assertRefused(
            INVALID_INPUT, () -> putProperties("{\"device\":\"%s\"}".formatted("x".repeat(1_100))))
        .hasMessage("'eventList.1.member.properties' must be 1 to 1024 characters long");
  }

  @Test
  void an_unknown_or_deleted_tracker_takes_nothing() {
    String event = "{\"eventType\":\"view\",\"sentAt\":1700000000,\"itemId\":\"i1\"}";
    put(event);
    trackers.delete(new DeleteEventTracker(tracker.eventTrackerArn()));

    Shop.await(() -> {
      try {
        put(event);
        return null;
      } catch (org.openpersonalize.core.resource.PersonalizeException e) {
        return e;
      }
    });
    assertRefused(INVALID_INPUT, () -> put(event))
        .hasMessageStartingWith(
            "There is no event tracker with the trackingId '%s'", tracker.trackingId());
  }

  @Test
  void a_tracker_without_interactions_says_what_to_create() {
    Arn empty = shop.group();
    tracker = shop.tracker(empty);

    assertRefused(INVALID_INPUT, () -> put("{\"eventType\":\"view\",\"sentAt\":1700000000}"))
        .hasMessage("%s has no Interactions dataset: create one before sending events", empty);
    shop.dataset(empty, "Interactions", Shop.INTERACTIONS);
    put("{\"eventType\":\"view\",\"sentAt\":1700000000}");
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void items_are_put_whole_and_later_ones_win() {
    Arn items = shop.dataset(group, "Items", Shop.ITEMS);

    putItems(items, """
        {"itemId":"i1","properties":"{\\"price\\":\\"1.5\\",\\"genres\\":\\"Drama|Crime\\",\\"inStock\\":true,\\"creationTimestamp\\":1700000000}"},
        {"itemId":"i2","properties":"{\\"price\\":2}"},
        {"itemId":"i2","properties":"{\\"price\\":3}"}""");
    assertThat(records.find(numbers.of(items), List.of("i1", "i2")))
        .containsExactlyInAnyOrder(
            new DatasetRecord(
                "i1",
                "{\"PRICE\": 1.5, \"GENRES\": \"Drama|Crime\", \"IN_STOCK\": true, \"CREATION_TIMESTAMP\": 1700000000}"),
            new DatasetRecord("i2", "{\"PRICE\": 3.0}"));

    putItems(items, "{\"itemId\":\"i1\",\"properties\":\"{\\\"price\\\":9}\"}");
    assertThat(records.find(numbers.of(items), List.of("i1")))
        .containsExactly(new DatasetRecord("i1", "{\"PRICE\": 9.0}"));
  }

  @Test
  void users_are_put() {
    Arn users = shop.dataset(group, "Users", Shop.USERS);

    recordService.putUsers(request(
        "{\"datasetArn\":\"%s\",\"users\":[{\"userId\":\"u1\",\"properties\":\"{\\\"age\\\":33}\"},{\"userId\":\"u2\"}]}"
            .formatted(users),
        PutUsers.class));

    assertThat(records.find(numbers.of(users), List.of("u1", "u2")))
        .containsExactlyInAnyOrder(
            new DatasetRecord("u1", "{\"AGE\": 33}"), new DatasetRecord("u2", "{}"));
  }

  @Test
  void records_go_into_an_active_dataset_of_their_type() {
    Arn items = shop.dataset(group, "Items", Shop.ITEMS);
    String item = "{\"itemId\":\"i1\",\"properties\":\"{\\\"price\\\":1}\"}";

    assertRefused(
        RESOURCE_NOT_FOUND,
        () -> putItems(group.sibling(ResourceType.DATASET, "none/ITEMS"), item));
    assertRefused(INVALID_INPUT, () -> putItems(dataset, item))
        .hasMessage("%s holds INTERACTIONS: give the ARN of the dataset of ITEMS", dataset);
    putItems(items, "{\"itemId\":\"i1\",\"properties\":\"{\\\"cost\\\":1}\"}");
    assertThat(records.find(numbers.of(items), List.of("i1")))
        .containsExactly(new DatasetRecord("i1", "{}"));
    assertRefused(INVALID_INPUT, () -> putItems(items, "{\"itemId\":\" \"}"))
        .hasMessageStartingWith("'items.1.member.itemId' cannot be taken: the value is missing");
    assertRefused(
            INVALID_INPUT,
            () -> putItems(
                items,
                "{\"itemId\":\"i1\",\"properties\":\"{\\\"price\\\":1,\\\"creationTimestamp\\\":1700000000000}\"}"))
        .hasMessageContaining("1700000000000 is in milliseconds; divide by 1000");

    transaction.executeWithoutResult(status -> {
      datasets.lock(items).become(Status.DELETE_PENDING, Instant.now());
      changes.announce(items);
    });
    Shop.await(() -> {
      try {
        putItems(items, item);
        return null;
      } catch (org.openpersonalize.core.resource.PersonalizeException e) {
        return e;
      }
    });
    assertRefused(RESOURCE_IN_USE, () -> putItems(items, item));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "eventList ~ {\"trackingId\":\"t\",\"sessionId\":\"s\",\"eventList\":[]}",
        "sessionId ~ {\"trackingId\":\"t\",\"eventList\":[{\"eventType\":\"v\",\"sentAt\":1}]}",
        "userId ~ {\"trackingId\":\"t\",\"sessionId\":\"s\",\"userId\":\"a\\u0000b\",\"eventList\":[{\"eventType\":\"v\",\"sentAt\":1}]}",
        "eventList[0].sentAt ~ {\"trackingId\":\"t\",\"sessionId\":\"s\",\"eventList\":[{\"eventType\":\"v\"}]}",
        "eventList[0].itemId ~ {\"trackingId\":\"t\",\"sessionId\":\"s\",\"eventList\":[{\"eventType\":\"v\",\"sentAt\":1,\"itemId\":\"\"}]}",
        "eventList[0].itemId ~ {\"trackingId\":\"t\",\"sessionId\":\"s\",\"eventList\":[{\"eventType\":\"v\",\"sentAt\":1,\"itemId\":\"\\ud800\"}]}",
        "eventList[0].metricAttribution.eventAttributionSource ~ {\"trackingId\":\"t\",\"sessionId\":\"s\",\"eventList\":[{\"eventType\":\"v\",\"sentAt\":1,\"metricAttribution\":{\"eventAttributionSource\":\" \"}}]}"
      })
  void the_official_limits_stand_on_the_request(String member, String json) {
    assertThat(VALIDATOR.validate(request(json, PutEvents.class)))
        .extracting(violation -> violation.getPropertyPath().toString())
        .containsExactly(member);
  }

  private void put(String eventList) {
    PutEvents request = request(
        "{\"trackingId\":\"%s\",\"sessionId\":\"s1\",\"userId\":\"u1\",\"eventList\":[%s]}"
            .formatted(tracker.trackingId(), eventList),
        PutEvents.class);
    assertThat(VALIDATOR.validate(request)).isEmpty();
    events.put(request);
  }

  private void putProperties(String properties) {
    put("{\"eventType\":\"view\",\"sentAt\":1700000000,\"itemId\":\"i1\",\"properties\":%s}"
        .formatted(WireJson.mapper().writeValueAsString(properties)));
  }

  private void putItems(Arn items, String list) {
    PutItems request =
        request("{\"datasetArn\":\"%s\",\"items\":[%s]}".formatted(items, list), PutItems.class);
    assertThat(VALIDATOR.validate(request)).isEmpty();
    recordService.putItems(request);
  }

  private static <T> T request(String json, Class<T> type) {
    return WireJson.read(json.getBytes(StandardCharsets.UTF_8), type);
  }

  private Map<String, Object> stored() {
    return jdbc.sql("""
            SELECT event_id, session_id, user_id, item_id, event_type, event_value, sent_at,
              array_to_string(impression, ',') AS impression, recommendation_id, event_attribution_source,
              properties::text AS properties
            FROM interaction_event
            """).query().singleRow();
  }

  private int count() {
    return jdbc.sql("SELECT count(*) FROM interaction_event")
        .query(Integer.class)
        .single();
  }
}

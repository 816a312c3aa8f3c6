// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.NumberColumn;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.StringColumn;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.ContextColumn;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.TrainingDataConfig;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.interaction.EventTable;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.training.Shop;
import org.openpersonalize.training.TrainingTestConfiguration;
import org.openpersonalize.training.solution.TrainingPlan;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(classes = TrainingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class InteractionReaderTest {
  private static final String ITEMS = """
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"GENRES","type":["null","string"],"categorical":true},
        {"name":"PRICE","type":["null","float"]}]}""";

  private static final String WITHOUT_TYPES = """
      {"type":"record","name":"Interactions","fields":[
        {"name":"USER_ID","type":"string"},
        {"name":"ITEM_ID","type":"string"},
        {"name":"TIMESTAMP","type":"long"}]}
      """;
  private static final String WITH_CONTEXT = """
      {"type":"record","name":"Interactions","fields":[
        {"name":"USER_ID","type":"string"},
        {"name":"ITEM_ID","type":"string"},
        {"name":"TIMESTAMP","type":"long"},
        {"name":"DEVICE","type":["null","string"],"categorical":true},
        {"name":"AT_HOME","type":["null","boolean"]},
        {"name":"NOTE","type":["null","string"]},
        {"name":"PRICE","type":["null","float"]}]}
      """;
  private static final int INTERACTIONS = 1_200;

  @Autowired
  InteractionReader reader;

  @Autowired
  EventTable events;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  RecordTable records;

  @Autowired
  DatasetRepository datasets;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop shop;

  /** 1,200 interactions of 50 users and 40 items. */
  private void load(IntFunction<String> type) {
    shop.sell(loader -> {
      for (int n = 0; n < INTERACTIONS; n++) {
        loader.add(
            "u" + n % 50,
            "i" + n * 7 % 40,
            type.apply(n),
            Double.NaN,
            3_600_000L * n,
            null,
            null,
            null,
            null);
      }
    });
  }

  private InteractionLog read() throws JobRefused {
    return reader.read(Shop.GROUP, plan(ConfidenceRule.everyEvent()), TrainingProgress.NONE);
  }

  private static TrainingPlan plan(ConfidenceRule events) {
    return plan("aws-user-personalization", events);
  }

  private static TrainingPlan plan(String recipe, ConfidenceRule events) {
    Hyperparameters defaults = Hyperparameters.defaultsOf(
        ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, recipe)).orElseThrow());
    return new TrainingPlan(defaults, ParameterSearch.NONE, events, null, TrainingDataConfig.ALL);
  }

  private static TrainingPlan without(String type, String column) {
    TrainingPlan plan = plan(ConfidenceRule.everyEvent());
    return new TrainingPlan(
        plan.hyperparameters(),
        plan.search(),
        plan.events(),
        null,
        new TrainingDataConfig(Map.of(type, List.of(column)), null));
  }

  @Test
  void columns_that_tell_of_the_situation_are_read_for_recipes_that_learn_of_it() throws Exception {
    shop.open(WITH_CONTEXT);
    shop.sell(loader -> {
      loader.add(
          "ann",
          "tea",
          null,
          Double.NaN,
          1_000,
          null,
          null,
          null,
          "{\"DEVICE\": \"phone|app\", \"AT_HOME\": true, \"NOTE\": \"a gift\", \"PRICE\": 2}");
      loader.add("ann", "cup", null, Double.NaN, 2_000, null, null, null, null);
    });
    shop.happen(List.of(new Event(
        "e1",
        "s",
        "ann",
        "pot",
        "view",
        null,
        Instant.ofEpochMilli(3_000),
        null,
        null,
        null,
        "{\"DEVICE\": \"tv\"}")));

    InteractionLog log = read();

    assertThat(log.context()).extracting(ContextColumn::name).containsExactly("DEVICE", "AT_HOME");
    assertThat(values(log, "DEVICE")).containsExactly("phone|app", null, "tv");
    assertThat(values(log, "AT_HOME")).containsExactly("true", null, null);
    assertThat(reader
            .read(Shop.GROUP, without("Interactions", "DEVICE"), TrainingProgress.NONE)
            .context())
        .extracting(ContextColumn::name)
        .containsExactly("AT_HOME");
    assertThat(reader
            .read(
                Shop.GROUP,
                plan("aws-popularity-count", ConfidenceRule.everyEvent()),
                TrainingProgress.NONE)
            .context())
        .isEmpty();
  }

  private static List<String> values(InteractionLog log, String column) {
    List<String> values = new ArrayList<>();
    for (int row = 0; row < log.size(); row++) {
      values.add(log.context(column).orElseThrow().value(row));
    }
    return values;
  }

  @Test
  void types_of_events_do_not_count_where_the_schema_has_no_column_for_them() throws Exception {
    shop.open(WITHOUT_TYPES);
    load(n -> null);
    List<Event> pages = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      pages.add(new Event(
          "e" + n,
          "s",
          "u1",
          "i1",
          "page-" + n,
          null,
          Instant.ofEpochMilli(n),
          null,
          null,
          null,
          null));
    }
    transaction.executeWithoutResult(
        status -> events.append(shop.datasetNumber(), pages, Instant.now()));

    InteractionLog log = read();

    assertThat(log.size()).isEqualTo(INTERACTIONS + 200);
    assertThat(log.eventTypes()).containsExactly("");
    assertThat(
            ServedRecipes.all().get(0).minimumData().missingFrom(log, ConfidenceRule.everyEvent()))
        .isEmpty();
    assertThat(reader
            .read(Shop.GROUP, plan(ConfidenceRule.only("page-7", null)), TrainingProgress.NONE)
            .eventTypes())
        .contains("page-7");
  }

  @Test
  void types_that_differ_in_case_alone_are_one() throws Exception {
    shop.open();
    List<String> types = List.of("view", "purchase", "addtocart", "click");
    load(n -> {
      String type = types.get(n % 4);
      return n % 3 == 0
          ? type
          : n % 3 == 1
              ? type.toUpperCase(Locale.ROOT)
              : type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    });
    InteractionLog few = read();
    assertThat(few.eventTypes()).containsExactly("addtocart", "click", "purchase", "view");
    assertThat(
            ServedRecipes.all().get(0).minimumData().missingFrom(few, ConfidenceRule.everyEvent()))
        .isEmpty();

    load(n -> "type-" + n % 11);
    assertThat(ServedRecipes.all()
            .get(0)
            .minimumData()
            .missingFrom(read(), ConfidenceRule.everyEvent()))
        .hasValue("Create failed. Dataset has more than 10 distinct event types.");
  }

  @Test
  void what_is_known_of_the_items_stands_beside_the_interactions() throws Exception {
    shop.open();
    load(n -> "view");
    int items = numbers.of(shop.dataset(Shop.GROUP, DatasetType.ITEMS, ITEMS));
    transaction.executeWithoutResult(status -> records.put(
        items,
        IntStream.range(0, 30)
            .mapToObj(n -> new DatasetRecord(
                "i" + n, "{\"GENRES\":\"g%d|all\",\"PRICE\":%d.5}".formatted(n % 4, n)))
            .toList(),
        Instant.now()));
    InteractionLog log = read();
    RecordColumns catalogue = reader
        .records(
            Shop.GROUP, plan(ConfidenceRule.everyEvent()), Instant.now(), TrainingProgress.NONE)
        .orElseThrow();
    RecordColumns withoutPrices = reader
        .records(Shop.GROUP, without("ITEMS", "PRICE"), Instant.now(), TrainingProgress.NONE)
        .orElseThrow();
    assertThat(withoutPrices.column("PRICE", NumberColumn.class)).isEmpty();
    assertThat(withoutPrices.column("GENRES", StringColumn.class)).isPresent();
    StringColumn genres = catalogue.column("GENRES", StringColumn.class).orElseThrow();
    NumberColumn price = catalogue.column("PRICE", NumberColumn.class).orElseThrow();

    int[] rows = catalogue.rowsOf(log.items());

    assertThat(rows).hasSize(40);
    for (int item = 0; item < rows.length; item++) {
      int n = Integer.parseInt(log.items().id(item).substring(1));
      if (n < 30) {
        assertThat(price.number(rows[item])).isEqualTo(n + 0.5);
        assertThat(IntStream.of(genres.categoriesOf(genres.code(rows[item])))
                .mapToObj(genres::category))
            .containsExactly("g" + n % 4, "all");
      } else {
        assertThat(rows[item]).as("nothing is known of it").isNegative();
      }
    }
  }

  @Test
  void what_was_configured_before_a_column_came_does_not_learn_from_it() {
    shop.open();
    Arn dataset = shop.dataset(Shop.GROUP, DatasetType.ITEMS, ITEMS);
    Instant came = Instant.parse("2026-05-01T00:00:00Z");
    transaction.executeWithoutResult(status -> {
      Dataset items = datasets.lock(dataset);
      items.replaceSchema(items.schemaArn(), List.of("PRICE"), came);
    });

    assertThat(columnsAsOf(came.minusSeconds(1))).containsExactly("GENRES");
    assertThat(columnsAsOf(came.plusSeconds(1))).containsExactlyInAnyOrder("GENRES", "PRICE");
  }

  private List<String> columnsAsOf(Instant configuredAt) {
    return reader
        .records(Shop.GROUP, plan(ConfidenceRule.everyEvent()), configuredAt, TrainingProgress.NONE)
        .orElseThrow()
        .columns()
        .stream()
        .map(column -> column.field().name())
        .toList();
  }

  @Test
  void a_reading_that_is_refused_leaves_every_connection_in_step() {
    shop.open();
    load(n -> "type-" + n % 300);

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(this::read)
          .isInstanceOf(PersonalizeException.class)
          .hasMessageContaining("more than 256 event types");
      requireInStep();
    }
  }

  @Test
  void a_reading_that_is_stopped_in_its_first_row_leaves_every_connection_in_step() {
    shop.open();
    load(n -> "view");
    TrainingProgress stopped = new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {}

      @Override
      public boolean isCancelled() {
        return true;
      }
    };

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> reader.read(Shop.GROUP, plan(ConfidenceRule.everyEvent()), stopped))
          .isInstanceOf(CancellationException.class);
      requireInStep();
    }
  }

  private void requireInStep() {
    for (int n = 0; n < 20; n++) {
      String question = "question " + n;
      assertThat(jdbc.sql("SELECT :question::text")
              .param("question", question)
              .query(String.class)
              .list())
          .containsExactly(question);
    }
  }
}

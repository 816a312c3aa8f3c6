// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.forecast.Forecast;
import org.openpersonalize.core.popularity.PopularityParameters;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.tuning.Trial;
import org.openpersonalize.store.model.TrainingCurves.Point;
import org.openpersonalize.store.model.TrainingProgressTable.Stand;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.openpersonalize.store.testing.TestServers;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What is known of trainings, by ARNs of whatever kind. */
@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class TrainedResourcesTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.123Z");
  private static final String ACCOUNT = "arn:aws:personalize:us-east-1:000000000000:";
  private static final Arn SOLUTION = Arn.parse(ACCOUNT + "solution/shop");
  private static final Arn VERSION = SOLUTION.child("12345678");
  private static final Arn NAMESAKE = Arn.parse(ACCOUNT + "solution/shop-2/12345678");
  private static final Arn RECOMMENDER = Arn.parse(ACCOUNT + "recommender/shop");
  private static final Forecast FORECAST = new Forecast(12.5, 3, 4, 5);
  private static final Stand STAND = new Stand(0.25, "train", 0.125, null, 30.0);

  private static final List<Point> LOSSES =
      List.of(new Point(0.2, "evaluate", 3.5), new Point(1, "train", 0.25));

  @Autowired
  PublishedModels models;

  @Autowired
  TrainingTrials trials;

  @Autowired
  TrainingForecasts forecasts;

  @Autowired
  TrainingProgressTable progress;

  @Autowired
  TrainingCurves curves;

  @Autowired
  TrainedResources trained;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  JdbcClient jdbc;

  @Test
  void all_that_is_known_of_a_resource_and_of_its_parts_is_forgotten_and_nothing_else() {
    List.of(VERSION, NAMESAKE, RECOMMENDER).forEach(this::train);

    forget(SOLUTION);
    assertThat(known()).containsExactlyInAnyOrder(NAMESAKE.toString(), RECOMMENDER.toString());
    forget(RECOMMENDER);
    assertThat(known()).containsExactly(NAMESAKE.toString());
    assertThat(models.find(NAMESAKE).orElseThrow().prefix()).isEqualTo("some/prefix/");
    assertThat(forecasts.find(NAMESAKE).orElseThrow().forecast()).isEqualTo(FORECAST);
    assertThat(trials.of(NAMESAKE)).hasSize(1);
    assertThat(curves.find(NAMESAKE)).isEqualTo(LOSSES);
    assertThat(curves.find(VERSION)).isEmpty();
  }

  private void train(Arn arn) {
    transaction.executeWithoutResult(status -> {
      models.publish(new PublishedModel(
          arn, "bucket", "some/prefix/", 7, Map.of("coverage", 0.5), Map.of(), NOW));
      forecasts.put(arn, FORECAST, NOW);
      trials.add(
          arn,
          List.of(new Trial("search", "als", Map.of("factors", "3"), 0.1, false, 2)),
          PopularityParameters.DEFAULT);
      progress.begin(arn, UUID.randomUUID(), STAND, NOW);
      curves.put(arn, UUID.randomUUID(), LOSSES);
    });
  }

  private void forget(Arn arn) {
    transaction.executeWithoutResult(status -> trained.forget(arn));
  }

  /** The ARNs in every table that has any of what was trained; a recommender's row is the resource itself. */
  private List<String> known() {
    List<String> tables = jdbc.sql("""
            SELECT table_name FROM information_schema.columns
            WHERE table_schema = 'public' AND column_name = 'trained_arn'
              AND table_name <> 'recommender'
            """).query(String.class).list();
    assertThat(tables).hasSize(5);
    return tables.stream()
        .flatMap(table ->
            jdbc.sql("SELECT trained_arn FROM " + table).query(String.class).list().stream())
        .distinct()
        .toList();
  }

  @Test
  void a_run_writes_where_it_stands_until_it_ends_or_another_takes_its_place() {
    UUID dead = UUID.randomUUID();
    UUID alive = UUID.randomUUID();
    Stand begun = new Stand(0, "read", null, null, null);
    progress.begin(VERSION, dead, begun, NOW);
    progress.begin(VERSION, alive, begun, NOW.plusSeconds(5));
    progress.update(VERSION, alive, STAND, NOW.plusSeconds(6));

    progress.update(VERSION, dead, new Stand(0.9, "tune", 1.0, 2.0, 3.0), NOW.plusSeconds(7));
    progress.end(VERSION, dead);
    assertThat(progress.find(VERSION))
        .contains(new TrainingProgressTable.UnderWay(
            alive, NOW.plusSeconds(5), NOW.plusSeconds(6), STAND));

    progress.end(VERSION, alive);
    progress.update(VERSION, alive, STAND, NOW.plusSeconds(8));
    assertThat(progress.find(VERSION)).isEmpty();
  }

  /** In a schema of its own, beside the one that the other tests use. */
  @Test
  void what_was_known_of_versions_before_other_resources_were_trained_is_still_known() {
    flyway().target("7").load().migrate();
    try {
      jdbc.sql("""
              INSERT INTO old.dataset_group VALUES ('group', 'g', 'ACTIVE', NULL, NULL, NULL, NULL, now(), now());
              INSERT INTO old.solution (solution_arn, name, dataset_group_arn, perform_hpo, perform_auto_ml,
                perform_auto_training, status, creation_date_time, last_updated_date_time)
              VALUES ('solution', 's', 'group', false, false, false, 'ACTIVE', now(), now());
              INSERT INTO old.solution_version (solution_version_arn, name, solution_arn, dataset_group_arn, recipe_arn,
                perform_hpo, perform_auto_ml, training_mode, training_type, status, creation_date_time,
                last_updated_date_time)
              VALUES ('solution/1', 'v', 'solution', 'group', 'recipe', false, false, 'FULL', 'MANUAL', 'ACTIVE', now(),
                now());
              INSERT INTO old.published_model VALUES ('solution/1', 'b', 'p/', 1, '{}', '{}', now());
              INSERT INTO old.training_trial VALUES ('solution/1', 1, 's', 'als', '{}', 1, false, true, 1);
              INSERT INTO old.training_forecast VALUES ('solution/1', now(), 1, 2, 3, 4);
              """).update();

      flyway().load().migrate();

      for (String table : List.of("published_model", "training_trial", "training_forecast")) {
        assertThat(jdbc.sql("SELECT trained_arn FROM old." + table)
                .query(String.class)
                .list())
            .as(table)
            .containsExactly("solution/1");
      }
      jdbc.sql("INSERT INTO old.training_forecast VALUES ('recommender', now(), 1, 2, 3, 4)")
          .update();
      assertThat(jdbc.sql("DELETE FROM old.solution").update()).isEqualTo(1);
    } finally {
      jdbc.sql("DROP SCHEMA old CASCADE").update();
    }
  }

  private static FluentConfiguration flyway() {
    TestServers.Address address = TestServers.database();
    return Flyway.configure()
        .dataSource(address.url(), address.user(), address.password())
        .schemas("old");
  }
}

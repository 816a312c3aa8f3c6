// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.training.ActionData;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CensusTest {
  private static final Instant NEWEST = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant SIX_WEEKS_BEFORE = NEWEST.minus(Duration.ofDays(42));
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Actions","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ACTION_ID","type":"string"},
        {"name":"CREATION_TIMESTAMP","type":["null","long"]}]}""", null);

  private final InteractionLogBuilder log = new InteractionLogBuilder();
  private final RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);

  private void happened(String action, String type, int times, Instant at) {
    for (int n = 0; n < times; n++) {
      log.add("u" + n, action, type, Float.NaN, at.toEpochMilli());
    }
  }

  private void record(String action, String properties) {
    records.add(Utf8Slice.of(action), Utf8Slice.of(properties));
  }

  private List<String> learned() {
    InteractionLog offers = log.build();
    return IntStream.of(Census.of(offers).learned(new ActionData(records.build(), offers)))
        .mapToObj(offers.items()::id)
        .toList();
  }

  @Test
  void an_action_is_learned_that_fifty_took_and_fifty_left_or_viewed() {
    List.of("enough", "left-by-few", "taken-by-few").forEach(action -> record(action, "{}"));
    happened("enough", "Taken", 50, NEWEST);
    happened("enough", "not_taken", 20, NEWEST);
    happened("enough", "VIEWED", 30, NEWEST);
    happened("left-by-few", "TAKEN", 500, NEWEST);
    happened("left-by-few", "Not Taken", 49, NEWEST);
    happened("taken-by-few", "TAKEN", 49, NEWEST);
    happened("taken-by-few", "Viewed", 500, NEWEST);

    assertThat(learned()).containsExactly("enough");
  }

  @Test
  void what_happened_more_than_six_weeks_before_the_newest_interaction_does_not_count() {
    List.of("in-time", "too-early", "newest").forEach(action -> record(action, "{}"));
    happened("newest", "Viewed", 1, NEWEST);
    happened("in-time", "Taken", 50, SIX_WEEKS_BEFORE);
    happened("in-time", "Viewed", 50, SIX_WEEKS_BEFORE);
    happened("too-early", "Taken", 1, SIX_WEEKS_BEFORE.minusMillis(1));
    happened("too-early", "Taken", 49, SIX_WEEKS_BEFORE);
    happened("too-early", "Viewed", 50, SIX_WEEKS_BEFORE);

    assertThat(learned()).containsExactly("in-time");
  }

  @Test
  void an_action_that_is_no_longer_in_the_dataset_is_not_learned() {
    record("kept", "{}");
    for (String action : List.of("kept", "gone")) {
      happened(action, "Taken", 50, NEWEST);
      happened(action, "Not Taken", 50, NEWEST);
    }

    assertThat(learned()).containsExactly("kept");
  }

  @Test
  void of_too_many_actions_the_thousand_are_learned_that_are_newest_or_were_offered_last() {
    for (int n = 0; n < 1_002; n++) {
      String action = "a" + n;
      Instant at = n < 3 ? SIX_WEEKS_BEFORE.plus(Duration.ofHours(n)) : NEWEST;
      record(
          action,
          n == 1 ? "{\"CREATION_TIMESTAMP\": %d}".formatted(NEWEST.getEpochSecond()) : "{}");
      happened(action, "Taken", 50, at);
      happened(action, "Not Taken", 50, at);
    }

    assertThat(learned())
        .hasSize(1_000)
        .as("created lately, though offered long ago")
        .contains("a1")
        .as("offered longest ago")
        .doesNotContain("a0", "a2");
  }
}

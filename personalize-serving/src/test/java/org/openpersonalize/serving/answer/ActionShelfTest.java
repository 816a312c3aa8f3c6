// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ActionShelfTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void the_most_valuable_action_is_the_first_and_one_without_a_value_the_last() {
    ActionShelf shelf = shelf(
        "EXPIRATION_TIMESTAMP",
        List.of("none", "{}"),
        List.of("two", "{\"VALUE\": 2}"),
        List.of("ten-b", "{\"VALUE\": 10}"),
        List.of("ten-a", "{\"VALUE\": 10}"));

    assertThat(IntStream.range(0, shelf.ids().size()).mapToObj(shelf.ids()::id))
        .containsExactly("ten-a", "ten-b", "two", "none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EXPIRATION_TIMESTAMP", "ACTION_EXPIRATION_TIMESTAMP"})
  void an_action_expires_at_its_moment_by_either_name_of_the_column(String column) {
    ActionShelf shelf = shelf(
        column,
        List.of("sale", "{\"%s\": %d}".formatted(column, NOW.getEpochSecond())),
        List.of("club", "{}"));

    assertThat(shelf.isExpired(action(shelf, "sale"), NOW)).isTrue();
    assertThat(shelf.isExpired(action(shelf, "sale"), NOW.minusSeconds(1))).isFalse();
    assertThat(shelf.isExpired(action(shelf, "club"), NOW)).isFalse();
  }

  @Test
  void an_action_may_be_offered_again_when_its_days_are_over() {
    ActionShelf shelf = shelf(
        "EXPIRATION_TIMESTAMP",
        List.of("weekly", "{\"REPEAT_FREQUENCY\": 7}"),
        List.of("any-time", "{}"));
    long aWeekAgo = NOW.minus(Duration.ofDays(7)).toEpochMilli();

    assertThat(shelf.isTooSoon(action(shelf, "weekly"), aWeekAgo + 1, NOW)).isTrue();
    assertThat(shelf.isTooSoon(action(shelf, "weekly"), aWeekAgo, NOW)).isFalse();
    assertThat(shelf.isTooSoon(action(shelf, "any-time"), NOW.toEpochMilli(), NOW))
        .isFalse();
  }

  private static int action(ActionShelf shelf, String id) {
    return shelf.ids().find(id).orElseThrow();
  }

  @SafeVarargs
  private static ActionShelf shelf(String expiration, List<String>... actions) {
    RecordColumnsBuilder records =
        new RecordColumnsBuilder(DatasetSchema.parse("""
        {"type":"record","name":"Actions","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
          {"name":"ACTION_ID","type":"string"},
          {"name":"VALUE","type":["null","long"]},
          {"name":"REPEAT_FREQUENCY","type":["null","long"]},
          {"name":"%s","type":["null","long"]}]}""".formatted(expiration), null));
    for (List<String> action : actions) {
      records.add(Utf8Slice.of(action.get(0)), Utf8Slice.of(action.get(1)));
    }
    return ActionShelf.of(records.build());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.testing.TestData;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InteractionLogTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00.250Z");

  @Test
  void what_cannot_have_happened_yet_is_the_users_oldest_and_an_hour_ahead_is_now() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    add(builder, "anna", "first", "2026-11-01T00:00:00Z");
    add(builder, "anna", "second", "2026-11-02T00:00:00Z");
    add(builder, "anna", "an hour ahead", "2026-11-28T13:00:00Z");
    add(builder, "anna", "nobody knows when", "2100-01-01T00:00:00Z");
    add(builder, "bert", "only", "2099-01-01T00:00:00Z");
    InteractionLog log = builder.build();

    InteractionLog known = log.asOf(NOW);

    int anna = log.users().find("anna").orElseThrow();
    assertThat(items(known, anna))
        .containsExactly("nobody knows when", "first", "second", "an hour ahead");
    assertThat(times(known, anna))
        .containsExactly(
            Instant.parse("2026-11-01T00:00:00Z"),
            Instant.parse("2026-11-01T00:00:00Z"),
            Instant.parse("2026-11-02T00:00:00Z"),
            NOW);
    int bert = log.users().find("bert").orElseThrow();
    assertThat(items(known, bert)).containsExactly("only");
    assertThat(times(known, bert)).containsExactly(NOW);
    assertThat(known.digest()).isNotEqualTo(log.digest());
    assertThat(known.asOf(NOW)).isSameAs(known);
  }

  @Test
  void dates_far_ahead_are_the_same_log_whenever_it_is_read() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    add(builder, "anna", "first", "2026-11-01T00:00:00Z");
    add(builder, "anna", "nobody knows when", "2100-01-01T00:00:00Z");
    InteractionLog log = builder.build();

    assertThat(log.asOf(NOW).digest())
        .isEqualTo(log.asOf(NOW.plusSeconds(9_999)).digest());
  }

  @Test
  void a_log_whose_dates_can_all_be_true_is_the_same_log() {
    InteractionLog log = TestData.random(1, 20, 30, 500);

    assertThat(log.asOf(NOW)).isSameAs(log);
  }

  private static void add(InteractionLogBuilder builder, String user, String item, String time) {
    builder.add(user, item, "view", Float.NaN, Instant.parse(time).toEpochMilli());
  }

  private static List<String> items(InteractionLog log, int user) {
    return IntStream.range(log.start(user), log.end(user))
        .mapToObj(row -> log.items().id(log.item(row)))
        .toList();
  }

  private static List<Instant> times(InteractionLog log, int user) {
    return IntStream.range(log.start(user), log.end(user))
        .mapToObj(row -> Instant.ofEpochMilli(log.epochMillis(row)))
        .toList();
  }
}

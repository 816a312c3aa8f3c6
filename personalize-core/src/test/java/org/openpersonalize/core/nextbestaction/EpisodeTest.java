// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openpersonalize.core.schema.ActionEventType.NOT_TAKEN;
import static org.openpersonalize.core.schema.ActionEventType.TAKEN;
import static org.openpersonalize.core.schema.ActionEventType.VIEWED;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.nextbestaction.Offers.Offer;
import org.openpersonalize.core.nextbestaction.Offers.Standing;
import org.openpersonalize.core.schema.ActionEventType;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EpisodeTest {
  private static final Duration PERIOD = Duration.ofDays(14);

  @Test
  void an_offer_that_is_taken_within_the_period_is_one_episode_that_was_taken() {
    assertThat(episodes(100, on(1, VIEWED), on(3, NOT_TAKEN), on(15, TAKEN)))
        .containsExactly(new Episode(0, 7, day(1), true, true));
  }

  @Test
  void what_comes_after_the_period_is_another_episode() {
    assertThat(episodes(100, on(1, VIEWED), on(16, TAKEN), on(17, VIEWED)))
        .containsExactly(
            new Episode(0, 7, day(1), false, true), new Episode(0, 7, day(16), true, true));
  }

  @Test
  void whether_a_view_is_followed_is_not_known_before_the_period_ends() {
    assertThat(episodes(14, on(1, VIEWED))).noneMatch(Episode::isSettled);
    assertThat(episodes(14, on(1, VIEWED), on(2, TAKEN)))
        .as("or those that were taken at once would count and the others would not")
        .noneMatch(Episode::isSettled);
    assertThat(episodes(15, on(1, VIEWED))).allMatch(Episode::isSettled);
    assertThat(episodes(1, on(1, NOT_TAKEN))).allMatch(Episode::isSettled);
  }

  @Test
  void how_a_user_stood_is_told_by_what_happened_before() {
    Offers offers = new Offers(List.of(
        new Offer(7, TAKEN, day(1)), new Offer(8, VIEWED, day(2)), new Offer(7, TAKEN, day(3))));

    Standing standing = offers.before(day(3));

    assertThat(standing.of(7).taken).isEqualTo(1);
    assertThat(standing.of(7).newestTaken).isEqualTo(day(1));
    assertThat(standing.of(8).passed).isEqualTo(1);
    assertThat(standing.all().offered()).isEqualTo(2);
    assertThat(standing.of(9).offered()).isZero();
  }

  private static List<Episode> episodes(int newest, Offer... offers) {
    return Episode.of(0, new Offers(Stream.of(offers).toList()), PERIOD, day(newest));
  }

  private static Offer on(int day, ActionEventType type) {
    return new Offer(7, type, day(day));
  }

  private static long day(int day) {
    return Duration.ofDays(day).toMillis();
  }
}

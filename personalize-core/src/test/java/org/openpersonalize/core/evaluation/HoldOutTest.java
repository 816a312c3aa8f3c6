// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.core.evaluation.HoldOut.Part;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HoldOutTest {
  @Test
  void a_tenth_of_the_users_is_tested_another_tenth_validates_and_the_rest_is_trained_on() {
    InteractionLog log = users(20_000, 3);
    HoldOut holdOut = new HoldOut(log, 1);

    assertThat(holdOut.users(Part.TEST)).hasSizeBetween(1850, 2150);
    assertThat(holdOut.users(Part.VALIDATION)).hasSizeBetween(1850, 2150);
    assertThat(holdOut.users(Part.TEST).length
            + holdOut.users(Part.VALIDATION).length
            + holdOut.users(Part.TRAINING).length)
        .isEqualTo(20_000);
    InteractionLog training = holdOut.training();
    for (int user : holdOut.users(Part.TRAINING)) {
      assertThat(training.length(user)).isEqualTo(3);
    }
    assertThat(training.size()).isEqualTo(3 * holdOut.users(Part.TRAINING).length);
  }

  @Test
  void a_users_part_depends_on_the_id_and_the_seed_alone() {
    Set<String> tested = testIds(new HoldOut(users(1000, 2), 5));
    Set<String> testedAmongMore = testIds(new HoldOut(users(3000, 4), 5));

    assertThat(testedAmongMore).containsAll(tested);
    assertThat(testIds(new HoldOut(users(1000, 2), 6))).isNotEqualTo(tested);
  }

  @Test
  void a_user_with_one_interaction_is_trained_on() {
    HoldOut holdOut = new HoldOut(users(1000, 1), 1);

    assertThat(holdOut.users(Part.TRAINING)).hasSize(1000);
  }

  @ParameterizedTest
  @CsvSource({"2,1", "3,2", "9,8", "10,9", "11,9", "20,18", "25,22", "1000,900"})
  void the_oldest_nine_tenths_are_given(int interactions, int given) {
    HoldOut holdOut = new HoldOut(users(1, interactions), 1);

    for (int row = 0; row < interactions; row++) {
      assertThat(holdOut.isFuture(row)).isEqualTo(row >= given);
    }
    assertThat(holdOut.futureItems(0)).hasSize(interactions - given);
  }

  @Test
  void a_basket_that_the_cut_goes_through_is_cut_by_lot_whatever_its_order() {
    List<Integer> items = new ArrayList<>(IntStream.range(100, 200).boxed().toList());
    int[] future = future(items);

    assertThat(future).hasSize(10);
    assertThat(Arrays.stream(future).filter(item -> item >= 50).count()).isBetween(1L, 9L);
    Collections.shuffle(items, new Random(7));
    assertThat(future(items)).isEqualTo(future);
  }

  private static int[] future(List<Integer> items) {
    InteractionLogBuilder log = new InteractionLogBuilder();
    items.forEach(item -> log.add("u", "item" + item, "view", 0, 5));
    return new HoldOut(log.build(), 1).futureItems(0);
  }

  @Test
  void an_item_that_comes_twice_in_the_future_is_relevant_once() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int row = 0; row < 30; row++) {
      log.add("u", row < 28 ? "i%02d".formatted(row) : "the same", "view", 0, row);
    }

    assertThat(new HoldOut(log.build(), 1).futureItems(0)).containsExactly(27, 28);
  }

  @Test
  void what_is_dated_far_into_the_future_is_given_and_not_to_be_predicted() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    for (int user = 0; user < 100; user++) {
      for (int row = 0; row < 20; row++) {
        builder.add("user-" + user, "item-%02d".formatted(row), "view", 0, row);
      }
      builder.add("user-" + user, "wrong clock", "view", 0, 4_102_444_800_000L);
    }
    InteractionLog log = builder.build().asOf(Instant.ofEpochMilli(1000));

    HoldOut holdOut = new HoldOut(log, 1);

    for (int user = 0; user < 100; user++) {
      assertThat(Arrays.stream(holdOut.futureItems(user)).mapToObj(log.items()::id))
          .containsExactly("item-17", "item-18", "item-19");
    }
  }

  private static Set<String> testIds(HoldOut holdOut) {
    return Arrays.stream(holdOut.users(Part.TEST))
        .mapToObj(user -> holdOut.log().users().id(user))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static InteractionLog users(int users, int interactions) {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < users; user++) {
      for (int row = 0; row < interactions; row++) {
        log.add("user-" + user, "item-" + row, "view", 0, row);
      }
    }
    return log.build();
  }
}

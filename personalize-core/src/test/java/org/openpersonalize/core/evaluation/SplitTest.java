// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.testing.TestData;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SplitTest {
  @Test
  void leave_last_out_asks_for_each_users_newest_item() {
    Split split = Split.leaveLastOut(log("a:x@1 a:y@3 a:z@2", "b:x@5 b:y@1", "c:z@9"), 1);

    assertThat(pairs(split.training())).containsExactly("a:x", "a:z", "b:y", "c:z");
    assertThat(split.test().size()).isEqualTo(2);
    assertThat(wanted(split, 0)).containsExactly("y");
    assertThat(wanted(split, 1)).containsExactly("x");
  }

  @Test
  void which_of_the_interactions_of_one_moment_is_left_out_is_drawn_by_the_seed() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 1000; user++) {
      for (int item = 0; item < 4; item++) {
        log.add("u" + user, "i" + item, null, 0, 1);
      }
    }
    InteractionLog atOnce = log.build();
    int[] drawn = new int[4];
    Split split = Split.leaveLastOut(atOnce, 1);
    for (int place = 0; place < split.test().size(); place++) {
      drawn[split.test().relevant(place)[0]]++;
    }

    for (int times : drawn) {
      assertThat(times).isBetween(190, 310);
    }
    assertThat(pairs(Split.leaveLastOut(atOnce, 1).training())).isEqualTo(pairs(split.training()));
    assertThat(pairs(Split.leaveLastOut(atOnce, 2).training()))
        .isNotEqualTo(pairs(split.training()));
  }

  @Test
  void a_time_split_asks_for_what_comes_after_a_moment() {
    Split split = Split.timeSplit(log("a:x@1 a:y@2 a:v@9", "b:x@1 b:z@9 b:y@9", "new:x@9"));

    assertThat(pairs(split.training())).containsExactly("a:x", "a:y", "b:x");
    assertThat(split.test().size()).isEqualTo(2);
    assertThat(split.test().usersLeftOut()).isEqualTo(1);
  }

  @Test
  void an_item_that_the_training_does_not_know_is_no_candidate_and_counts_as_missed() {
    Split split = Split.timeSplit(log("a:x@1 a:y@2 a:v@9", "b:x@1 b:z@9 b:y@9"));

    assertThat(split.test().candidates()).isEqualTo(2);
    assertThat(wanted(split, 0)).containsExactly("v");
    assertThat(wanted(split, 1)).containsExactly("y", "z");
    assertThat(split.test().unreachable()).isEqualTo(2);
  }

  @Test
  void the_next_item_may_be_one_that_the_user_had_where_repeats_are_allowed() {
    InteractionLog log = log("a:x@1 a:y@2 a:x@3", "b:y@5 b:z@1");

    Split split = Split.nextItem(log, Repeats.ALLOWED, 1);

    assertThat(pairs(split.training())).containsExactly("a:x", "a:y", "b:z");
    assertThat(wanted(split, 0)).containsExactly("x");
    assertThat(split.test().repeats()).isEqualTo(Repeats.ALLOWED);
    assertThat(split.validation().test().repeats()).isEqualTo(Repeats.ALLOWED);
    assertThat(pairs(split.validation().training())).containsExactly("a:x", "b:z");
  }

  @Test
  void what_validates_may_be_given_without_being_trained_on() {
    InteractionLog log = log("a:x@1 a:y@2 a:z@3", "b:y@1 b:z@5 b:x@7");

    Split split = Split.nextItem(log, Repeats.LEFT_OUT, 1).withoutValidation();

    assertThat(pairs(split.training())).containsExactly("a:x", "b:y");
    assertThat(given(split, 0)).containsExactly("x", "y");
    assertThat(wanted(split, 0)).containsExactly("z");
    assertThat(split.test().candidates()).isEqualTo(3);
    assertThat(wanted(split.validation(), 0)).containsExactly("y");
  }

  @Test
  void a_given_next_item_is_asked_of_what_was_trained_on_and_validated_by_the_one_before() {
    InteractionLog training = log("a:x@1 a:y@2", "b:y@5 b:z@1 b:x@7");

    Split split = Split.nextItem(training, log("a:z@0", "b:new@0"), Repeats.LEFT_OUT, 1);

    assertThat(split.training()).isSameAs(training);
    assertThat(wanted(split, 0)).containsExactly("z");
    assertThat(split.test().unreachable()).isEqualTo(1);
    assertThat(pairs(split.validation().training())).containsExactly("a:x", "b:z", "b:y");
    assertThat(wanted(split.validation(), 1)).containsExactly("x");
  }

  @Test
  void a_prefix_is_given_in_its_order_and_what_follows_is_to_be_found() {
    InteractionLog sessions = log("s:x@1 s:y@2 s:z@3", "t:z@1 t:x@2");
    List<Prefix> prefixes = List.of(
        new Prefix(List.of("z", "x", "z"), "x"),
        new Prefix(List.of("z"), "new"),
        new Prefix(List.of("new"), "y"));

    Split split = Split.prefixes(sessions, prefixes, 1);

    assertThat(pairs(split.training())).isEqualTo(pairs(sessions));
    assertThat(split.test().size()).isEqualTo(3);
    assertThat(split.test().candidates()).isEqualTo(3);
    assertThat(given(split, 0)).containsExactly("z", "x", "z");
    assertThat(wanted(split, 0)).containsExactly("x");
    assertThat(wanted(split, 1)).containsExactly("new");
    assertThat(split.test().unreachable()).isEqualTo(1);
    assertThat(given(split, 2)).containsExactly("new");
    assertThat(wanted(split, 2)).containsExactly("y");
  }

  @Test
  void every_beginning_of_a_tenth_of_the_sessions_validates_what_the_others_taught() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int session = 0; session < 1000; session++) {
      for (int step = 0; step < 4; step++) {
        log.add("s" + session, "i" + (session + step) % 50, null, Float.NaN, 1000L * step);
      }
    }

    Split validation =
        Split.prefixes(log.build(), List.of(new Prefix(List.of("i1"), "i2")), 1).validation();

    int held = 4000 - validation.training().size();
    assertThat(held / 4).isBetween(70, 130);
    assertThat(validation.test().size()).isEqualTo(held / 4 * 3);
    for (int place = 0; place < validation.test().size(); place++) {
      List<String> given = given(validation, place);
      int last = Integer.parseInt(given.get(given.size() - 1).substring(1));
      assertThat(wanted(validation, place)).containsExactly("i" + (last + 1) % 50);
    }
  }

  private static List<String> given(Split split, int place) {
    ConfidenceRule rule = ConfidenceRule.everyEvent();
    int[] items =
        split.test().query(place, rule, new ProfileBuilder(rule)).history().items();
    return Arrays.stream(items).mapToObj(split.training().items()::id).toList();
  }

  @Test
  void time_cannot_split_what_happened_at_once() {
    assertThatThrownBy(() -> Split.timeSplit(log("a:x@1 a:y@1", "b:x@1")))
        .hasMessageContaining("leave-last-out");
  }

  @Test
  void a_given_test_is_matched_by_ids_and_trains_on_everything() {
    InteractionLog training = log("a:x@1 a:y@1", "b:y@1 b:z@1");
    Split split = Split.givenTest(training, log("b:x@0 b:x@0 b:new@0", "stranger:x@0"), 1);

    assertThat(split.training()).isSameAs(training);
    assertThat(split.test().size()).isEqualTo(1);
    assertThat(wanted(split, 0)).containsExactly("x");
    assertThat(split.test().relevantCount(0)).isEqualTo(2);
    assertThat(split.test().usersLeftOut()).isEqualTo(1);
    assertThat(split.test().candidates()).isEqualTo(3);
  }

  @Test
  void no_validation_part_contains_anything_of_the_test() {
    InteractionLog log = TestData.random(2, 300, 60, 6_000);
    for (Split split :
        List.of(Split.leaveLastOut(log, 4), Split.timeSplit(log), Split.givenTest(log, log, 4))) {
      Split validation = split.validation();
      List<String> parts = new ArrayList<>(pairs(validation.training()));
      assertThat(parts.size()).isLessThan(split.training().size());
      List<String> whole = pairs(split.training());
      parts.forEach(pair -> assertThat(whole.remove(pair)).isTrue());
      for (int place = 0; place < validation.test().size(); place++) {
        assertThat(whole).containsAll(pairsAt(validation, place));
      }
    }
  }

  @Test
  void the_official_validation_tests_other_users_than_the_official_test() {
    Split split = Split.official(TestData.random(2, 400, 60, 6_000), 4);
    List<String> tested = pairs(split.test());

    assertThat(pairs(split.validation().test())).isNotEmpty().doesNotContainAnyElementsOf(tested);
    assertThat(split.validation().training()).isSameAs(split.training());
  }

  @Test
  void a_sample_asks_some_of_the_users_the_same() {
    Split split = Split.leaveLastOut(TestData.random(2, 400, 60, 6_000), 4);
    TestSet sample = split.test().sample(50, 9);

    assertThat(sample.size()).isEqualTo(50);
    assertThat(pairs(split.test())).containsAll(pairs(sample));
    assertThat(pairs(split.test().sample(50, 9))).isEqualTo(pairs(sample));
    assertThat(pairs(split.test().sample(50, 10))).isNotEqualTo(pairs(sample));
  }

  /** Interactions as {@code user:item@time}. */
  private static InteractionLog log(String... lines) {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (String line : lines) {
      for (String interaction : line.split(" ")) {
        String[] parts = interaction.split("[:@]");
        log.add(parts[0], parts[1], null, Float.NaN, Long.parseLong(parts[2]));
      }
    }
    return log.build();
  }

  private static List<String> pairs(InteractionLog log) {
    List<String> pairs = new ArrayList<>();
    for (int user = 0; user < log.users().size(); user++) {
      for (int row = log.start(user); row < log.end(user); row++) {
        pairs.add(log.users().id(user) + ":" + log.items().id(log.item(row)));
      }
    }
    return pairs;
  }

  private static List<String> pairs(TestSet test) {
    List<String> pairs = new ArrayList<>();
    for (int place = 0; place < test.size(); place++) {
      for (int item : test.relevant(place)) {
        pairs.add(test.user(place) + ":" + item);
      }
    }
    return pairs;
  }

  private static List<String> pairsAt(Split split, int place) {
    return wanted(split, place).stream()
        .map(item -> split.training().users().id(split.test().user(place)) + ":" + item)
        .toList();
  }

  private static List<String> wanted(Split split, int place) {
    List<String> items = new ArrayList<>();
    for (int item : split.test().relevant(place)) {
      items.add(split.training().items().id(item));
    }
    return items;
  }
}

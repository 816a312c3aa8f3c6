// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SequencesTest {
  private static final ConfidenceRule RULE = ConfidenceRule.of(
      List.of(new EventWeight("view", null, 1), new EventWeight("return", null, -2)));

  @Test
  void events_of_one_moment_are_one_step_and_items_that_are_not_liked_are_left_out() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    builder.add("u", "a", "view", Float.NaN, 1000);
    builder.add("u", "b", "view", Float.NaN, 2000);
    builder.add("u", "c", "view", Float.NaN, 2000);
    builder.add("u", "b", "return", Float.NaN, 3000);
    builder.add("u", "a", "view", Float.NaN, 4000);
    builder.add("v", "c", "view", Float.NaN, 1000);
    InteractionLog log = builder.build();

    Sequences sequences = sequences(log, 100);

    assertThat(items(log, sequences, 0)).isEqualTo("aca");
    assertThat(Arrays.copyOf(sequences.steps(), 3)).containsExactly(0, 1, 2);
    assertThat(items(log, sequences, 1)).isEqualTo("c");
    assertThat(sequences.count(0)).isEqualTo(2);
    assertThat(sequences.entry(0, 1)).isEqualTo(2);
    assertThat(sequences.count(2)).isEqualTo(2);
    assertThat(sequences.usersOfEntries()).containsExactly(0, 0, 0, 1);
    assertThat(items(log, sequences(log, 2), 0)).isEqualTo("a");
  }

  private static Sequences sequences(InteractionLog log, int length) {
    return Sequences.of(log, InteractionMatrix.of(log, RULE).liked(), length);
  }

  private static String items(InteractionLog log, Sequences sequences, int user) {
    StringBuilder items = new StringBuilder();
    for (int entry = sequences.start(user); entry < sequences.end(user); entry++) {
      items.append(log.items().id(sequences.items()[entry]));
    }
    return items.toString();
  }
}

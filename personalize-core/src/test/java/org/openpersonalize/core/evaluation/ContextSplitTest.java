// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.resource.PersonalizeException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ContextSplitTest {
  private final InteractionLogBuilder interactions = new InteractionLogBuilder(List.of("DEVICE"));

  @Test
  void users_are_asked_in_their_first_later_situation_for_what_they_took_in_it() {
    for (int day = 0; day < 24; day++) {
      take("ann", "abcde".substring(day % 5, day % 5 + 1), day, "phone");
    }
    take("ann", "b", 24, "tv").take("bob", "a", 25, "tv").take("ann", "f", 26, "tv");
    take("bob", "c", 27, "phone").take("bob", "d", 28, "tv").take("eve", "a", 28, null);

    ContextSplit split = ContextSplit.of(interactions.build());

    InteractionLog log = split.training();
    assertThat(log.size()).isEqualTo(24);
    assertThat(split.known().size()).as("ann took b before, and f nobody did").isEqualTo(1);
    assertThat(split.known().relevant(0)).isEmpty();
    assertThat(split.known().relevantCount(0)).isEqualTo(1);
    assertThat(split.strangers().size()).as("of eve no situation is known").isEqualTo(1);
    assertThat(Arrays.stream(split.strangers().relevant(0)).mapToObj(log.items()::id))
        .containsExactly("a", "d");
    ConfidenceRule rule = ConfidenceRule.everyEvent();
    assertThat(split.strangers().query(0, rule, new ProfileBuilder(rule)).context())
        .isEqualTo(Map.of("DEVICE", "tv"));
    assertThat(split.strangers().query(0, rule, new ProfileBuilder(rule)).seen())
        .isEmpty();
  }

  @Test
  void what_happened_at_once_cannot_be_cut() {
    take("ann", "a", 1, "tv").take("bob", "b", 1, "tv");

    InteractionLog log = interactions.build();

    assertThatThrownBy(() -> ContextSplit.of(log))
        .isInstanceOf(PersonalizeException.class)
        .hasMessageContaining("the same TIMESTAMP");
  }

  private ContextSplitTest take(String user, String item, long moment, String device) {
    interactions.add(user, item, null, Float.NaN, 1_000 * moment);
    interactions.addContext(0, device == null ? null : Utf8Slice.of(device));
    return this;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SegmentHoldOutTest {
  /** 200 users with four old items and a new one each, which for the first ten is n; and one who came once. */
  private static InteractionLog log() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 200; user++) {
      for (int n = 0; n < 4; n++) {
        log.add("u" + user, "old" + n, "view", Float.NaN, n);
      }
      log.add("u" + user, user < 10 ? "n" : "m", "view", Float.NaN, 9);
    }
    log.add("once", "n", "view", Float.NaN, 3);
    return log.build();
  }

  @Test
  void of_each_user_the_newest_fifth_is_held_out() {
    SegmentHoldOut holdOut = new SegmentHoldOut(log(), 1);

    assertThat(holdOut.training().size()).isEqualTo(801);
    assertThat(holdOut.future().size()).isEqualTo(200);
    int once = holdOut.training().users().find("once").orElseThrow();
    assertThat(holdOut.training().length(once)).isEqualTo(1);
  }

  @Test
  void hits_are_counted_and_recall_is_their_share_among_the_first_hundredth_of_all_users() {
    InteractionLog log = log();
    SegmentHoldOut holdOut = new SegmentHoldOut(log, 1);
    int n = log.items().find("n").orElseThrow();

    EvaluationReport report = holdOut.report(item -> {
      float[] scores = new float[201];
      if (item == n) {
        scores[log.users().find("u3").orElseThrow()] = 3;
        scores[log.users().find("u7").orElseThrow()] = 2;
        scores[log.users().find("u50").orElseThrow()] = 1;
      } else {
        scores[log.users().find("u3").orElseThrow()] = 3;
        scores[log.users().find("u7").orElseThrow()] = 2;
        scores[log.users().find("u8").orElseThrow()] = 1;
      }
      return scores;
    });

    // 1 % of 201 users are three places. Two of ten are found for n, none of 190 for m.
    assertThat(report.metrics())
        .isEqualTo(
            Map.of("coverage", 0.0199, "hits_at_1_percent", 1.0, "recall_at_1_percent", 0.1));
    assertThat(report.users()).isEqualTo(200);
  }
}

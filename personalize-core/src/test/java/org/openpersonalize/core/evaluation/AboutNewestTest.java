// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.evaluation.HoldOut.Part;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.ScoreArray;

/** Each user takes i0, i1 and so on, one a day; the last is to be found. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AboutNewestTest {
  private static final int ITEMS = 10;
  private static final ConfidenceRule RULE = ConfidenceRule.everyEvent();

  @Test
  void nothing_is_told_of_a_user_but_the_newest_item() {
    TestSet users = new HoldOut(rounds(200, 4), 1).testSet(Part.TEST);

    TestSet asked = users.aboutNewest();

    assertThat(asked.size()).isEqualTo(users.size()).isPositive();
    for (int place = 0; place < asked.size(); place++) {
      Query query = asked.query(place, RULE, new ProfileBuilder(RULE));
      assertThat(query.seen()).isEmpty();
      assertThat(query.history().size()).isZero();
      assertThat(query.item()).isEqualTo(2);
      assertThat(asked.relevant(place)).containsExactly(3);
    }
  }

  @Test
  void the_item_that_is_asked_about_is_no_answer() {
    TestSet asked = new HoldOut(rounds(200, 4), 1).testSet(Part.TEST).aboutNewest();
    RankingMetric hit = new RankingMetric.Precision(1);

    Evaluation evaluation = new Evaluator(asked, RULE, 2)
        .evaluate(new ItselfThenTheNext(), Calibration.NONE, List.of(hit));

    assertThat(evaluation.mean(hit)).isEqualTo(1);
  }

  @Test
  void who_takes_the_same_once_more_is_not_asked() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 200; user++) {
      log.add("u" + user, "i0", "buy", Float.NaN, 0);
      log.add("u" + user, user % 2 == 0 ? "i0" : "i1", "buy", Float.NaN, 1);
    }
    TestSet users = new HoldOut(log.build(), 1).testSet(Part.TEST);

    TestSet asked = users.aboutNewest();

    assertThat(asked.size()).isBetween(1, users.size() - 1);
    assertThat(asked.usersLeftOut()).isEqualTo(users.size() - asked.size());
    for (int place = 0; place < asked.size(); place++) {
      assertThat(asked.relevant(place)).hasSize(1);
    }
    assertThat(asked.sample(1, 7).size()).isOne();
    assertThat(asked.sample(1, 7).query(0, RULE, new ProfileBuilder(RULE)).hasItem())
        .isTrue();
  }

  private static InteractionLog rounds(int users, int length) {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < users; user++) {
      for (int n = 0; n < length; n++) {
        log.add("u" + user, "i" + n, "buy", Float.NaN, 86_400_000L * n);
      }
    }
    for (int item = length; item < ITEMS; item++) {
      log.addItem("i" + item);
    }
    return log.build();
  }

  private record ItselfThenTheNext() implements Model {
    @Override
    public int itemCount() {
      return ITEMS;
    }

    @Override
    public CandidateScorer scorer(Query query) {
      float[] scores = new float[ITEMS];
      scores[query.item()] = 2;
      scores[query.item() + 1] = 1;
      return new ScoreArray(scores);
    }

    @Override
    public long sizeInBytes() {
      return 0;
    }
  }
}

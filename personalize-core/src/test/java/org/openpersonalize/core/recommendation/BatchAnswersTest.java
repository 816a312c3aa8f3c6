// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.Exploration;
import org.openpersonalize.core.ranking.Promotion;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;

/** The users of Online Retail are answered together by a factorization as each would be alone. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BatchAnswersTest {
  private static final double ROUNDING = 2e-6; // of a probability

  private static final InteractionLog LOG = TestData.onlineRetail();
  private static final RecommendationModel MODEL = StoredModelTest.trained(
      AlsParameters.DEFAULT.withRank(24).withSweeps(4),
      new TrainingData(LOG, ConfidenceRule.everyEvent(), 1, 2),
      new Calibration(-0.3, 0.05));

  @Test
  void every_user_has_the_same_items_in_the_same_order() {
    requireSame(everybody(), Wish.best(25));
  }

  @Test
  void filters_promotions_and_explored_items_are_the_same_as_well() {
    Wish filtered = Wish.best(10).filtered(item -> item % 97 == 0);
    int[] tried = IntStream.range(0, 40).map(n -> 3 * n).toArray();

    requireSame(some(), filtered);
    requireSame(some(), filtered.promoting(new Promotion("p", item -> item % 5 == 0, 30), 7));
    requireSame(some(), Wish.best(10).exploring(new Exploration(tried, 0.3, place -> -place), 7));
  }

  @Test
  void the_whole_catalogue_is_in_the_same_order_ties_included() {
    requireSame(some().subList(0, 30), Wish.all());
  }

  @Test
  void strangers_among_them_get_what_is_popular() {
    List<Question> questions = new ArrayList<>(some().subList(0, 3));
    questions.add(1, Question.of(List.of(), Events.NOW));

    requireSame(questions, Wish.best(5));
  }

  private static void requireSame(List<Question> questions, Wish wish) {
    List<Recommendations> together =
        MODEL.answers(questions, Collections.nCopies(questions.size(), wish));

    assertThat(together).hasSameSizeAs(questions);
    for (int n = 0; n < together.size(); n++) {
      Recommendations alone = MODEL.answer(questions.get(n), wish);
      assertThat(together.get(n).itemIds()).isEqualTo(alone.itemIds());
      for (int rank = 0; rank < alone.items().size(); rank++) {
        Recommendations.Item one = together.get(n).items().get(rank);
        Recommendations.Item other = alone.items().get(rank);
        assertThat(one.slot()).isEqualTo(other.slot());
        assertThat(one.score()).isCloseTo(other.score(), within(ROUNDING * other.score()));
      }
    }
  }

  private static List<Question> everybody() {
    return IntStream.range(0, LOG.users().size())
        .mapToObj(user -> Question.of(Events.of(LOG, user), Events.NOW))
        .toList();
  }

  private static List<Question> some() {
    return everybody().subList(1_000, 1_150);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.CoarseScores;
import org.openpersonalize.core.ranking.Promotion;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Ranker;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** On the factors of 3,665 gifts, as 396,337 purchases have them. */
@TestInstance(Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class CoarseFactorsTest {
  private static final int RANK = 40;

  private final InteractionLog log = TestData.onlineRetail();
  private final ConfidenceRule rule = ConfidenceRule.everyEvent();
  private FactorModel model = FactorModel.of(
      new FactorMatrix(1, 1), new FactorMatrix(1, 1), AlsParameters.DEFAULT.objective());
  private ItemFactorBlocks exact = new ItemFactorBlocks(new FactorMatrix(1, 1), Kernels.best());
  private ItemFactorBlocks coarse = exact;

  @BeforeAll
  void train() {
    model = ImplicitAlsTrainerTest.trainer(RANK, 4, RowSolver.Method.CONJUGATE_GRADIENT)
        .train(new TrainingData(log, rule, 1, 2), TrainingProgress.NONE);
    exact = new ItemFactorBlocks(model.itemFactors(), Kernels.best());
    coarse = exact.withCoarse();
  }

  @Test
  void a_coarse_score_is_no_farther_from_the_true_one_than_it_says() {
    for (int user = 0; user < log.users().size(); user += 50) {
      CandidateScorer scorer = coarse.scorer(vector(user));
      CoarseScores guesses = scorer.coarse().orElseThrow();
      float[] guess = new float[CandidateScorer.BLOCK];
      float[] error = new float[CandidateScorer.BLOCK];
      for (int item = 0; item < exact.rows(); item++) {
        int place = item % CandidateScorer.BLOCK;
        if (place == 0) {
          float greatest = guesses.scoreBlock(item / CandidateScorer.BLOCK, guess, error);
          assertThat(greatest).isEqualTo(Kernels.best().greatest(error, 0, error.length));
        }
        assertThat(Math.abs((double) scorer.score(item) - guess[place]))
            .isLessThanOrEqualTo(error[place]);
      }
    }
  }

  @Test
  void everybody_has_the_same_list_whether_it_was_screened_or_not() {
    Ranker ranker = new Ranker(new Calibration(-0.2, 0.05));
    for (int user = 0; user < log.users().size(); user += 7) {
      int third = user % 3;
      for (Wish wish : new Wish[] {
        Wish.best(25),
        Wish.best(5).filtered(item -> item % 3 == third),
        Wish.best(20).filtered(item -> item % 50 == third),
        Wish.best(10).promoting(new Promotion("third", item -> item % 3 == third, 30), user)
      }) {
        Query query = query(user);
        float[] x = model.foldIn().userVector(query.profile());

        Ranker.Ranked all = ranker.answer(exact.scorer(x), query, wish);
        Ranker.Ranked screened = ranker.answer(coarse.scorer(x), query, wish);

        assertThat(screened.items()).isEqualTo(all.items());
        assertThat(screened.scores()).isEqualTo(all.scores());
        assertThat(screened.slots()).isEqualTo(all.slots());
        for (int rank = 0; rank < all.size(); rank++) {
          assertThat(screened.probabilities()[rank])
              .isCloseTo(all.probabilities()[rank], withinPercentage(2));
        }
      }
    }
  }

  @Test
  void items_behind_the_learned_ones_are_screened_as_well() {
    FactorMatrix others = new FactorMatrix(3000, RANK);
    SplittableRandom random = new SplittableRandom(5);
    for (int item = 0; item < others.rows(); item++) {
      exact.copyRow(random.nextInt(exact.rows()), others.values(), item * RANK);
      for (int k = 0; k < RANK; k++) {
        others.values()[item * RANK + k] *= (float) random.nextDouble(0.5, 2);
      }
    }
    ItemFactorBlocks longer = coarse.followedBy(others);

    for (int user = 0; user < log.users().size(); user += 100) {
      Query query = query(user);
      float[] x = model.foldIn().userVector(query.profile());
      assertThat(longer.scorer(x).coarse()).isPresent();
      int[] best =
          Ranker.BY_SCORE.answer(longer.scorer(x), query, Wish.best(25)).items();

      assertThat(best)
          .isEqualTo(Ranker.BY_SCORE
              .answer(exact.followedBy(others).scorer(x), query, Wish.best(25))
              .items());
      assertThat(Arrays.stream(best)).anyMatch(item -> item >= exact.rows());
    }
  }

  @Test
  void large_catalogues_are_coarse_and_small_ones_are_not() {
    assertThat(exact.scorer(new float[RANK]).coarse()).isEmpty();
    ItemFactorBlocks large = new ItemFactorBlocks(new FactorMatrix(100_000, 4), Kernels.best());

    assertThat(large.scorer(new float[4]).coarse().isPresent())
        .isEqualTo(Kernels.best().multipliesBytes());
  }

  private Query query(int user) {
    return Query.of(new ProfileBuilder(rule)
        .addAll(log, rule, log.start(user), log.end(user))
        .build());
  }

  private float[] vector(int user) {
    return model.foldIn().userVector(query(user).profile());
  }
}

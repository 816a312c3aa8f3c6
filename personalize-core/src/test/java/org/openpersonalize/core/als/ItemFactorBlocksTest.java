// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.ranking.CandidateScorer;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ItemFactorBlocksTest {
  @ParameterizedTest
  @CsvSource({"1,1", "5,3", "1024,8", "1025,7", "3000,64"})
  void blocks_hold_the_same_factors_and_score_like_dot_products(int items, int rank) {
    SplittableRandom random = new SplittableRandom(items);
    FactorMatrix factors = new FactorMatrix(items, rank);
    for (int value = 0; value < factors.values().length; value++) {
      factors.values()[value] = (float) random.nextGaussian();
    }
    float[] x = new float[rank];
    for (int k = 0; k < rank; k++) {
      x[k] = (float) random.nextGaussian();
    }

    ItemFactorBlocks blocks = new ItemFactorBlocks(factors, Kernels.best());
    CandidateScorer scorer = blocks.scorer(x);

    float[] scores = new float[CandidateScorer.BLOCK];
    float[] row = new float[rank];
    for (int item = 0; item < items; item++) {
      if (item % CandidateScorer.BLOCK == 0) {
        scorer.scoreBlock(item / CandidateScorer.BLOCK, scores);
      }
      blocks.copyRow(item, row, 0);
      double dot = 0;
      for (int k = 0; k < rank; k++) {
        assertThat(row[k]).isEqualTo(factors.values()[item * rank + k]);
        dot += (double) row[k] * x[k];
      }
      float score = scores[item % CandidateScorer.BLOCK];
      assertThat((double) score).isCloseTo(dot, within(1e-4));
      assertThat(scorer.score(item)).isEqualTo(score);
    }
  }
}

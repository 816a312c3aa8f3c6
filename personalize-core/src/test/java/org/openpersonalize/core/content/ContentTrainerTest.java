// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ContentTrainerTest {
  private static final int ITEMS = 300;
  private static final int RANK = 4;

  private final SplittableRandom random = new SplittableRandom(1);
  private final ItemRecords items = items();
  private final int[] users = users();

  @Test
  void an_item_nobody_took_stands_where_items_of_its_genre_do() {
    FactorMatrix factors = factorsByGenre(0.1);
    factors.setRow(0, new float[RANK], 0);
    users[0] = 0;

    ContentVectors vectors = trained(factors);

    FactorMatrix placed = vectors.placing(new int[] {0}, items, factors);
    for (int k = 0; k < RANK; k++) {
      assertThat((double) placed.values()[k]).isCloseTo(genreFactor(0, k), within(0.1));
    }
    assertThat(vectors.fit().leaveItemsOutError()).isBetween(0.0, 0.1);
    assertThat(vectors.fit().items()).isEqualTo(ITEMS - 1);
    assertThat(vectors.fit().features()).isEqualTo(1 + RANK);
  }

  @Test
  void where_records_say_nothing_the_error_is_that_of_the_mean_and_the_strongest_ridge_is_taken() {
    FactorMatrix factors = new FactorMatrix(ITEMS, RANK);
    for (int n = 0; n < factors.values().length; n++) {
      factors.values()[n] = (float) random.nextGaussian();
    }

    ContentVectors.Fit fit = trained(factors).fit();

    assertThat(fit.leaveItemsOutError()).isCloseTo(1, within(0.05));
    assertThat(fit.regularization()).isGreaterThanOrEqualTo(100);
  }

  @Test
  void items_that_few_took_and_items_without_a_record_teach_nothing() {
    FactorMatrix factors = factorsByGenre(0);
    for (int item = 0; item < 100; item++) {
      factors.values()[item * RANK] = 1000;
      if (item < 50) {
        users[item] = 4;
      } else {
        items.rows()[item] = -1;
      }
    }

    ContentVectors vectors = trained(factors);

    assertThat(vectors.fit().items()).isEqualTo(ITEMS - 100);
    assertThat(vectors.of(items).values()[200 * RANK]).isBetween(-2.0f, 2.0f);
    assertThat(Arrays.copyOfRange(vectors.of(items).values(), 50 * RANK, 51 * RANK))
        .containsOnly(0);
  }

  @Test
  void nothing_is_learned_from_a_handful_of_items() {
    Arrays.fill(users, 19, ITEMS, 0);

    assertThat(
            new ContentTrainer(1, 1).train(items, factorsByGenre(0), users, TrainingProgress.NONE))
        .isEmpty();
  }

  @Test
  void the_same_seed_gives_the_same_vectors_whatever_the_number_of_threads() {
    FactorMatrix factors = factorsByGenre(0.5);

    float[] one = trained(factors).of(items).values();
    float[] three = new ContentTrainer(1, 3)
        .train(items, factors, users, TrainingProgress.NONE)
        .orElseThrow()
        .of(items)
        .values();

    assertThat(three).isEqualTo(one);
  }

  private ContentVectors trained(FactorMatrix factors) {
    return new ContentTrainer(1, 1)
        .train(items, factors, users, TrainingProgress.NONE)
        .orElseThrow();
  }

  private static ItemRecords items() {
    Shelf shelf = new Shelf();
    for (int item = 0; item < ITEMS; item++) {
      shelf.put("{\"GENRES\": \"g%d\"}".formatted(item % RANK));
    }
    return shelf.records();
  }

  private int[] users() {
    int[] counts = new int[ITEMS];
    Arrays.setAll(counts, item -> 5 + random.nextInt(100));
    return counts;
  }

  /** Items of the same genre stand at the same place, but for noise. */
  private FactorMatrix factorsByGenre(double deviation) {
    FactorMatrix factors = new FactorMatrix(ITEMS, RANK);
    for (int item = 0; item < ITEMS; item++) {
      for (int k = 0; k < RANK; k++) {
        factors.values()[item * RANK + k] =
            (float) (genreFactor(item % RANK, k) + deviation * random.nextGaussian());
      }
    }
    return factors;
  }

  private static double genreFactor(int genre, int k) {
    return genre == k ? 1 : -0.5;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

import java.util.Arrays;
import java.util.Map;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.recommendation.NewItems;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.store.interaction.ExposureTable.Exposure;

/** Numbers new items behind those of a model, and notes which of all may be explored. */
final class NewItemCollector {
  /** What comes behind these is known after the next training. */
  static final int MOST_NEW_ITEMS = 50_000;

  /** The newest of them, so that drawing among them takes no longer than answering. */
  private static final int MOST_CANDIDATES = 10_000;

  private final RecommendationModel model;
  private final int known;
  private final int rank;
  private final IdIndex.Builder ids = new IdIndex.Builder();
  private float[] vectors = new float[0];
  private int[] candidates = new int[16];
  private int candidateCount;

  NewItemCollector(RecommendationModel model) {
    this.model = model;
    this.known = model.items().size();
    this.rank = model.vectorLength();
  }

  /** An item of the model that may be explored. */
  void addKnown(int item) {
    addCandidate(item);
  }

  /**
   * An item that the model does not know; there must be no other of this id.
   *
   * @param isYoung may it be explored?
   * @param places the row of which is its vector
   */
  void add(String id, boolean isYoung, FactorMatrix places, int row) {
    if (ids.size() < MOST_NEW_ITEMS) {
      int item = ids.add(id);
      if (vectors.length < (item + 1) * rank) {
        vectors = Arrays.copyOf(vectors, 2 * (item + 1) * rank);
      }
      places.copyRow(row, vectors, item * rank);
      if (isYoung) {
        addCandidate(known + item);
      }
    }
  }

  /** One of which nothing is known but that something happened with it. */
  void add(String id) {
    add(id, true, new FactorMatrix(1, rank), 0);
  }

  private void addCandidate(int item) {
    if (candidateCount == candidates.length) {
      candidates = Arrays.copyOf(candidates, 2 * candidateCount);
    }
    candidates[candidateCount++] = item;
  }

  /** The model with the new items behind its own; the same if there are none. */
  RecommendationModel model() {
    int count = ids.size();
    return count == 0
        ? model
        : model.followedBy(new NewItems(
            ids.build(), new FactorMatrix(count, rank, Arrays.copyOf(vectors, count * rank))));
  }

  /** @param current {@link #model} */
  Candidates candidates(RecommendationModel current, Map<String, Exposure> exposures) {
    int[] newest = Arrays.copyOfRange(
        candidates, Math.max(0, candidateCount - MOST_CANDIDATES), candidateCount);
    return Candidates.of(
        newest, Arrays.stream(newest).mapToObj(current.items()::id).toList(), exposures);
  }
}

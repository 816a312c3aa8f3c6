// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.IdIndex;

/**
 * Items that came after a model was trained.
 *
 * @param ids none of which the model knows
 * @param vectors where they {@linkplain RecommendationModel#place belong}, in their order
 */
public record NewItems(IdIndex ids, FactorMatrix vectors) {
  public NewItems {
    if (ids.size() != vectors.rows()) {
      throw new IllegalArgumentException(
          "%d items with %d vectors".formatted(ids.size(), vectors.rows()));
    }
  }

  /** Is anything known of where an item belongs? */
  boolean isPlaced(int item) {
    int rank = vectors.rank();
    for (int k = 0; k < rank; k++) {
      if (vectors.values()[item * rank + k] != 0) {
        return true;
      }
    }
    return false;
  }
}

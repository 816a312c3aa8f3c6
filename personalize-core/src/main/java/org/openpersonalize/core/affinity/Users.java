// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.affinity;

import org.openpersonalize.core.als.ItemFactorBlocks;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.FactorRows;
import org.openpersonalize.core.matrix.IdIndex;

/** Everything that is known of the users but what they took: 4 K + 8 bytes a user beside the id. */
final class Users {
  private final IdIndex ids;
  private final ItemFactorBlocks vectors;
  private final int[] events;
  private final float[] daysSinceNewest;

  /**
   * @param vectors [U, K]
   * @param events how many each user has, [U]
   * @param daysSinceNewest from each user's newest event to the newest of all, [U]
   */
  Users(IdIndex ids, FactorRows vectors, int[] events, float[] daysSinceNewest) {
    this.ids = ids;
    this.vectors = new ItemFactorBlocks(vectors, Kernels.best());
    this.events = events;
    this.daysSinceNewest = daysSinceNewest;
  }

  static long bytesPerUser(int rank) {
    return 4L * rank + 8;
  }

  IdIndex ids() {
    return ids;
  }

  int size() {
    return events.length;
  }

  int[] events() {
    return events;
  }

  float[] daysSinceNewest() {
    return daysSinceNewest;
  }

  /** x·y of every user, [U]. */
  float[] products(float[] y) {
    float[] products = new float[size()];
    vectors.scorer(y).scoreAll(products);
    return products;
  }

  FactorMatrix copyOfVectors() {
    FactorMatrix copy = new FactorMatrix(size(), vectors.rank());
    for (int user = 0; user < size(); user++) {
      vectors.copyRow(user, copy.values(), user * vectors.rank());
    }
    return copy;
  }

  long sizeInBytes() {
    return ids.sizeInBytes() + vectors.sizeInBytes() + 8L * size();
  }
}

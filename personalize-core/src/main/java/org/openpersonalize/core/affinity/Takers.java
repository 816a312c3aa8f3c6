// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.affinity;

import java.util.Arrays;
import org.openpersonalize.core.matrix.InteractionMatrix;

/**
 * Who took each item: 4 bytes for each pair.
 *
 * @param starts [I + 1], where the users of each item begin
 * @param users of the items, in ascending order for each
 */
record Takers(int[] starts, int[] users) {
  static Takers of(InteractionMatrix itemsByUsers) {
    int[] starts = new int[itemsByUsers.rows() + 1];
    for (int item = 0; item < itemsByUsers.rows(); item++) {
      starts[item + 1] = itemsByUsers.end(item);
    }
    return new Takers(starts, itemsByUsers.columnIndices());
  }

  int count(int item) {
    return starts[item + 1] - starts[item];
  }

  boolean has(int item, int user) {
    return Arrays.binarySearch(users, starts[item], starts[item + 1], user) >= 0;
  }

  long sizeInBytes() {
    return 4L * (starts.length + users.length);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.util.Objects;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.store.copy.Copies;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How often the items of a dataset were taken, whoever took them and in whatever way. */
@Component
public class TakenItems {
  private final Copies copies;

  public TakenItems(Copies copies) {
    this.copies = copies;
  }

  /** Takes what was counted. It must not ask the database anything, whose connection is busy meanwhile. */
  @FunctionalInterface
  public interface Visitor {
    /** @param itemId good for the call only */
    void taken(Utf8Slice itemId, long times);
  }

  /** Counts anew, which takes a second for some million interactions; each item comes once, in no order. */
  @Transactional(readOnly = true)
  public void count(int datasetId, Visitor visitor) {
    copies.out("""
        SELECT item_id, count(*) FROM (
          SELECT item_id FROM interaction
          WHERE import_id = ANY (ARRAY(
            SELECT import_id FROM interaction_import WHERE dataset_id = %1$d AND visible))
          UNION ALL
          SELECT item_id FROM interaction_event WHERE dataset_id = %1$d AND item_id IS NOT NULL) every
        GROUP BY item_id
        """.formatted(datasetId), reader -> {
      while (reader.nextRow()) {
        visitor.taken(Objects.requireNonNull(reader.slice()), reader.bigint());
      }
    });
  }
}

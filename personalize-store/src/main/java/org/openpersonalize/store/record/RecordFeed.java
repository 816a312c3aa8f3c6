// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.record;

import java.util.Collection;
import java.util.List;
import org.openpersonalize.store.change.TableTail;
import org.openpersonalize.store.record.RecordTable.PutRecord;
import org.springframework.stereotype.Component;

/**
 * Tells which records were put individually. What an import replaced and what went with its dataset is told by {@link
 * org.openpersonalize.store.change.ChangeFeed}, which names the dataset.
 */
@Component
public class RecordFeed extends TableTail<PutRecord> {
  private final RecordTable table;

  public RecordFeed(RecordTable table) {
    super("record-feed");
    this.table = table;
  }

  @Override
  protected long end() {
    return table.end();
  }

  @Override
  protected List<Arrival<PutRecord>> among(Collection<Numbers> numbers) {
    return table.among(numbers);
  }
}

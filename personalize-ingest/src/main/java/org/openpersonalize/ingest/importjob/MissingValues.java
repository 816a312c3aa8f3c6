// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import java.util.function.Consumer;
import org.openpersonalize.core.schema.RecordSource;

/** Counts, per column, the records that have no value, or one that does not fit. */
final class MissingValues implements Consumer<RecordSource> {
  private final long[] missing;

  MissingValues(int columns) {
    this.missing = new long[columns];
  }

  @Override
  public void accept(RecordSource record) {
    for (int column = 0; column < missing.length; column++) {
      if (!record.isPresent(column)) {
        missing[column]++;
      }
    }
  }

  long of(int column) {
    return missing[column];
  }
}

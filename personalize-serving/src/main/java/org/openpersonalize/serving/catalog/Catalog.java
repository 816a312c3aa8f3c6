// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.LiveRecords;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.record.RecordTable.PutRecord;

/**
 * The records of one dataset.
 *
 * <p>What is put while they are read is remembered and put once more, for the rows that are read may be from before it.
 */
final class Catalog {
  private final RecordTable table;
  private final int dataset;
  private final DatasetSchema schema;
  private @Nullable List<PutRecord> putMeanwhile;
  private long imports;
  private volatile @Nullable LiveRecords records;

  Catalog(RecordTable table, int dataset, DatasetSchema schema) {
    this.table = table;
    this.dataset = dataset;
    this.schema = schema;
  }

  /** The dataset's number. */
  int dataset() {
    return dataset;
  }

  /** How many imports of the dataset it has taken in. */
  long imports() {
    return imports;
  }

  /** The records as they are, which must have been {@linkplain #read read}. */
  RecordColumns now() {
    return Objects.requireNonNull(records).now();
  }

  /** Reads all records anew; one thread at a time. If they cannot be read, nothing has changed. */
  void read() {
    remember(new ArrayList<>());
    try {
      long importsNow = table.imports(dataset).orElse(0);
      RecordColumnsBuilder builder = new RecordColumnsBuilder(schema);
      table.stream(dataset, builder::add);
      replace(new LiveRecords(builder.build()));
      imports = importsNow;
    } finally {
      remember(null);
    }
  }

  private synchronized void remember(@Nullable List<PutRecord> puts) {
    putMeanwhile = puts;
  }

  private synchronized void replace(LiveRecords fresh) {
    for (PutRecord put : Objects.requireNonNull(putMeanwhile)) {
      put(fresh, put);
    }
    records = fresh;
  }

  synchronized void put(PutRecord put) {
    if (putMeanwhile != null) {
      putMeanwhile.add(put);
    }
    if (records != null) {
      put(records, put);
    }
  }

  private static void put(LiveRecords records, PutRecord put) {
    records.put(put.record().recordId(), put.record().properties(), put.arrival());
  }
}

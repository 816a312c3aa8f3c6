// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.RecordSource;
import org.openpersonalize.store.copy.Loaded;
import org.openpersonalize.store.record.RecordLoader;

/** Items, users or actions. */
final class RecordDestination implements Destination {
  private final RecordLoader loader;
  private final int id;
  private final int[] properties;

  RecordDestination(DatasetSchema schema, RecordLoader loader) {
    Columns columns = new Columns(schema);
    this.loader = loader;
    this.id = columns.of(schema.type().idColumn());
    this.properties = columns.except(id);
  }

  @Override
  public void add(RecordSource record) {
    String json = record.json(properties);
    loader.add(Columns.id(record, id), json == null ? "{}" : json);
  }

  @Override
  public Loaded finish() {
    return loader.finish();
  }

  @Override
  public void close() {
    loader.close();
  }
}

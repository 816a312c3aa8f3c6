// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import org.openpersonalize.core.schema.RecordSource;
import org.openpersonalize.store.copy.Loaded;

/** Where the records of an import go, column by column. Closed before it has finished, it leaves nothing behind. */
interface Destination extends AutoCloseable {
  /** Adds the record on which the source stands. */
  void add(RecordSource record);

  Loaded finish();

  @Override
  void close();
}

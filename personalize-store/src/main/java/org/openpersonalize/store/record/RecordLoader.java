// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.record;

import java.util.function.Supplier;
import org.openpersonalize.store.copy.CopyWriter;
import org.openpersonalize.store.copy.Loaded;

/**
 * Takes one import's records, of several with one id the last; see {@link RecordTable#begin}. Whoever closes it before
 * {@link #finish} must roll back.
 */
public final class RecordLoader implements AutoCloseable {
  private final CopyWriter writer;
  private final Supplier<Loaded> ending;
  private int line;

  /** @param ending what is done with the records once all are written */
  RecordLoader(CopyWriter writer, Supplier<Loaded> ending) {
    this.writer = writer;
    this.ending = ending;
  }

  /** @param properties a JSON object keyed by the schema's column names */
  public void add(String recordId, String properties) {
    writer.startRow();
    writer.integer(line++);
    writer.text(recordId);
    writer.json(properties);
  }

  /** Ends what the loader was begun for, and answers what it brings. */
  public Loaded finish() {
    writer.finish();
    return ending.get();
  }

  @Override
  public void close() {
    writer.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

/**
 * A table of records that takes new ones while others read it.
 *
 * <p>A reader takes {@link #now} and keeps that state for as long as its question takes; nobody waits for anybody. A put makes
 * a new state that shares all but a piece of each column with the one before, which takes some microseconds however many
 * records there are; once in a while, when there are an eighth more texts than there were, it also numbers them anew.
 */
public final class LiveRecords {
  private volatile RecordColumns now;

  public LiveRecords(RecordColumns first) {
    this.now = first;
  }

  /** The table with everything that was put so far. */
  public RecordColumns now() {
    return now;
  }

  /**
   * Puts a record in the place of what there is under its id.
   *
   * @param properties a JSON object keyed by the schema's column names; what the schema does not have is passed over
   * @param version if the record there has a greater one, it stays: puts may be told of in any order
   */
  public synchronized void put(String id, String properties, long version) {
    now = now.with(id, properties, version).compact();
  }
}

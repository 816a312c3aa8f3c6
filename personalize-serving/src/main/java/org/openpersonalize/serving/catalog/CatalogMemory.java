// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.catalog;

import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The memory that the catalogues of a node may take together. It is asked for before it is taken, so that what does not fit is
 * refused, and nobody runs out of heap.
 */
@Component
public final class CatalogMemory {
  private final long limit;
  private long taken;

  CatalogMemory(CatalogSettings settings) {
    this.limit = settings.bytes();
  }

  /** How much there is, in bytes. */
  public long limit() {
    return limit;
  }

  /** How much is taken, in bytes. */
  public synchronized long taken() {
    return taken;
  }

  /** How much is left, in bytes. */
  long left() {
    return limit - taken();
  }

  /** What one table has of it, nothing at first. */
  Share share() {
    return new Share();
  }

  /** A table's share. */
  final class Share {
    private long bytes;

    /** Takes or gives back until it is this large; false, and nothing has changed, if there is not enough left. */
    boolean resize(long wanted) {
      synchronized (CatalogMemory.this) {
        if (taken - bytes + wanted > limit && wanted > bytes) {
          return false;
        }
        taken += wanted - bytes;
        bytes = wanted;
        return true;
      }
    }

    /** Gives all of it back. */
    void close() {
      resize(0);
    }
  }

  /** Says that something does not fit, and what to do. */
  String refusal(String what, long needed) {
    return "%s would take %s of memory, and of the %s that catalogues may take %s are left. Set personalize.catalog.memory to %s or more and give the process a heap (-Xmx) four times as large, or leave columns out of the schema."
        .formatted(
            what,
            megabytes(needed),
            megabytes(limit),
            megabytes(left()),
            megabytes(taken() + needed));
  }

  /** Rounded up, as the setting spells it. */
  private static String megabytes(long bytes) {
    long megabyte = DataSize.ofMegabytes(1).toBytes();
    return (bytes + megabyte - 1) / megabyte + "MB";
  }
}

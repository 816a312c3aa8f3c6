// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.memory;

/**
 * Has a collector that works beside the service look through a heap that has become much larger than what was left in it, so that what is
 * not needed is given back. Under load G1 does that for itself only when its heap is nearly half full, and it lets the heap
 * grow to many times what is used where threads wait for a core, since pauses seem long then.
 */
final class HeapKeeper {
  /** Nobody minds so much. */
  static final long SMALL = 256L << 20;

  private final Heap heap;
  private long left; // bytes, behind the last collection

  HeapKeeper(Heap heap) {
    this.heap = heap;
  }

  /** A heap that can be looked through while the program goes on. */
  interface Heap {
    /** Bytes taken of the machine. */
    long committed();

    /** Bytes of objects, those that nobody refers to any more included. */
    long used();

    /** Returns when it was looked through, and what is free beyond some room has been given back. */
    void collect();
  }

  /** Called now and then. */
  void look() {
    long committed = heap.committed();
    if (committed > SMALL && committed > left + left / 2) {
      heap.collect();
      left = heap.used();
    }
  }
}

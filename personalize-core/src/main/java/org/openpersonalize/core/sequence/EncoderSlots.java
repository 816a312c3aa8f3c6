// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Arrays;

/** The distinct numbers of a batch, each with the places at which it stands. Used again for each batch; not thread-safe. */
final class EncoderSlots {
  private final int[] slotOf; // [numbers], −1 if it is not among these
  private int[] numbers = new int[1024]; // [slots]
  private int[] slots = new int[1024]; // [places]
  private int[] starts = new int[0]; // [slots + 1]
  private int[] places = new int[0]; // [places], slot after slot
  private int size;
  private int count;

  /** @param numbers how many numbers there are */
  EncoderSlots(int numbers) {
    this.slotOf = new int[numbers];
    Arrays.fill(slotOf, -1);
  }

  void clear() {
    for (int slot = 0; slot < size; slot++) {
      slotOf[numbers[slot]] = -1;
    }
    size = 0;
    count = 0;
  }

  /** Puts a number at the next place, and answers its slot. */
  int add(int number) {
    int slot = slotOf[number];
    if (slot < 0) {
      slot = size;
      numbers = size == numbers.length ? Arrays.copyOf(numbers, 2 * size) : numbers;
      slotOf[number] = slot;
      numbers[size++] = number;
    }
    slots = count == slots.length ? Arrays.copyOf(slots, 2 * count) : slots;
    slots[count++] = slot;
    return slot;
  }

  /** Finds the places of each slot, after the last was added. */
  void group() {
    starts = starts.length > size ? starts : new int[2 * size + 1];
    places = places.length >= count ? places : new int[2 * count];
    Arrays.fill(starts, 0, size + 1, 0);
    for (int place = 0; place < count; place++) {
      starts[slots[place]]++;
    }
    int before = 0;
    for (int slot = 0; slot < size; slot++) {
      before += starts[slot];
      starts[slot] = before; // its end, from which its places go down to its start
    }
    starts[size] = before;
    for (int place = count - 1; place >= 0; place--) {
      places[--starts[slots[place]]] = place;
    }
  }

  /** How many distinct numbers there are. */
  int size() {
    return size;
  }

  /** The number of a slot. */
  int number(int slot) {
    return numbers[slot];
  }

  /** Where the places of a slot begin; they end where those of the next one begin. */
  int start(int slot) {
    return starts[slot];
  }

  /** A place, ascending for each slot. */
  int place(int n) {
    return places[n];
  }
}

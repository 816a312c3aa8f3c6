// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.Utf8Slice;

/**
 * Texts ⇄ numbers, numbered in the order they were first added; an {@link IdIndex} and beside it what was added since it was
 * made.
 *
 * <p>It only grows, so that the states of a table can share it: each knows how many of its numbers are its own. One thread
 * at a time may add; anybody may read meanwhile, without a lock. A new one is being filled and cannot be read before it is
 * {@linkplain #compact made compact}.
 */
final class Dictionary {
  /** More than this beside the index, and an eighth of it, are put into an index with it. */
  private static final int FEW = 1 << 10;

  /** What a short text beside the index takes: two strings, a number and their place in the map. */
  static final long BYTES_BESIDE = 100;

  private final IdIndex.@Nullable Builder filling;
  private final IdIndex index;
  private final Map<String, Integer> later = new ConcurrentHashMap<>();
  private volatile String[] texts = new String[16];
  private int size;

  Dictionary() {
    this.filling = new IdIndex.Builder();
    this.index = new IdIndex.Builder().build();
  }

  private Dictionary(IdIndex index) {
    this.filling = null;
    this.index = index;
    this.size = index.size();
  }

  /** The number of this text; empty if it was never added. */
  OptionalInt find(String text) {
    OptionalInt known = index.find(text);
    if (known.isPresent() || later.isEmpty()) {
      return known;
    }
    Integer number = later.get(text);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  String text(int number) {
    return number < index.size() ? index.id(number) : texts[number - index.size()];
  }

  /** How many there are; for who may add. */
  int size() {
    return filling != null ? filling.size() : size;
  }

  /** The number of this text, a new one if it was not seen before. */
  int add(String text) {
    if (filling != null) {
      return filling.add(text);
    }
    OptionalInt known = find(text);
    if (known.isPresent()) {
      return known.getAsInt();
    }
    int at = size - index.size();
    String[] grown = at < texts.length ? texts : Arrays.copyOf(texts, 2 * texts.length);
    grown[at] = text;
    texts = grown;
    later.put(text, size);
    return size++;
  }

  /** As {@link #add(String)}, while it is being filled. */
  int add(Utf8Slice text) {
    return Objects.requireNonNull(filling).add(text);
  }

  /** The same with all texts in one index, if too many stand beside it. */
  Dictionary compact() {
    if (filling != null) {
      return new Dictionary(filling.build());
    }
    int beside = size - index.size();
    if (beside <= FEW || beside <= index.size() / 8) {
      return this;
    }
    IdIndex.Builder all = new IdIndex.Builder();
    for (int number = 0; number < size; number++) {
      all.add(text(number));
    }
    return new Dictionary(all.build());
  }

  /** Bytes held in memory, about; while it is being filled, with those of the index that it is to become. */
  long sizeInBytes() {
    return (filling != null ? 2 * filling.sizeInBytes() : index.sizeInBytes())
        + BYTES_BESIDE * later.size();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * External string ids ⇄ dense ints {@code 0..size-1}, numbered in the order they were first added; immutable.
 *
 * <p>The ids stand one behind the other as UTF-8 in a single array, found through an open-addressing table: 12 to 20
 * bytes an id beside its text, where a {@code HashMap<String, Integer>} takes about 120. The texts of one index hold at
 * most 2 GiB.
 */
public final class IdIndex {
  private final int size;
  private final byte[] text;
  private final int[] starts; // [size + 1], where each id begins in text
  private final int[] table; // index + 1, 0 where free; a power of two long, at most half full

  private final @Nullable IdIndex first;
  private final @Nullable IdIndex behind;

  private IdIndex(int size, byte[] text, int[] starts, int[] table) {
    this.size = size;
    this.text = text;
    this.starts = starts;
    this.table = table;
    this.first = null;
    this.behind = null;
  }

  private IdIndex(IdIndex first, IdIndex behind) {
    this.size = first.size;
    this.text = first.text;
    this.starts = first.starts;
    this.table = first.table;
    this.first = first;
    this.behind = behind;
  }

  /** An index of these ids in this order; a repeated id keeps its first number. */
  public static IdIndex of(Iterable<String> ids) {
    Builder builder = new Builder();
    ids.forEach(builder::add);
    return builder.build();
  }

  /**
   * These ids and others behind them, without a copy of either.
   *
   * @param others none of which is among these; none of the two may follow another or be followed already
   */
  public IdIndex followedBy(IdIndex others) {
    if (behind != null || others.behind != null) {
      throw new IllegalArgumentException("An index that is followed by another has one end only");
    }
    return new IdIndex(this, others);
  }

  /** How many ids there are. */
  public int size() {
    return behind == null ? size : size + behind.size;
  }

  /** The index that is followed by others here; this one if none are. */
  public IdIndex first() {
    return first == null ? this : first;
  }

  /** The id with this number. */
  public String id(int index) {
    return behind != null && index >= size ? behind.id(index - size) : ownId(index);
  }

  private String ownId(int index) {
    return new String(
        text, starts[index], starts[index + 1] - starts[index], StandardCharsets.UTF_8);
  }

  /** The number of this id, empty if it was never added. */
  public OptionalInt find(String id) {
    Utf8Slice key = Utf8Slice.of(id);
    int mask = table.length - 1;
    int slot = home(key.hash(), mask);
    while (table[slot] != 0 && !holds(table[slot] - 1, key, text, starts)) {
      slot = (slot + 1) & mask;
    }
    if (table[slot] != 0) {
      return OptionalInt.of(table[slot] - 1);
    }
    return behind == null ? OptionalInt.empty() : behind.findBehind(id, size);
  }

  private OptionalInt findBehind(String id, int others) {
    OptionalInt number = find(id);
    return number.isEmpty() ? number : OptionalInt.of(others + number.getAsInt());
  }

  /** Bytes held in memory. */
  public long sizeInBytes() {
    return text.length
        + 4L * starts.length
        + 4L * table.length
        + (behind == null ? 0 : behind.sizeInBytes());
  }

  /** The slot in which a key with this hash is looked for first. */
  private static int home(int hash, int mask) {
    return hash >>> Integer.numberOfLeadingZeros(mask);
  }

  private static boolean holds(int index, Utf8Slice key, byte[] text, int[] starts) {
    return Arrays.equals(text, starts[index], starts[index + 1], key.bytes(), key.from(), key.to());
  }

  /**
   * Numbers ids as they come; not thread-safe.
   *
   * <p>Its table keeps the hashes, so that an id's text is looked at only where it is most likely the right one: what a
   * look-up costs is fetching from memory. 20 to 36 bytes an id beside its text.
   */
  public static final class Builder {
    private int size;
    private byte[] text = new byte[1024];
    private int[] starts = new int[65];
    private long[] table = new long[128]; // hash and index + 1 as IdIndex.table, 0 where free

    /** The number of this id, a new one if it was not seen before. */
    public int add(String id) {
      return add(Utf8Slice.of(id));
    }

    /** The number of this id, a new one if it was not seen before. */
    public int add(Utf8Slice key) {
      int hash = key.hash();
      int mask = table.length - 1;
      int slot = home(hash, mask);
      for (long entry = table[slot]; entry != 0; entry = table[slot]) {
        if ((int) (entry >>> Integer.SIZE) == hash && holds((int) entry - 1, key, text, starts)) {
          return (int) entry - 1;
        }
        slot = (slot + 1) & mask;
      }
      append(key);
      table[slot] = entry(hash, size);
      if (2 * size > table.length) {
        grow();
      }
      return size - 1;
    }

    public int size() {
      return size;
    }

    /** Bytes held in memory. */
    public long sizeInBytes() {
      return text.length + 4L * starts.length + 8L * table.length;
    }

    /**
     * Numbers the ids anew, as their UTF-8 bytes sort.
     *
     * @return the new number of each old one
     */
    public int[] sort() {
      int[] order = new int[size];
      Arrays.setAll(order, index -> index);
      new TextSort(text, starts).sort(order);
      byte[] oldText = text;
      int[] oldStarts = starts;
      text = new byte[oldText.length];
      starts = new int[oldStarts.length];
      int[] newNumbers = new int[size];
      size = 0;
      for (int old : order) {
        newNumbers[old] = size;
        append(new Utf8Slice(oldText, oldStarts[old], oldStarts[old + 1]));
      }
      for (int slot = 0; slot < table.length; slot++) {
        if (table[slot] != 0) {
          int hash = (int) (table[slot] >>> Integer.SIZE);
          table[slot] = entry(hash, newNumbers[(int) table[slot] - 1] + 1);
        }
      }
      return newNumbers;
    }

    /** The index of everything added so far. */
    public IdIndex build() {
      return new IdIndex(
          size,
          Arrays.copyOf(text, starts[size]),
          Arrays.copyOf(starts, size + 1),
          Arrays.stream(table).mapToInt(entry -> (int) entry).toArray());
    }

    private void append(Utf8Slice key) {
      int end = Math.addExact(starts[size], key.length());
      if (end > text.length) {
        text = Arrays.copyOf(text, Growth.next(text.length, end));
      }
      if (size + 2 > starts.length) {
        starts = Arrays.copyOf(starts, Growth.next(starts.length, size + 2));
      }
      System.arraycopy(key.bytes(), key.from(), text, starts[size], key.length());
      starts[++size] = end;
    }

    private static long entry(int hash, int indexAndOne) {
      return (long) hash << Integer.SIZE | indexAndOne;
    }

    private void grow() {
      long[] entries = table;
      table = new long[2 * entries.length];
      int mask = table.length - 1;
      for (long entry : entries) {
        if (entry != 0) {
          int slot = home((int) (entry >>> Integer.SIZE), mask);
          while (table[slot] != 0) {
            slot = (slot + 1) & mask;
          }
          table[slot] = entry;
        }
      }
    }
  }
}

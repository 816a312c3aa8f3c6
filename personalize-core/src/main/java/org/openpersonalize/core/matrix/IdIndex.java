package org.openpersonalize.core.matrix;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * External string ids ⇄ dense ints {@code 0..size-1}, numbered in the order they were first added; immutable.
 *
 * <p>The ids stand one behind the other as UTF-8 in a single array, found through an open-addressing table: 12 to 20
 * bytes an id beside its text, where a {@code HashMap<String, Integer>} takes about 120. The texts of one index hold at
 * most 2 GiB.
 */
public final class IdIndex {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0xbf58476d1ce4e5b9L;

  private final int size;
  private final byte[] text;
  private final int[] starts; // [size + 1], where each id begins in text
  private final int[] table; // index + 1, 0 where free; a power of two long, at most half full

  private IdIndex(int size, byte[] text, int[] starts, int[] table) {
    this.size = size;
    this.text = text;
    this.starts = starts;
    this.table = table;
  }

  /** An index of these ids in this order; a repeated id keeps its first number. */
  public static IdIndex of(Iterable<String> ids) {
    Builder builder = new Builder();
    ids.forEach(builder::add);
    return builder.build();
  }

  public int size() {
    return size;
  }

  /** The id with this number. */
  public String id(int index) {
    return new String(
        text, starts[index], starts[index + 1] - starts[index], StandardCharsets.UTF_8);
  }

  /** The number of this id, empty if it was never added. */
  public OptionalInt find(String id) {
    int entry = table[slot(Utf8Slice.of(id), text, starts, table)];
    return entry == 0 ? OptionalInt.empty() : OptionalInt.of(entry - 1);
  }

  /** Bytes held in memory. */
  public long sizeInBytes() {
    return text.length + 4L * starts.length + 4L * table.length;
  }

  /** The slot that holds {@code key}, or the free one where it belongs. */
  private static int slot(Utf8Slice key, byte[] text, int[] starts, int[] table) {
    int mask = table.length - 1;
    int slot = hash(key) >>> Integer.numberOfLeadingZeros(mask);
    while (table[slot] != 0 && !holds(table[slot] - 1, key, text, starts)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static boolean holds(int index, Utf8Slice key, byte[] text, int[] starts) {
    return Arrays.equals(text, starts[index], starts[index + 1], key.bytes(), key.from(), key.to());
  }

  /**
   * Eight bytes at a time, for a byte's multiplication would wait for that of the byte before. The high bits of a product
   * depend on all of its factor's, so slots are taken from the highest.
   */
  private static int hash(Utf8Slice key) {
    byte[] bytes = key.bytes();
    int at = key.from();
    long hash = key.length();
    for (; at + Long.BYTES <= key.to(); at += Long.BYTES) {
      hash = mix(hash ^ (long) EIGHT_BYTES.get(bytes, at));
    }
    long rest = 0;
    for (; at < key.to(); at++) {
      rest = rest << Byte.SIZE | bytes[at] & 0xff;
    }
    return (int) (mix(hash ^ rest) * MULTIPLIER >>> Integer.SIZE);
  }

  /** A step of SplitMix64's finalizer. */
  private static long mix(long bits) {
    long product = bits * MULTIPLIER;
    return product ^ product >>> 32;
  }

  /** Numbers ids as they come; not thread-safe. */
  public static final class Builder {
    private int size;
    private byte[] text = new byte[1024];
    private int[] starts = new int[65];
    private int[] table = new int[128];

    /** The number of this id, a new one if it was not seen before. */
    public int add(String id) {
      return add(Utf8Slice.of(id));
    }

    /** The number of this id, a new one if it was not seen before. */
    public int add(Utf8Slice key) {
      int slot = slot(key, text, starts, table);
      if (table[slot] != 0) {
        return table[slot] - 1;
      }
      append(key);
      table[slot] = size;
      if (2 * size > table.length) {
        reindex(2 * table.length);
      }
      return size - 1;
    }

    public int size() {
      return size;
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
      reindex(table.length);
      return newNumbers;
    }

    /** The index of everything added so far. */
    public IdIndex build() {
      return new IdIndex(
          size, Arrays.copyOf(text, starts[size]), Arrays.copyOf(starts, size + 1), table.clone());
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

    private void reindex(int slots) {
      table = new int[slots];
      for (int index = 0; index < size; index++) {
        Utf8Slice key = new Utf8Slice(text, starts[index], starts[index + 1]);
        table[slot(key, text, starts, table)] = index + 1;
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;

/**
 * The records that match one condition, found out piece by piece and kept: when a record is put, the records of its piece
 * are put to the test once more, and no others.
 *
 * <p>A bit a record, 125 kB a million of them. Safe for any number of threads.
 */
public final class MatchingRows {
  private static final int WORDS = RecordColumns.PIECE / Long.SIZE;

  private final Condition condition;
  private volatile @Nullable State state;

  /** @param condition compares with values only */
  public MatchingRows(Condition condition) {
    this.condition = condition;
  }

  private record State(RecordColumns table, long[][] pieces) {}

  /**
   * The matching records of a table.
   *
   * @return a bit each, 64 in a word, those beyond the end 0; not to be written, and the same array for the same state
   */
  public long[][] of(RecordColumns table) {
    State known = state;
    if (known == null || known.table() != table) {
      known = new State(table, pieces(table, known));
      state = known;
    }
    return known.pieces();
  }

  private long[][] pieces(RecordColumns table, @Nullable State known) {
    long[][] pieces = new long[table.pieceCount()][];
    IntPredicate matches = RowPredicate.of(condition, table);
    for (int piece = 0; piece < pieces.length; piece++) {
      pieces[piece] =
          known != null && piece < known.pieces().length && table.sharesPiece(known.table(), piece)
              ? known.pieces()[piece]
              : piece(table, piece, matches);
    }
    return pieces;
  }

  private static long[] piece(RecordColumns table, int piece, IntPredicate matches) {
    long[] words = new long[WORDS];
    int first = piece * RecordColumns.PIECE;
    int end = Math.min(table.size(), first + RecordColumns.PIECE);
    for (int row = first; row < end; row++) {
      if (matches.test(row)) {
        set(words, row - first);
      }
    }
    return words;
  }

  private static void set(long[] words, int bit) {
    words[bit / Long.SIZE] |= 1L << bit;
  }

  /** Does a record match, of those that {@link #of} answered? One of a later state does not. */
  public static boolean contains(long[][] pieces, int row) {
    int piece = row / RecordColumns.PIECE;
    return piece < pieces.length
        && (pieces[piece][row % RecordColumns.PIECE / Long.SIZE] & 1L << row) != 0;
  }

  /**
   * Which of a few records match a condition, each put to the test by itself.
   *
   * @param rows numbers of records; −1 is none, and does not match
   * @param condition compares with values only
   * @return a bit for each of the rows
   */
  public static long[] among(int[] rows, Condition condition, RecordColumns table) {
    IntPredicate matches = RowPredicate.of(condition, table);
    BitSet matching = new BitSet(rows.length);
    for (int index = 0; index < rows.length; index++) {
      matching.set(index, rows[index] >= 0 && matches.test(rows[index]));
    }
    return matching.toLongArray();
  }

  /** How many records match. */
  public static int count(long[][] pieces) {
    return Arrays.stream(pieces)
        .flatMapToLong(Arrays::stream)
        .mapToInt(Long::bitCount)
        .sum();
  }
}

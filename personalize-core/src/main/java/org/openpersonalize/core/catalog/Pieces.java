// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A long array in pieces of {@value #LENGTH} entries. A copy shares all pieces but the one it is to be written in, so that
 * writing one entry of a million costs two copies of a thousand.
 *
 * @param <A> the type of a piece, an array
 */
final class Pieces<A> {
  static final int LENGTH = 1 << 10;

  private final Supplier<A> fresh;
  private final UnaryOperator<A> cloning;
  private @Nullable Object[] pieces;
  private int count;

  private Pieces(
      Supplier<A> fresh, UnaryOperator<A> cloning, @Nullable Object[] pieces, int count) {
    this.fresh = fresh;
    this.cloning = cloning;
    this.pieces = pieces;
    this.count = count;
  }

  /**
   * @param fresh makes a piece without values
   * @param cloning copies a piece
   */
  Pieces(Supplier<A> fresh, UnaryOperator<A> cloning) {
    this(fresh, cloning, new Object[0], 0);
  }

  /** An entry's place in its piece. */
  static int at(int row) {
    return row & (LENGTH - 1);
  }

  /** The piece of an entry that has been written. */
  @SuppressWarnings("unchecked")
  A of(int row) {
    return (A) pieces[row / LENGTH];
  }

  /** Has the entry's piece been written? */
  boolean holds(int row) {
    return row / LENGTH < pieces.length && pieces[row / LENGTH] != null;
  }

  /** Is the piece with this number the very same there? */
  boolean isSame(Pieces<A> other, int piece) {
    return orNull(piece) == other.orNull(piece);
  }

  private @Nullable Object orNull(int piece) {
    return piece < pieces.length ? pieces[piece] : null;
  }

  /** The piece of any entry, to be written by who owns it; the array grows to hold it. */
  A writable(int row) {
    int piece = row / LENGTH;
    if (piece >= pieces.length) {
      pieces = Arrays.copyOf(pieces, piece + 1 + piece / 2);
    }
    if (pieces[piece] == null) {
      pieces[piece] = fresh.get();
      count++;
    }
    return of(row);
  }

  /** A copy that may be written at one entry. */
  Pieces<A> owning(int row) {
    int piece = row / LENGTH;
    Object[] copies = Arrays.copyOf(pieces, Math.max(pieces.length, piece + 1));
    Pieces<A> copy = new Pieces<>(fresh, cloning, copies, count);
    if (copies[piece] != null) {
      copies[piece] = cloning.apply(of(row));
    }
    return copy;
  }

  /** How many pieces there are. */
  int count() {
    return count;
  }
}

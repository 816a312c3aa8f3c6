// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.exploration.ExplorationConfig;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.recommendation.RecommendationModel;

/**
 * Finds the items of a table that a model does not know, and those of which little is known, piece by piece: when a record is
 * put, its piece is looked at once more, and no other.
 */
final class NewItemScan {
  /** When an item was created of which nobody says that: it is younger than all others. */
  private static final long UNDATED = Long.MAX_VALUE;

  private final RecommendationModel model;
  private final ExplorationConfig config;

  NewItemScan(RecommendationModel model, ExplorationConfig config) {
    this.model = model;
    this.config = config;
  }

  /**
   * A table and what was found in each piece of it.
   *
   * @param pieces [pieces of the table]
   */
  record Found(@Nullable RecordColumns table, Piece[] pieces) {
    static final Found NOTHING = new Found(null, new Piece[0]);

    /** When the newest item of the table was created; empty if no record says when. */
    Optional<Instant> newestItem() {
      OptionalLong newest = Arrays.stream(pieces)
          .map(Piece::newest)
          .flatMapToLong(OptionalLong::stream)
          .max();
      return newest.isEmpty()
          ? Optional.empty()
          : Optional.of(Instant.ofEpochSecond(newest.getAsLong()));
    }
  }

  /**
   * What was found in a piece.
   *
   * @param unknown rows of items that the model does not know, ascending
   * @param vectors where these belong, in their order
   * @param births of the unknown items
   * @param littleKnown items of the model that may be explored while they are young; it is known when they were created
   * @param littleKnownBirths of these
   * @param newest when the newest item of the piece was created, in seconds since 1970; empty if no record says when
   */
  record Piece(
      int[] unknown,
      FactorMatrix vectors,
      Births births,
      int[] littleKnown,
      Births littleKnownBirths,
      OptionalLong newest) {}

  /**
   * When items were created.
   *
   * @param seconds since 1970, {@link #UNDATED} if nobody says
   */
  record Births(long[] seconds) {
    static Births of(RecordColumns table, int[] rows) {
      return new Births(Arrays.stream(rows)
          .mapToLong(row -> table.created(row).map(Instant::getEpochSecond).orElse(UNDATED))
          .toArray());
    }

    /** Was the n-th created then or later? One of which nobody says when is as young as can be. */
    boolean isSince(int n, Instant moment) {
      return seconds[n] == UNDATED || !Instant.ofEpochSecond(seconds[n]).isBefore(moment);
    }

    /** Until when the n-th is explored. */
    Instant youngUntil(int n, ExplorationConfig config) {
      return seconds[n] == UNDATED
          ? Instant.MAX
          : config.youngUntil(Instant.ofEpochSecond(seconds[n]));
    }

    OptionalLong newest() {
      return Arrays.stream(seconds).filter(each -> each != UNDATED).max();
    }
  }

  /** How many pieces of a table there are to look at. */
  int newPieces(@Nullable RecordColumns table, Found before) {
    return table == null
        ? 0
        : (int) IntStream.range(0, table.pieceCount())
            .filter(piece -> !isKnown(table, piece, before))
            .count();
  }

  private static boolean isKnown(RecordColumns table, int piece, Found before) {
    RecordColumns known = before.table();
    return known != null && piece < before.pieces().length && table.sharesPiece(known, piece);
  }

  /** @param before what was found in an earlier state of the table, or of another table */
  Found scan(@Nullable RecordColumns table, Found before) {
    if (table == null) {
      return Found.NOTHING;
    }
    Piece[] pieces = new Piece[table.pieceCount()];
    for (int piece = 0; piece < pieces.length; piece++) {
      pieces[piece] = isKnown(table, piece, before) ? before.pieces()[piece] : piece(table, piece);
    }
    return new Found(table, pieces);
  }

  private Piece piece(RecordColumns table, int piece) {
    int first = piece * RecordColumns.PIECE;
    int[] rows = IntStream.range(first, Math.min(table.size(), first + RecordColumns.PIECE))
        .toArray();
    OptionalInt[] items = Arrays.stream(rows)
        .mapToObj(row -> model.items().find(table.id(row)))
        .toArray(OptionalInt[]::new);
    int[] unknown =
        Arrays.stream(rows).filter(row -> items[row - first].isEmpty()).toArray();
    int[] littleKnown = Arrays.stream(rows)
        .filter(row -> items[row - first].isPresent() && table.created(row).isPresent())
        .filter(row -> config.isLittleKnown(model.users(items[row - first].orElseThrow())))
        .toArray();
    return new Piece(
        unknown,
        model.place(new ItemRecords(table, unknown)),
        Births.of(table, unknown),
        Arrays.stream(littleKnown).map(row -> items[row - first].orElseThrow()).toArray(),
        Births.of(table, littleKnown),
        Births.of(table, rows).newest());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.exploration;

import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.recommendation.RecommendationModel;

/**
 * Finds the items of a table that a model does not know, and those of which little is known, piece by piece: when a record is
 * put, its piece is looked at once more, and no other.
 */
final class NewItemScan {
  /** What more users took is known well enough. */
  private static final int LITTLE_KNOWN = 50;

  private final RecommendationModel model;
  private final Instant youngSince;

  /** @param youngSince when an item must have been created, or later, to be explored */
  NewItemScan(RecommendationModel model, Instant youngSince) {
    this.model = model;
    this.youngSince = youngSince;
  }

  /**
   * A table and what was found in each piece of it.
   *
   * @param pieces [pieces of the table]
   */
  record Found(@Nullable RecordColumns table, Piece[] pieces) {
    static final Found NOTHING = new Found(null, new Piece[0]);
  }

  /**
   * What was found in a piece.
   *
   * @param unknown rows of items that the model does not know, ascending
   * @param vectors where these belong, in their order
   * @param young of the unknown items, may they be explored?
   * @param littleKnown items of the model that may be explored
   */
  record Piece(int[] unknown, FactorMatrix vectors, boolean[] young, int[] littleKnown) {}

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
    boolean[] young = new boolean[unknown.length];
    for (int n = 0; n < unknown.length; n++) {
      young[n] = isYoung(table, unknown[n], true);
    }
    int[] littleKnown = Arrays.stream(rows)
        .filter(row -> items[row - first].isPresent() && isYoung(table, row, false))
        .map(row -> items[row - first].orElseThrow())
        .filter(item -> isLittleKnown(model, item))
        .toArray();
    return new Piece(unknown, model.place(new ItemRecords(table, unknown)), young, littleKnown);
  }

  /** @param otherwise the answer for an item of which nobody says when it was created */
  private boolean isYoung(RecordColumns table, int row, boolean otherwise) {
    return table.created(row).map(created -> !created.isBefore(youngSince)).orElse(otherwise);
  }

  /** Is so little known of an item of the model that it may be explored? */
  static boolean isLittleKnown(RecommendationModel model, int item) {
    return model.users(item) < LITTLE_KNOWN;
  }
}

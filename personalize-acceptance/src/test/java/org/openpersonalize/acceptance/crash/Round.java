// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.personalize.model.ImportMode;

/**
 * What a shop imports at once: all its items in a new revision, and purchases, which are in turn a full import, an
 * incremental one, and a full one that has a bad last line.
 *
 * @param size purchases of a full import; an incremental one adds half as many
 */
record Round(int number, int size) {
  private static final int KINDS = 3;
  private static final int ROWS = 1_000_000;

  /** Rows of an incremental import that are there already. */
  private static final int KNOWN_ROWS = 10_000;

  String name() {
    return "round-" + number;
  }

  ImportMode mode() {
    return number % KINDS == 1 ? ImportMode.INCREMENTAL : ImportMode.FULL;
  }

  /** Must the import of the purchases fail? */
  boolean isSpoiled() {
    return number % KINDS == 2;
  }

  /** The purchases that are imported, by number. */
  private IntStream purchases() {
    int first = number * ROWS;
    int lastFull = (number - number % KINDS) * ROWS;
    return mode() == ImportMode.FULL
        ? IntStream.range(first, first + size)
        : IntStream.concat(
            IntStream.range(lastFull, lastFull + KNOWN_ROWS),
            IntStream.range(first, first + size / 2));
  }

  List<String> interactionsFile() {
    List<String> lines = new ArrayList<>();
    lines.add("USER_ID,ITEM_ID,TIMESTAMP");
    purchases()
        .mapToObj(Purchase::number)
        .map(row -> "%s,%s,%d".formatted(row.userId(), row.itemId(), row.second()))
        .forEach(lines::add);
    if (isSpoiled()) {
      lines.add("somebody,something,once");
    }
    return lines;
  }

  List<String> itemsFile() {
    List<String> lines = new ArrayList<>();
    lines.add("ITEM_ID,REVISION");
    IntStream.range(0, Purchase.ITEMS)
        .mapToObj(item -> "%s,%s".formatted(Purchase.item(item), name()))
        .forEach(lines::add);
    return lines;
  }

  /** The purchases that are there after this round, by number. */
  void applyTo(BitSet rows) {
    if (!isSpoiled()) {
      if (mode() == ImportMode.FULL) {
        rows.clear();
      }
      purchases().forEach(rows::set);
    }
  }
}

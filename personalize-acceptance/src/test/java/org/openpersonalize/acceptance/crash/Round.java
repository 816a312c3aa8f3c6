package org.openpersonalize.acceptance.crash;

import java.util.BitSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.personalize.model.ImportMode;

/**
 * What a shop imports at once: all its items in a new revision, and purchases, which are in turn a full import, an
 * incremental one, and a full one that has a bad last line.
 */
record Round(int number) {
  private static final int KINDS = 3;
  private static final int ROWS = 1_000_000;
  private static final int FULL_ROWS = 240_000;
  private static final int INCREMENTAL_ROWS = 100_000;

  /** Rows of an incremental import that are there already. */
  private static final int KNOWN_ROWS = 20_000;

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
        ? IntStream.range(first, first + FULL_ROWS)
        : IntStream.concat(
            IntStream.range(lastFull, lastFull + KNOWN_ROWS),
            IntStream.range(first, first + INCREMENTAL_ROWS));
  }

  String interactionsFile() {
    return purchases()
        .mapToObj(Purchase::number)
        .map(row -> "%s,%s,%d\n".formatted(row.userId(), row.itemId(), row.second()))
        .collect(Collectors.joining(
            "", "USER_ID,ITEM_ID,TIMESTAMP\n", isSpoiled() ? "somebody,something,once\n" : ""));
  }

  String itemsFile() {
    return IntStream.range(0, Purchase.ITEMS)
        .mapToObj(item -> "%s,%s\n".formatted(Purchase.item(item), name()))
        .collect(Collectors.joining("", "ITEM_ID,REVISION\n", ""));
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

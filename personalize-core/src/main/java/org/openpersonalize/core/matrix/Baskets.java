// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user took together: the interactions that have the same value in the column that tells baskets, and without such a
 * value those of one day, by UTC. Where times say nothing either, everything.
 */
public final class Baskets {
  private static final Set<String> COLUMNS = Set.of(
      "BASKET", "BASKET_ID", "CART_ID", "INVOICE", "INVOICE_ID", "ORDER_ID", "TRANSACTION_ID");
  private static final long MILLIS_OF_A_DAY = 86_400_000;

  private Baskets() {}

  /** The first of the names that is one of a column that tells baskets: {@code ORDER_ID} and the like, in any case. */
  public static Optional<String> column(List<String> names) {
    return names.stream()
        .filter(name -> COLUMNS.contains(name.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  /** One row per basket and one column per item, each item once. */
  public static InteractionMatrix of(InteractionLog log) {
    @Nullable ContextColumn told = column(log.context().stream().map(ContextColumn::name).toList())
        .flatMap(log::context)
        .orElse(null);
    int[] starts = new int[log.size() + 1];
    int[] columns = new int[log.size()];
    int baskets = 0;
    int count = 0;
    for (int user = 0; user < log.users().size(); user++) {
      Entry[] entries = new Entry[log.length(user)];
      for (int place = 0; place < entries.length; place++) {
        int row = log.start(user) + place;
        int code = told == null ? -1 : told.code(row);
        entries[place] = code >= 0
            ? new Entry(true, code, log.item(row))
            : new Entry(false, Math.floorDiv(log.epochMillis(row), MILLIS_OF_A_DAY), log.item(row));
      }
      Arrays.sort(entries);
      for (int place = 0; place < entries.length; place++) {
        if (place > 0 && !entries[place].isWith(entries[place - 1])) {
          starts[++baskets] = count;
        }
        if (place == 0 || !entries[place].equals(entries[place - 1])) {
          columns[count++] = entries[place].item;
        }
      }
      if (entries.length > 0) {
        starts[++baskets] = count;
      }
    }
    return new InteractionMatrix(
        log.items().size(),
        Arrays.copyOf(starts, baskets + 1),
        Arrays.copyOf(columns, count),
        null);
  }

  /**
   * An item in a basket of a user.
   *
   * @param isTold does a column tell the basket?
   * @param basket what the column says, or the day
   */
  private record Entry(boolean isTold, long basket, int item) implements Comparable<Entry> {
    boolean isWith(Entry other) {
      return isTold == other.isTold && basket == other.basket;
    }

    @Override
    public int compareTo(Entry other) {
      int byTold = Boolean.compare(isTold, other.isTold);
      int byBasket = byTold == 0 ? Long.compare(basket, other.basket) : byTold;
      return byBasket == 0 ? Integer.compare(item, other.item) : byBasket;
    }
  }
}

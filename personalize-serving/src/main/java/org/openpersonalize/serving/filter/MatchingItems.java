// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.filter.Condition;
import org.openpersonalize.core.filter.MatchingRows;
import org.openpersonalize.core.matrix.IdIndex;
import org.springframework.stereotype.Component;

/**
 * Which items match which conditions, by their numbers in a model.
 *
 * <p>What requests ask for again and again is kept, two bits an item; a put has the answers renewed that are asked for.
 */
@Component
class MatchingItems {
  private static final long MOST_BYTES = 64L << 20;
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Cache<Key, Entry> entries;
  private final Cache<IdIndex, ItemRows> rows = Caffeine.newBuilder().weakKeys().build();

  MatchingItems(MeterRegistry metrics) {
    this.entries = Caffeine.newBuilder()
        .maximumWeight(MOST_BYTES)
        .weigher((Key key, Entry entry) -> 500 + key.items().size() / 4)
        .expireAfterAccess(KEPT)
        .recordStats()
        .build();
    CaffeineCacheMetrics.monitor(metrics, entries, "personalize.filters");
  }

  /** A condition on the items of a model, which are the same as no other's. */
  private record Key(IdIndex items, Condition condition) {}

  /**
   * The items that match a condition; those without a record do not.
   *
   * @param items of a model
   * @return a bit each; not to be written
   */
  long[] of(IdIndex items, Condition condition, RecordColumns records) {
    return entry(items, condition).of(rowsOf(items, records), records);
  }

  /** What is found out of records is shared by a model and the same with further items. */
  private Entry entry(IdIndex items, Condition condition) {
    Key key = new Key(items, condition);
    if (items.first() == items) {
      return entries.get(key, absent -> new Entry(new MatchingRows(condition)));
    }
    Entry known = entries.getIfPresent(key);
    if (known != null) {
      return known;
    }
    MatchingRows shared = entry(items.first(), condition).matching;
    return entries.get(key, absent -> new Entry(shared));
  }

  private int[] rowsOf(IdIndex items, RecordColumns table) {
    return rows.get(items, absent -> new ItemRows()).of(items, table, () -> {
      IdIndex first = items.first();
      return first == items ? table.rowsOf(items) : extended(rowsOf(first, table), items, table);
    });
  }

  private static int[] extended(int[] rows, IdIndex items, RecordColumns table) {
    int[] all = Arrays.copyOf(rows, items.size());
    for (int item = rows.length; item < all.length; item++) {
      all[item] = table.find(items.id(item)).orElse(-1);
    }
    return all;
  }

  /** Where the items of a model stand in a table; does not hold the items, which may go with their model. */
  private static final class ItemRows {
    private volatile @Nullable State state;

    private record State(RecordColumns table, int[] rows) {}

    /**
     * [items], −1 where there is no record.
     *
     * @param anew finds them out without what is known of a state before
     */
    int[] of(IdIndex items, RecordColumns table, Supplier<int[]> anew) {
      State known = state;
      if (known == null || known.table() != table) {
        known = new State(
            table,
            known != null && table.isOfTable(known.table())
                ? rows(items, table, known)
                : anew.get());
        state = known;
      }
      return known.rows();
    }

    private static int[] rows(IdIndex items, RecordColumns table, State known) {
      if (table.size() <= known.table().size()) {
        return known.rows();
      }
      int[] rows = known.rows().clone();
      for (int row = known.table().size(); row < table.size(); row++) {
        int added = row;
        items.find(table.id(row)).ifPresent(item -> rows[item] = added);
      }
      return rows;
    }
  }

  private static final class Entry {
    private final MatchingRows matching;
    private volatile @Nullable State state;

    Entry(MatchingRows matching) {
      this.matching = matching;
    }

    private record State(long[][] pieces, int[] rows, long[] words) {}

    long[] of(int[] rows, RecordColumns table) {
      long[][] pieces = matching.of(table);
      State known = state;
      if (known == null || known.pieces() != pieces || known.rows() != rows) {
        known = new State(pieces, rows, words(pieces, rows));
        state = known;
      }
      return known.words();
    }

    private static long[] words(long[][] pieces, int[] rows) {
      long[] words = new long[(rows.length + Long.SIZE - 1) / Long.SIZE];
      for (int item = 0; item < rows.length; item++) {
        if (rows[item] >= 0 && MatchingRows.contains(pieces, rows[item])) {
          words[item / Long.SIZE] |= 1L << item;
        }
      }
      return words;
    }
  }
}

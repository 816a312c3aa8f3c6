// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Duration;
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
    ItemRows itemRows = rows.get(items, first -> new ItemRows());
    return entries
        .get(new Key(items, condition), key -> new Entry(key.condition()))
        .of(itemRows.of(items, records), records);
  }

  /** Where the items of a model stand in a table; does not hold the items, which may go with their model. */
  private static final class ItemRows {
    private volatile @Nullable State state;

    private record State(RecordColumns table, int[] rows) {}

    /** [items], −1 where there is no record. */
    int[] of(IdIndex items, RecordColumns table) {
      State known = state;
      if (known == null || known.table() != table) {
        known = new State(table, rows(items, table, known));
        state = known;
      }
      return known.rows();
    }

    private static int[] rows(IdIndex items, RecordColumns table, @Nullable State known) {
      if (known == null || !table.isOfTable(known.table())) {
        return table.rowsOf(items);
      }
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

    Entry(Condition condition) {
      this.matching = new MatchingRows(condition);
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

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recommendation.KeptScores;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.deletion.DeletionFeed;
import org.openpersonalize.store.interaction.EventFeed;
import org.openpersonalize.store.interaction.EventTable.Happening;
import org.openpersonalize.store.interaction.EventTable.VisitorKey;
import org.openpersonalize.store.interaction.InteractionTable;
import org.springframework.stereotype.Component;

/**
 * What users did lately, read from the tables when it is first needed and forgotten as soon as there is more: at once for
 * events that came to this node, a moment later for others' (see {@link EventFeed}). An event without a user that arrives
 * after a later one that names its user makes the session forgotten and not the user, who sees it when the history is
 * read again.
 *
 * <p>A history is read and kept once, whatever models are asked about the user; each takes of it what counts by its rule.
 *
 * <p>The cache computes an entry under the same lock that removes it, so a history whose reading began before a forget is
 * never kept after it.
 */
@Component
public final class RecentInteractions {
  /** What histories may take of the heap, together: those of 8,000 users with 50 events each in a heap of 1 GB. */
  private static final double SHARE_OF_HEAP = 1.0 / 16;

  private static final Duration KEPT = Duration.ofMinutes(5);

  private final InteractionTable table;
  private final KeptScores scores;
  private final Cache<VisitorKey, RecentEvents> histories;

  /** By the number of a dataset the imports that counted when its first history was read, or later. */
  private final Map<Integer, Set<Integer>> imports = new ConcurrentHashMap<>();

  public RecentInteractions(
      InteractionTable table,
      EventFeed events,
      ChangeFeed changes,
      DeletionFeed deletions,
      ModelSettings settings,
      MeterRegistry metrics) {
    this.table = table;
    this.scores = new KeptScores(settings.keptBytes());
    this.histories = Caffeine.newBuilder()
        .maximumWeight((long) (SHARE_OF_HEAP * Runtime.getRuntime().maxMemory()))
        .weigher((VisitorKey visitor, RecentEvents history) ->
            (int) Math.min(Integer.MAX_VALUE, history.sizeInBytes()))
        .expireAfterWrite(KEPT)
        .removalListener(
            (@Nullable VisitorKey visitor, @Nullable RecentEvents history, RemovalCause cause) -> {
              if (history != null) {
                history.forget();
              }
            })
        .recordStats()
        .build();
    CaffeineCacheMetrics.monitor(metrics, histories, "personalize.histories");
    monitor(metrics);
    events.subscribe(happenings -> histories.invalidateAll(
        happenings.stream().map(Happening::visitor).collect(Collectors.toSet())));
    deletions.subscribe(histories::invalidateAll);
    changes.subscribe(new ChangeFeed.ChangeListener() {
      @Override
      public void changed(Arn resource) {
        if (resource.is(ResourceType.DATASET)) {
          histories.invalidateAll();
        }
      }

      @Override
      public void resync() {
        forgetReplaced();
      }
    });
  }

  private void monitor(MeterRegistry metrics) {
    Gauge.builder("personalize.scores.kept", scores, KeptScores::sizeInBytes)
        .baseUnit("bytes")
        .description("what models said to visitors who may ask again")
        .register(metrics);
    FunctionCounter.builder("personalize.scores.used", scores, KeptScores::found)
        .description("answers by scores that were kept")
        .register(metrics);
    FunctionCounter.builder("personalize.scores.computed", scores, KeptScores::computed)
        .description("answers by scores that were computed and could have been kept")
        .register(metrics);
  }

  /** Forgets all histories if there was an import of which nobody told; most often there was none. */
  void forgetReplaced() {
    boolean replaced = false;
    for (Map.Entry<Integer, Set<Integer>> known : imports.entrySet()) {
      Set<Integer> now = table.imports(known.getKey());
      if (!now.equals(known.getValue())) {
        known.setValue(now);
        replaced = true;
      }
    }
    if (replaced) {
      histories.invalidateAll();
    }
  }

  /**
   * What a visitor did lately.
   *
   * @param dataset the number of an Interactions dataset
   * @param visitor a user's id, or the session's of an anonymous visitor
   */
  public RecentEvents of(int dataset, String visitor) {
    imports.computeIfAbsent(dataset, table::imports);
    return histories.get(
        new VisitorKey(dataset, visitor),
        key -> RecentEvents.of(table.recent(dataset, visitor, RecentEvents.OF_EACH_TYPE), scores));
  }

  /**
   * What several visitors did lately, a thousand for example: read at once, and without a trace in the memory of those who
   * are there now. There is a history for each of them.
   */
  public Map<String, RecentEvents> of(int dataset, Collection<String> visitors) {
    return table.recent(dataset, visitors, RecentEvents.OF_EACH_TYPE).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> RecentEvents.of(each.getValue())));
  }
}

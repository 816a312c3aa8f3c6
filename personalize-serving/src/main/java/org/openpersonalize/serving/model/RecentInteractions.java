package org.openpersonalize.serving.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.interaction.EventFeed;
import org.openpersonalize.store.interaction.EventTable.VisitorKey;
import org.openpersonalize.store.interaction.InteractionTable;
import org.springframework.stereotype.Component;

/**
 * What users did lately, read from the tables when it is first needed and forgotten as soon as there is more: at once for
 * events that came to this node, a moment later for others' (see {@link EventFeed}). An event without a user that arrives
 * after a later one that names its user makes the session forgotten and not the user, who sees it when the history is
 * read again.
 *
 * <p>The cache computes an entry under the same lock that removes it, so a history whose reading began before a forget is
 * never kept after it.
 */
@Component
public final class RecentInteractions {
  /** Users whose histories are kept; a history of 500 events takes some 50 KB. */
  private static final int USERS = 10_000;

  private static final Duration KEPT = Duration.ofMinutes(5);

  private final InteractionTable table;
  private final Cache<Key, List<PastEvent>> histories;

  /** The rules that histories were read by: one of each kind of model. */
  private final Set<ConfidenceRule> rules = ConcurrentHashMap.newKeySet();

  private record Key(VisitorKey visitor, ConfidenceRule rule) {}

  public RecentInteractions(
      InteractionTable table, EventFeed events, ChangeFeed changes, MeterRegistry metrics) {
    this.table = table;
    this.histories = Caffeine.newBuilder()
        .maximumSize(USERS)
        .expireAfterWrite(KEPT)
        .recordStats()
        .build();
    CaffeineCacheMetrics.monitor(metrics, histories, "personalize.histories");
    events.subscribe(visitors -> visitors.forEach(this::forget));
    changes.subscribe(new ChangeFeed.ChangeListener() {
      @Override
      public void changed(Arn resource) {
        if (resource.is(ResourceType.DATASET)) {
          histories.invalidateAll();
        }
      }

      @Override
      public void resync() {
        histories.invalidateAll();
      }
    });
  }

  /**
   * A visitor's newest interactions that count by a model's rule, newest first.
   *
   * @param dataset the number of an Interactions dataset
   * @param visitor a user's id, or the session's of an anonymous visitor
   */
  public List<PastEvent> of(int dataset, String visitor, ConfidenceRule rule) {
    rules.add(rule);
    return histories.get(
        new Key(new VisitorKey(dataset, visitor), rule),
        key -> table.recent(dataset, visitor, rule).stream()
            .map(each -> new PastEvent(
                each.itemId(),
                each.eventType(),
                (float) each.eventValue(),
                each.timestamp().toEpochMilli()))
            .toList());
  }

  private void forget(VisitorKey visitor) {
    rules.forEach(rule -> histories.invalidate(new Key(visitor, rule)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.ingest.insight.InsightService;
import org.openpersonalize.ingest.insight.InsightService.DatasetInsights;
import org.openpersonalize.ingest.insight.InsightService.GetInsights;
import org.openpersonalize.ingest.insight.InsightService.GetInsightsResponse;
import org.openpersonalize.store.activity.DatasetSize;
import org.springframework.stereotype.Component;

/**
 * What this gateway has seen of the groups' data. Looking takes the database seconds where there are millions of rows, so it is done
 * when somebody asks for it, and kept for those who come after.
 */
@Component
class GroupInsights {
  private static final int MOST = 100;
  private static final Duration KEPT = Duration.ofHours(12);

  private final InsightService insights;
  private final Clock clock;
  private final Cache<Arn, Sight> seen =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

  GroupInsights(InsightService insights, Clock clock) {
    this.insights = insights;
    this.clock = clock;
  }

  /**
   * What was seen.
   *
   * @param found null if it could not be looked at
   * @param refusal why; null if it could
   */
  public record Sight(
      Instant at,
      @Nullable GetInsightsResponse found,
      @Nullable String refusal) {
    /** Have more than a tenth of a dataset's rows come or gone since? */
    boolean isOutdated(List<DatasetSize> now) {
      return found != null && now.stream().anyMatch(this::hasChanged);
    }

    private boolean hasChanged(DatasetSize now) {
      long before = found == null
          ? 0
          : found.datasets().stream()
              .filter(dataset -> dataset.datasetArn().equals(now.datasetArn()))
              .mapToLong(DatasetInsights::rows)
              .sum();
      return !now.more() && 10 * Math.abs(now.rows() - before) > Math.max(now.rows(), before);
    }
  }

  /** What was seen last; null if nobody has looked. */
  @Nullable Sight last(Arn group) {
    return seen.getIfPresent(group);
  }

  /** Looks now. */
  Sight look(Arn group) {
    Instant now = clock.instant();
    try {
      Sight sight = new Sight(now, insights.get(new GetInsights(group)), null);
      seen.put(group, sight);
      return sight;
    } catch (PersonalizeException refused) {
      return new Sight(now, null, refused.getMessage());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.page.Past;
import org.openpersonalize.console.page.Tone;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.activity.VersionEntry;

/** A version as lists show it. */
public record VersionRow(VersionEntry version, Instant now) {
  private static final String NDCG = "normalized_discounted_cumulative_gain_at_10";

  public VersionName name() {
    return VersionName.of(version);
  }

  public int number() {
    return version.number();
  }

  public Arn arn() {
    return version.arn();
  }

  public Status status() {
    return version.status();
  }

  public String tone() {
    return Tone.of(version.status());
  }

  public @Nullable String reason() {
    return version.failureReason();
  }

  public boolean isTrained() {
    return version.status() == Status.ACTIVE;
  }

  public boolean isUnderWay() {
    return Status.UNDER_WAY.contains(version.status());
  }

  /** Can it be called off? */
  public boolean isStoppable() {
    return version.status() == Status.CREATE_PENDING
        || version.status() == Status.CREATE_IN_PROGRESS;
  }

  public boolean isLive() {
    return version.isLive();
  }

  /** The names of the campaigns that answer with it. */
  public List<String> campaigns() {
    return version.campaigns().stream().map(Arn::id).toList();
  }

  /** Since when it is as it is. */
  public Past changed() {
    return Past.of(version.changed(), now);
  }

  public Past created() {
    return Past.of(version.created(), now);
  }

  /** Its ndcg at 10; null where it was not evaluated. */
  public @Nullable String ndcg() {
    return version.model() == null ? null : figure(version.model().metrics().get(NDCG));
  }

  /** That of the popularity list. */
  public @Nullable String popular() {
    return version.model() == null ? null : figure(version.model().baseline().get(NDCG));
  }

  private static @Nullable String figure(@Nullable Double metric) {
    return metric == null ? null : Figures.metric(metric);
  }

  /** Did the schedule ask for it? */
  public boolean isAutomatic() {
    return version.isAutomatic();
  }
}

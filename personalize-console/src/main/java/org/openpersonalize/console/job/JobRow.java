// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.page.Age;
import org.openpersonalize.console.page.Times;
import org.openpersonalize.console.page.Tone;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.activity.Activity;
import org.openpersonalize.store.activity.Activity.Progress;

/** An activity as pages show it. */
public record JobRow(Activity activity, Instant now) {
  /** What a deletion was of is gone or is as it was, and the API creates no recommender in the place of one that failed. */
  private static final Set<Activity.Kind> NOT_REPEATED =
      Set.of(Activity.Kind.DELETION, Activity.Kind.RECOMMENDER);

  /** What the kind is called in the bundles. */
  public String kindKey() {
    return "job.kind." + activity.kind();
  }

  public String name() {
    return activity.arn().id();
  }

  public String datasetGroup() {
    return activity.datasetGroupArn().id();
  }

  public Status status() {
    return activity.status();
  }

  /** Does it wait, or is it being done? */
  public boolean isUnderWay() {
    return Status.UNDER_WAY.contains(activity.status());
  }

  public String tone() {
    return Tone.of(activity.status());
  }

  /** Did it end without what was asked for, so that it can be asked for once more? */
  public boolean canRunAgain() {
    return !NOT_REPEATED.contains(activity.kind())
        && (activity.status() == Status.CREATE_FAILED
            || activity.status() == Status.FAILED
            || activity.status() == Status.CREATE_STOPPED);
  }

  public String arn() {
    return activity.arn().toString();
  }

  public @Nullable String reason() {
    return activity.failureReason();
  }

  public String changed() {
    return Times.utc(activity.changed());
  }

  public Age age() {
    return Age.of(Duration.between(activity.changed(), now));
  }

  /** 0 to 100; null where nobody tells. */
  public @Nullable Long percent() {
    Progress progress = activity.progress();
    return progress == null ? null : Math.round(100 * progress.fraction());
  }

  public @Nullable String stage() {
    Progress progress = activity.progress();
    return progress == null ? null : progress.stage();
  }

  /** How many lines are answered; null of what answers none. */
  public @Nullable Long lines() {
    Progress progress = activity.progress();
    return progress == null ? null : progress.lines();
  }

  /** How long it will still take; null where that is not known. */
  public @Nullable Age left() {
    Progress progress = activity.progress();
    return progress == null || progress.secondsLeft() == null
        ? null
        : Age.of(Duration.ofSeconds(Math.round(progress.secondsLeft())));
  }
}

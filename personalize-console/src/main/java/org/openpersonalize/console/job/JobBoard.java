// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.job;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.activity.Activity;
import org.openpersonalize.store.activity.ActivityTable;
import org.openpersonalize.store.activity.Place;
import org.springframework.stereotype.Component;

/** The jobs that pages show, as rows. */
@Component
public class JobBoard {
  private final ActivityTable activities;
  private final Clock clock;

  JobBoard(ActivityTable activities, Clock clock) {
    this.activities = activities;
    this.clock = clock;
  }

  /**
   * One page of jobs.
   *
   * @param next where the next page begins; null if this is the last one
   */
  record JobPage(List<JobRow> rows, @Nullable Place next) {}

  JobPage page(Selection selection, Place after) {
    List<Activity> page = activities.page(selection.statuses(), after);
    return new JobPage(
        rows(page),
        page.size() < ActivityTable.PAGE ? null : page.get(page.size() - 1).place());
  }

  /** What waits or is under way, newest first. */
  public List<JobRow> running() {
    return rows(activities.page(Selection.RUNNING.statuses(), Place.NEWEST));
  }

  /** What has failed and was not done better since. */
  public List<JobRow> unresolved() {
    return rows(activities.unresolved());
  }

  /** The imports into a dataset, newest first. */
  public List<JobRow> importsInto(Arn dataset) {
    return rows(activities.importsInto(dataset));
  }

  /** The batch jobs of a dataset group, newest first. */
  public List<JobRow> batchJobsOf(Arn datasetGroup) {
    return rows(
        activities.ofGroup(datasetGroup, Set.of(Activity.Kind.INFERENCE, Activity.Kind.SEGMENTS)));
  }

  /** The exports of a dataset group, newest first. */
  public List<JobRow> exportsOf(Arn datasetGroup) {
    return rows(activities.ofGroup(datasetGroup, Set.of(Activity.Kind.EXPORT)));
  }

  private List<JobRow> rows(List<Activity> all) {
    Instant now = clock.instant();
    return all.stream().map(activity -> new JobRow(activity, now)).toList();
  }
}

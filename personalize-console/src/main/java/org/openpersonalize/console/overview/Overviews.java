// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.overview;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.job.JobBoard;
import org.openpersonalize.console.measure.Arrivals;
import org.openpersonalize.console.measure.RecentEvents;
import org.openpersonalize.console.system.Parts;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.ingest.dataset.DatasetGroupService;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DatasetGroupSummary;
import org.openpersonalize.ingest.dataset.DatasetGroupService.ListDatasetGroups;
import org.openpersonalize.ingest.dataset.DatasetService;
import org.openpersonalize.ingest.dataset.DatasetService.ListDatasets;
import org.springframework.stereotype.Component;

/** Puts the first page together. */
@Component
class Overviews {
  private final DatasetGroupService groups;
  private final DatasetService datasets;
  private final LiveRows live;
  private final Arrivals arrivals;
  private final JobBoard jobs;
  private final Parts parts;

  Overviews(
      DatasetGroupService groups,
      DatasetService datasets,
      LiveRows live,
      Arrivals arrivals,
      JobBoard jobs,
      Parts parts) {
    this.groups = groups;
    this.datasets = datasets;
    this.live = live;
    this.arrivals = arrivals;
    this.jobs = jobs;
    this.parts = parts;
  }

  Overview now() {
    return new Overview(
        parts.list().stream().filter(part -> !part.isWell()).toList(),
        jobs.unresolved(),
        jobs.running(),
        live.list(),
        groupRows());
  }

  private List<GroupRow> groupRows() {
    Map<Arn, RecentEvents> recent = arrivals.recent();
    return groups.list(new ListDatasetGroups(null, null)).datasetGroups().stream()
        .map(group -> row(group, recent.get(group.datasetGroupArn())))
        .toList();
  }

  private GroupRow row(DatasetGroupSummary group, @Nullable RecentEvents events) {
    ListDatasets ofGroup = new ListDatasets(group.datasetGroupArn(), null, null);
    return new GroupRow(group, datasets.list(ofGroup).datasets(), events);
  }
}

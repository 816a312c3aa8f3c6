// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.overview;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.openpersonalize.console.job.JobBoard;
import org.openpersonalize.console.system.Parts;
import org.openpersonalize.ingest.dataset.DatasetGroupService;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DatasetGroupSummary;
import org.openpersonalize.ingest.dataset.DatasetGroupService.ListDatasetGroups;
import org.openpersonalize.ingest.dataset.DatasetService;
import org.openpersonalize.ingest.dataset.DatasetService.ListDatasets;
import org.openpersonalize.store.activity.LiveCampaigns;
import org.springframework.stereotype.Component;

/** Puts the first page together. */
@Component
class Overviews {
  private final DatasetGroupService groups;
  private final DatasetService datasets;
  private final LiveCampaigns live;
  private final JobBoard jobs;
  private final Parts parts;
  private final Clock clock;

  Overviews(
      DatasetGroupService groups,
      DatasetService datasets,
      LiveCampaigns live,
      JobBoard jobs,
      Parts parts,
      Clock clock) {
    this.groups = groups;
    this.datasets = datasets;
    this.live = live;
    this.jobs = jobs;
    this.parts = parts;
    this.clock = clock;
  }

  Overview now() {
    Instant now = clock.instant();
    return new Overview(
        parts.list().stream().filter(part -> !part.isWell()).toList(),
        jobs.unresolved(),
        jobs.running(),
        live.list().stream().map(campaign -> new LiveRow(campaign, now)).toList(),
        groupRows());
  }

  private List<GroupRow> groupRows() {
    return groups.list(new ListDatasetGroups(null, null)).datasetGroups().stream()
        .map(this::row)
        .toList();
  }

  private GroupRow row(DatasetGroupSummary group) {
    ListDatasets ofGroup = new ListDatasets(group.datasetGroupArn(), null, null);
    return new GroupRow(group, datasets.list(ofGroup).datasets());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.ingest.dataset.DatasetService;
import org.openpersonalize.ingest.dataset.DatasetService.DescribeDataset;
import org.openpersonalize.ingest.dataset.EventTrackerService;
import org.openpersonalize.ingest.dataset.EventTrackerService.CreateEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.CreateEventTrackerResponse;
import org.openpersonalize.ingest.dataset.EventTrackerService.DescribeEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.ListEventTrackers;
import org.openpersonalize.ingest.dataset.SchemaService;
import org.openpersonalize.ingest.dataset.SchemaService.DescribeSchema;
import org.openpersonalize.store.catalog.EventTracker;
import org.openpersonalize.store.catalog.Schema;
import org.springframework.stereotype.Component;

/** What the services tell of one dataset. */
@Component
class DatasetDetails {
  private final DatasetService datasets;
  private final SchemaService schemas;
  private final EventTrackerService trackers;

  DatasetDetails(DatasetService datasets, SchemaService schemas, EventTrackerService trackers) {
    this.datasets = datasets;
    this.schemas = schemas;
    this.trackers = trackers;
  }

  Schema schema(Arn dataset) {
    Arn schema = datasets.describe(new DescribeDataset(dataset)).dataset().schemaArn();
    return schemas.describe(new DescribeSchema(schema)).schema();
  }

  /** The only event tracker that a group has; null if it has none. */
  @Nullable EventTracker tracker(Arn group) {
    return trackers.list(new ListEventTrackers(group, null, 1)).eventTrackers().stream()
        .findFirst()
        .map(found ->
            trackers.describe(new DescribeEventTracker(found.eventTrackerArn())).eventTracker())
        .orElse(null);
  }

  CreateEventTrackerResponse createTracker(CreateEventTracker request) {
    return trackers.create(request);
  }
}

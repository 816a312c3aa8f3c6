// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import org.openpersonalize.api.config.Role;
import org.openpersonalize.api.role.ConditionalOnRole;
import org.openpersonalize.ingest.attribution.MetricAttributionService;
import org.openpersonalize.ingest.attribution.MetricAttributionService.CreateMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.DeleteMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.DescribeMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.ListMetricAttributionMetrics;
import org.openpersonalize.ingest.attribution.MetricAttributionService.ListMetricAttributions;
import org.openpersonalize.ingest.attribution.MetricAttributionService.UpdateMetricAttribution;
import org.openpersonalize.ingest.dataset.DatasetGroupService;
import org.openpersonalize.ingest.dataset.DatasetGroupService.CreateDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DeleteDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DescribeDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetGroupService.ListDatasetGroups;
import org.openpersonalize.ingest.dataset.DatasetService;
import org.openpersonalize.ingest.dataset.DatasetService.CreateDataset;
import org.openpersonalize.ingest.dataset.DatasetService.DeleteDataset;
import org.openpersonalize.ingest.dataset.DatasetService.DescribeDataset;
import org.openpersonalize.ingest.dataset.DatasetService.ListDatasets;
import org.openpersonalize.ingest.dataset.DatasetService.UpdateDataset;
import org.openpersonalize.ingest.dataset.EventTrackerService;
import org.openpersonalize.ingest.dataset.EventTrackerService.CreateEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.DeleteEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.DescribeEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.ListEventTrackers;
import org.openpersonalize.ingest.dataset.SchemaService;
import org.openpersonalize.ingest.dataset.SchemaService.CreateSchema;
import org.openpersonalize.ingest.dataset.SchemaService.DeleteSchema;
import org.openpersonalize.ingest.dataset.SchemaService.DescribeSchema;
import org.openpersonalize.ingest.dataset.SchemaService.ListSchemas;
import org.openpersonalize.ingest.deletion.DataDeletionService;
import org.openpersonalize.ingest.deletion.DataDeletionService.CreateDataDeletionJob;
import org.openpersonalize.ingest.deletion.DataDeletionService.DescribeDataDeletionJob;
import org.openpersonalize.ingest.deletion.DataDeletionService.GetDataDeletionReceipt;
import org.openpersonalize.ingest.deletion.DataDeletionService.ListDataDeletionJobs;
import org.openpersonalize.ingest.exportjob.DatasetExportService;
import org.openpersonalize.ingest.exportjob.DatasetExportService.CreateDatasetExportJob;
import org.openpersonalize.ingest.exportjob.DatasetExportService.DescribeDatasetExportJob;
import org.openpersonalize.ingest.exportjob.DatasetExportService.ListDatasetExportJobs;
import org.openpersonalize.ingest.importjob.DatasetImportService;
import org.openpersonalize.ingest.importjob.DatasetImportService.CreateDatasetImportJob;
import org.openpersonalize.ingest.importjob.DatasetImportService.DescribeDatasetImportJob;
import org.openpersonalize.ingest.importjob.DatasetImportService.ListDatasetImportJobs;
import org.springframework.stereotype.Component;

/** What is known: dataset groups, schemas, datasets, event trackers, imports, exports, deletions, and what comes of it. */
@Component
@ConditionalOnRole(Role.GATEWAY)
class DataOperations implements OperationTable {
  private final DatasetGroupService groups;
  private final SchemaService schemas;
  private final DatasetService datasets;
  private final EventTrackerService trackers;
  private final DatasetImportService imports;
  private final DatasetExportService exports;
  private final DataDeletionService deletions;
  private final MetricAttributionService attributions;

  DataOperations(
      DatasetGroupService groups,
      SchemaService schemas,
      DatasetService datasets,
      EventTrackerService trackers,
      DatasetImportService imports,
      DatasetExportService exports,
      DataDeletionService deletions,
      MetricAttributionService attributions) {
    this.groups = groups;
    this.schemas = schemas;
    this.datasets = datasets;
    this.trackers = trackers;
    this.imports = imports;
    this.exports = exports;
    this.deletions = deletions;
    this.attributions = attributions;
  }

  @Override
  public void addTo(Operations table) {
    table.add(CreateDatasetGroup.class, groups::create);
    table.add(DescribeDatasetGroup.class, groups::describe);
    table.add(ListDatasetGroups.class, groups::list);
    table.add(DeleteDatasetGroup.class, groups::delete);

    table.add(CreateSchema.class, schemas::create);
    table.add(DescribeSchema.class, schemas::describe);
    table.add(ListSchemas.class, schemas::list);
    table.add(DeleteSchema.class, schemas::delete);

    table.add(CreateDataset.class, datasets::create);
    table.add(UpdateDataset.class, datasets::update);
    table.add(DescribeDataset.class, datasets::describe);
    table.add(ListDatasets.class, datasets::list);
    table.add(DeleteDataset.class, datasets::delete);

    table.add(CreateEventTracker.class, trackers::create);
    table.add(DescribeEventTracker.class, trackers::describe);
    table.add(ListEventTrackers.class, trackers::list);
    table.add(DeleteEventTracker.class, trackers::delete);

    table.add(CreateDatasetImportJob.class, imports::create);
    table.add(DescribeDatasetImportJob.class, imports::describe);
    table.add(ListDatasetImportJobs.class, imports::list);

    table.add(CreateDatasetExportJob.class, exports::create);
    table.add(DescribeDatasetExportJob.class, exports::describe);
    table.add(ListDatasetExportJobs.class, exports::list);

    table.add(CreateDataDeletionJob.class, deletions::create);
    table.add(DescribeDataDeletionJob.class, deletions::describe);
    table.add(ListDataDeletionJobs.class, deletions::list);
    table.add(GetDataDeletionReceipt.class, deletions::receipt);

    table.add(CreateMetricAttribution.class, attributions::create);
    table.add(DescribeMetricAttribution.class, attributions::describe);
    table.add(ListMetricAttributions.class, attributions::list);
    table.add(ListMetricAttributionMetrics.class, attributions::listMetrics);
    table.add(UpdateMetricAttribution.class, attributions::update);
    table.add(DeleteMetricAttribution.class, attributions::delete);
  }
}

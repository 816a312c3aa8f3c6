// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.job;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.ingest.deletion.DataDeletionService;
import org.openpersonalize.ingest.deletion.DataDeletionService.CreateDataDeletionJob;
import org.openpersonalize.ingest.deletion.DataDeletionService.DescribeDataDeletionJob;
import org.openpersonalize.ingest.exportjob.DatasetExportService;
import org.openpersonalize.ingest.exportjob.DatasetExportService.CreateDatasetExportJob;
import org.openpersonalize.ingest.exportjob.DatasetExportService.DescribeDatasetExportJob;
import org.openpersonalize.ingest.importjob.DatasetImportService;
import org.openpersonalize.ingest.importjob.DatasetImportService.CreateDatasetImportJob;
import org.openpersonalize.ingest.importjob.DatasetImportService.DescribeDatasetImportJob;
import org.openpersonalize.serving.batch.BatchInferenceJobService;
import org.openpersonalize.serving.batch.BatchInferenceJobService.CreateBatchInferenceJob;
import org.openpersonalize.serving.batch.BatchInferenceJobService.DescribeBatchInferenceJob;
import org.openpersonalize.serving.batch.BatchSegmentJobService;
import org.openpersonalize.serving.batch.BatchSegmentJobService.CreateBatchSegmentJob;
import org.openpersonalize.serving.batch.BatchSegmentJobService.DescribeBatchSegmentJob;
import org.openpersonalize.serving.campaign.CampaignService;
import org.openpersonalize.serving.campaign.CampaignService.DescribeCampaign;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaign;
import org.openpersonalize.store.catalog.BatchInferenceJob;
import org.openpersonalize.store.catalog.BatchSegmentJob;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.openpersonalize.store.catalog.CampaignUpdateSummary;
import org.openpersonalize.store.catalog.DataDeletionJob;
import org.openpersonalize.store.catalog.DatasetExportJob;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.training.cadence.CadenceBacktestService;
import org.openpersonalize.training.cadence.CadenceBacktestService.StartCadenceBacktest;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.springframework.stereotype.Component;

/** Asks once more for what a job was asked to do. */
@Component
class Repetition {
  /** The name of a job with files is its own. */
  private static final DateTimeFormatter SUFFIX =
      DateTimeFormatter.ofPattern("-uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int LONGEST_NAME = 63;

  private final DatasetImportService imports;
  private final DatasetExportService exports;
  private final DataDeletionService deletions;
  private final SolutionVersionService versions;
  private final CampaignService campaigns;
  private final CadenceBacktestService backtests;
  private final BatchInferenceJobService inferences;
  private final BatchSegmentJobService segments;
  private final Forms forms;
  private final Clock clock;

  Repetition(
      DatasetImportService imports,
      DatasetExportService exports,
      DataDeletionService deletions,
      SolutionVersionService versions,
      CampaignService campaigns,
      CadenceBacktestService backtests,
      BatchInferenceJobService inferences,
      BatchSegmentJobService segments,
      Forms forms,
      Clock clock) {
    this.imports = imports;
    this.exports = exports;
    this.deletions = deletions;
    this.versions = versions;
    this.campaigns = campaigns;
    this.backtests = backtests;
    this.inferences = inferences;
    this.segments = segments;
    this.forms = forms;
    this.clock = clock;
  }

  /**
   * Starts the same again.
   *
   * @param job an import, export or batch job, a data deletion job, a solution version, a campaign, or a solution that was tested
   */
  FormErrors of(Arn job) {
    if (job.is(ResourceType.DATASET_IMPORT_JOB)) {
      return importing(imports.describe(new DescribeDatasetImportJob(job)).datasetImportJob());
    }
    if (job.is(ResourceType.DATASET_EXPORT_JOB)) {
      return exporting(exports.describe(new DescribeDatasetExportJob(job)).datasetExportJob());
    }
    if (job.is(ResourceType.DATA_DELETION_JOB)) {
      return forgetting(deletions.describe(new DescribeDataDeletionJob(job)).dataDeletionJob());
    }
    if (job.is(ResourceType.SOLUTION_VERSION)) {
      return forms
          .send(new CreateSolutionVersion(job.parent(), null, null, null), versions::create)
          .errors();
    }
    if (job.is(ResourceType.BATCH_INFERENCE_JOB)) {
      return inferring(inferences.describe(new DescribeBatchInferenceJob(job)).batchInferenceJob());
    }
    if (job.is(ResourceType.BATCH_SEGMENT_JOB)) {
      return finding(segments.describe(new DescribeBatchSegmentJob(job)).batchSegmentJob());
    }
    if (job.is(ResourceType.CAMPAIGN)) {
      return deploying(campaigns.describe(new DescribeCampaign(job)).campaign());
    }
    if (job.is(ResourceType.SOLUTION)) {
      return forms
          .send(new StartCadenceBacktest(job, null, null), backtests::start)
          .errors();
    }
    throw Refusal.BAD_REQUEST.exception();
  }

  /** The name of a job, with the time in the place of that of the job before. */
  private String again(String jobName) {
    String base = jobName.replaceFirst("-\\d{8}-\\d{6}$", "");
    String suffix = SUFFIX.format(clock.instant());
    return base.substring(0, Math.min(base.length(), LONGEST_NAME - suffix.length())) + suffix;
  }

  private FormErrors exporting(DatasetExportJob job) {
    return forms
        .send(
            new CreateDatasetExportJob(
                again(job.jobName()),
                job.datasetArn(),
                job.ingestionMode(),
                job.roleArn(),
                job.jobOutput(),
                null),
            exports::create)
        .errors();
  }

  private FormErrors forgetting(DataDeletionJob job) {
    return forms
        .send(
            new CreateDataDeletionJob(
                again(job.jobName()), job.datasetGroupArn(), job.dataSource(), job.roleArn(), null),
            deletions::create)
        .errors();
  }

  private FormErrors importing(DatasetImportJob job) {
    return forms
        .send(
            new CreateDatasetImportJob(
                again(job.jobName()),
                job.datasetArn(),
                job.dataSource(),
                null,
                job.importMode(),
                job.isPublished() ? true : null,
                null),
            imports::create)
        .errors();
  }

  private FormErrors inferring(BatchInferenceJob job) {
    return forms
        .send(
            new CreateBatchInferenceJob(
                again(job.jobName()),
                job.solutionVersionArn(),
                job.filterArn(),
                job.numResults(),
                job.jobInput(),
                job.jobOutput(),
                job.roleArn(),
                job.batchInferenceJobConfig(),
                null,
                job.batchInferenceJobMode(),
                job.themeGenerationConfig()),
            inferences::create)
        .errors();
  }

  private FormErrors finding(BatchSegmentJob job) {
    return forms
        .send(
            new CreateBatchSegmentJob(
                again(job.jobName()),
                job.solutionVersionArn(),
                job.filterArn(),
                job.numResults(),
                job.jobInput(),
                job.jobOutput(),
                job.roleArn(),
                null),
            segments::create)
        .errors();
  }

  private FormErrors deploying(Campaign campaign) {
    @Nullable CampaignUpdateSummary update = campaign.latestCampaignUpdate();
    return forms
        .send(
            update == null
                ? new UpdateCampaign(campaign.arn(), null, null, null)
                : new UpdateCampaign(
                    campaign.arn(),
                    CampaignConfig.syncs(update.campaignConfig())
                        ? null
                        : update.solutionVersionArn(),
                    update.minProvisionedTPS(),
                    update.campaignConfig()),
            campaigns::update)
        .errors();
  }
}

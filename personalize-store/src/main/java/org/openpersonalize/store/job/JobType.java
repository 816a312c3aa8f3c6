// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

/**
 * The kinds of work there are. Who enqueues a job needs only this, not the module that does it.
 *
 * <p>The name of a constant is the task's name in the queue.
 */
public enum JobType {
  /** Reads files into a dataset; enqueued by CreateDatasetImportJob. */
  IMPORT_DATASET(JobRole.IMPORT),
  /** Writes a dataset into files; enqueued by CreateDatasetExportJob. */
  EXPORT_DATASET(JobRole.BATCH),
  /** Deletes all that is stored of users; enqueued by CreateDataDeletionJob. */
  DELETE_USERS(JobRole.IMPORT),
  /** Deletes a dataset's rows; enqueued by DeleteDataset. */
  DELETE_DATASET(JobRole.IMPORT),
  /**
   * Trains and publishes a model; enqueued by CreateSolutionVersion and {@link #AUTO_TRAIN_SOLUTION}. StopSolutionVersionCreation
   * enqueues it once more, to clear up should nobody be training.
   */
  TRAIN_SOLUTION_VERSION(JobRole.TRAIN),
  /**
   * Does a step of what it would have brought to train a solution more often, and then asks to be run again, behind whatever
   * waits; enqueued by StartCadenceBacktest.
   */
  BACKTEST_CADENCES(JobRole.TRAIN),
  /** Trains and publishes the model of a recommender; enqueued by CreateRecommender, UpdateRecommender, {@link #RETRAIN_RECOMMENDER}. */
  TRAIN_RECOMMENDER(JobRole.TRAIN),
  /** Has a recommender trained anew every week; enqueued by CreateRecommender and StartRecommender, then by each of its runs. */
  RETRAIN_RECOMMENDER(JobRole.TRAIN),
  /** Deletes a recommender and its model files; enqueued by DeleteRecommender. */
  DELETE_RECOMMENDER(JobRole.TRAIN),
  /** Deletes a solution, its versions and their model files; enqueued by DeleteSolution. */
  DELETE_SOLUTION(JobRole.TRAIN),
  /** Creates versions by a solution's schedule; enqueued by CreateSolution, then again by each of its runs. */
  AUTO_TRAIN_SOLUTION(JobRole.TRAIN),
  /** Deletes a dataset group that is empty; enqueued by DeleteDatasetGroup. */
  DELETE_DATASET_GROUP(JobRole.DEPLOY),
  /** Deletes an event tracker; enqueued by DeleteEventTracker. */
  DELETE_EVENT_TRACKER(JobRole.DEPLOY),
  /** Deletes a campaign; enqueued by DeleteCampaign. */
  DELETE_CAMPAIGN(JobRole.DEPLOY),
  /** Stops or starts a recommender, or changes how it answers; enqueued by Stop-, Start- and UpdateRecommender. */
  SWITCH_RECOMMENDER(JobRole.DEPLOY),
  /** Deletes a filter; enqueued by DeleteFilter. */
  DELETE_FILTER(JobRole.DEPLOY),
  /** Writes the last report of a metric attribution and deletes it; enqueued by DeleteMetricAttribution. */
  DELETE_METRIC_ATTRIBUTION(JobRole.DEPLOY),
  /** Checks the model a campaign wants, then switches; enqueued by CreateCampaign, UpdateCampaign, {@link #SYNC_CAMPAIGNS}. */
  DEPLOY_CAMPAIGN(JobRole.DEPLOY),
  /** Answers what files ask; enqueued by CreateBatchInferenceJob. */
  BATCH_INFERENCE(JobRole.BATCH),
  /** Finds the users that files ask for; enqueued by CreateBatchSegmentJob. */
  BATCH_SEGMENT(JobRole.BATCH),
  /**
   * Brings the campaigns that follow a solution to its newest version; enqueued by {@link #TRAIN_SOLUTION_VERSION} when
   * the version that is the job's subject has become ACTIVE.
   */
  SYNC_CAMPAIGNS(JobRole.DEPLOY);

  private final JobRole role;

  JobType(JobRole role) {
    this.role = role;
  }

  public JobRole role() {
    return role;
  }
}

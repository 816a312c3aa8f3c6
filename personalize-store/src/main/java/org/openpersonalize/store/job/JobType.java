package org.openpersonalize.store.job;

/**
 * The kinds of work there are. Who enqueues a job needs only this, not the module that does it.
 *
 * <p>The name of a constant is the task's name in the queue.
 */
public enum JobType {
  IMPORT_DATASET(JobRole.IMPORT),
  DELETE_DATASET(JobRole.IMPORT),
  TRAIN_SOLUTION_VERSION(JobRole.TRAIN),
  DELETE_SOLUTION(JobRole.TRAIN),
  AUTO_TRAIN_SOLUTION(JobRole.TRAIN),
  DEPLOY_CAMPAIGN(JobRole.TRAIN),
  /** Brings the campaigns that follow a solution's newest version to the version that is the job's subject. */
  SYNC_CAMPAIGNS(JobRole.TRAIN);

  private final JobRole role;

  JobType(JobRole role) {
    this.role = role;
  }

  public JobRole role() {
    return role;
  }
}

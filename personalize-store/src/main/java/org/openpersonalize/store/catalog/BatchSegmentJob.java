// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.openpersonalize.core.resource.Arn;

/** One run of finding the users who are likely to take what files name. */
@Entity
public class BatchSegmentJob extends BatchJob {
  @Id
  private Arn batchSegmentJobArn;

  protected BatchSegmentJob() {}

  /** A job that waits. */
  public BatchSegmentJob(
      Arn batchSegmentJobArn, String jobName, Arn solutionVersionArn, Order order, Instant now) {
    super(jobName, solutionVersionArn, order, now);
    this.batchSegmentJobArn = batchSegmentJobArn;
  }

  @Override
  public Arn arn() {
    return batchSegmentJobArn;
  }
}

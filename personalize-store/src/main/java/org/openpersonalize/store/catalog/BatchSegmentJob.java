// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** One run of finding the users who are likely to take what files name. */
@Entity
public class BatchSegmentJob extends FallibleResource {
  @Id
  private Arn batchSegmentJobArn;

  @Column(nullable = false)
  private String jobName;

  @Column(nullable = false)
  private Arn solutionVersionArn;

  private @Nullable Arn filterArn;
  private @Nullable Integer numResults;

  @Column(nullable = false)
  @JdbcTypeCode(SqlTypes.JSON)
  private BatchJobInput jobInput;

  @Column(nullable = false)
  @JdbcTypeCode(SqlTypes.JSON)
  private BatchJobOutput jobOutput;

  @Column(nullable = false)
  private String roleArn;

  protected BatchSegmentJob() {}

  /**
   * A job that waits.
   *
   * @param wish what its answers are to be like
   */
  public BatchSegmentJob(
      Arn batchSegmentJobArn,
      String jobName,
      Arn solutionVersionArn,
      Wish wish,
      BatchJobInput jobInput,
      BatchJobOutput jobOutput,
      String roleArn,
      Instant now) {
    super(Status.CREATE_PENDING, now);
    this.batchSegmentJobArn = batchSegmentJobArn;
    this.jobName = jobName;
    this.solutionVersionArn = solutionVersionArn;
    this.filterArn = wish.filterArn();
    this.numResults = wish.numResults();
    this.jobInput = jobInput;
    this.jobOutput = jobOutput;
    this.roleArn = roleArn;
  }

  /**
   * What answers are to be like.
   *
   * @param filterArn null if all may be named
   * @param numResults users of each line at most; null for as many as there are by default
   */
  public record Wish(@Nullable Arn filterArn, @Nullable Integer numResults) {}

  @Override
  public Arn arn() {
    return batchSegmentJobArn;
  }

  public Arn solutionVersionArn() {
    return solutionVersionArn;
  }

  public @Nullable Arn filterArn() {
    return filterArn;
  }

  public @Nullable Integer numResults() {
    return numResults;
  }

  public BatchJobInput jobInput() {
    return jobInput;
  }

  public BatchJobOutput jobOutput() {
    return jobOutput;
  }
}

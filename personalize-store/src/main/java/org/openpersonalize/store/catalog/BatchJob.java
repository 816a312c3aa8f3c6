// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** One run of asking a solution version about every line of files. */
@MappedSuperclass
public abstract class BatchJob extends FallibleResource {
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

  protected BatchJob() {}

  /** A job that waits. */
  protected BatchJob(String jobName, Arn solutionVersionArn, Order order, Instant now) {
    super(Status.CREATE_PENDING, now);
    this.jobName = jobName;
    this.solutionVersionArn = solutionVersionArn;
    this.filterArn = order.filterArn();
    this.numResults = order.numResults();
    this.jobInput = order.jobInput();
    this.jobOutput = order.jobOutput();
    this.roleArn = order.roleArn();
  }

  /**
   * What is read, and what is written of it.
   *
   * @param filterArn null if everything may be named
   * @param numResults of each line at most; null for as many as there are by default
   */
  public record Order(
      @Nullable Arn filterArn,
      @Nullable Integer numResults,
      BatchJobInput jobInput,
      BatchJobOutput jobOutput,
      String roleArn) {}

  public String jobName() {
    return jobName;
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

  /** Accepted for compatibility, and of no effect. */
  public String roleArn() {
    return roleArn;
  }

  public BatchJobInput jobInput() {
    return jobInput;
  }

  public BatchJobOutput jobOutput() {
    return jobOutput;
  }
}

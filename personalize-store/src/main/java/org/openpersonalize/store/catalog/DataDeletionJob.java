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

/** One run of deleting all that is stored of users. Its states have names of their own. */
@Entity
public class DataDeletionJob extends FallibleResource {
  @Id
  private Arn dataDeletionJobArn;

  @Column(nullable = false)
  private String jobName;

  @Column(nullable = false)
  private Arn datasetGroupArn;

  @Column(nullable = false)
  @JdbcTypeCode(SqlTypes.JSON)
  private DataSource dataSource;

  @Column(nullable = false)
  private String roleArn;

  private @Nullable Integer numDeleted;

  protected DataDeletionJob() {}

  public DataDeletionJob(
      Arn dataDeletionJobArn,
      String jobName,
      Arn datasetGroupArn,
      DataSource dataSource,
      String roleArn,
      Instant now) {
    super(Status.PENDING, now);
    this.dataDeletionJobArn = dataDeletionJobArn;
    this.jobName = jobName;
    this.datasetGroupArn = datasetGroupArn;
    this.dataSource = dataSource;
    this.roleArn = roleArn;
  }

  @Override
  public Arn arn() {
    return dataDeletionJobArn;
  }

  public String jobName() {
    return jobName;
  }

  public String roleArn() {
    return roleArn;
  }

  public Arn datasetGroupArn() {
    return datasetGroupArn;
  }

  public DataSource dataSource() {
    return dataSource;
  }

  /** How many records were deleted; null until they were. */
  public @Nullable Integer numDeleted() {
    return numDeleted;
  }

  /** Ends well. */
  public void complete(long deleted, Instant now) {
    this.numDeleted = (int) Math.min(deleted, Integer.MAX_VALUE);
    become(Status.COMPLETED, now);
  }

  @Override
  public void begin(Instant now) {
    become(Status.IN_PROGRESS, now);
  }

  @Override
  public void fail(String reason, Instant now) {
    this.failureReason = reason;
    become(Status.FAILED, now);
  }
}

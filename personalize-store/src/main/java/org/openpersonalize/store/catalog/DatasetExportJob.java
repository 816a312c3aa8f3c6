// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** One run of writing a dataset into CSV files. */
@Entity
public class DatasetExportJob extends FallibleResource {
  @Id
  private Arn datasetExportJobArn;

  @Column(nullable = false)
  private String jobName;

  @Column(nullable = false)
  private Arn datasetArn;

  @Column(nullable = false)
  @Enumerated(EnumType.STRING)
  private IngestionMode ingestionMode;

  @Column(nullable = false)
  @JdbcTypeCode(SqlTypes.JSON)
  private DatasetExportJobOutput jobOutput;

  @Column(nullable = false)
  private String roleArn;

  protected DatasetExportJob() {}

  public DatasetExportJob(
      Arn datasetExportJobArn,
      String jobName,
      Arn datasetArn,
      IngestionMode ingestionMode,
      DatasetExportJobOutput jobOutput,
      String roleArn,
      Instant now) {
    super(Status.CREATE_PENDING, now);
    this.datasetExportJobArn = datasetExportJobArn;
    this.jobName = jobName;
    this.datasetArn = datasetArn;
    this.ingestionMode = ingestionMode;
    this.jobOutput = jobOutput;
    this.roleArn = roleArn;
  }

  @Override
  public Arn arn() {
    return datasetExportJobArn;
  }

  public String jobName() {
    return jobName;
  }

  public Arn datasetArn() {
    return datasetArn;
  }

  public IngestionMode ingestionMode() {
    return ingestionMode;
  }

  public String roleArn() {
    return roleArn;
  }

  public DatasetExportJobOutput jobOutput() {
    return jobOutput;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** One run of writing a dataset into files. */
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

  @JsonIgnore
  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable Map<String, Long> rowsOfFiles;

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

  /** Has written these files, each with so many rows. */
  public void complete(Map<String, Long> rows, Instant now) {
    this.rowsOfFiles = rows;
    become(Status.ACTIVE, now);
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

  /** How many rows each file has, by its name; null before it is ACTIVE, and of jobs that ended before this was counted. */
  public @Nullable Map<String, Long> rowsOfFiles() {
    return rowsOfFiles;
  }
}

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
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** One run of reading CSV files into a dataset. */
@Entity
public class DatasetImportJob extends FallibleResource {
  @Id
  private Arn datasetImportJobArn;

  @Column(nullable = false)
  private String jobName;

  @Column(nullable = false)
  private Arn datasetArn;

  @Column(nullable = false)
  @JdbcTypeCode(SqlTypes.JSON)
  private DataSource dataSource;

  private @Nullable String roleArn;

  @Column(nullable = false)
  @Enumerated(EnumType.STRING)
  private ImportMode importMode;

  @Column(name = "publish_attribution_metrics_to_s3")
  private @Nullable Boolean publishAttributionMetricsToS3;

  protected DatasetImportJob() {}

  public DatasetImportJob(
      Arn datasetImportJobArn,
      String jobName,
      Arn datasetArn,
      DataSource dataSource,
      @Nullable String roleArn,
      ImportMode importMode,
      @Nullable Boolean publishAttributionMetricsToS3,
      Instant now) {
    super(Status.CREATE_PENDING, now);
    this.datasetImportJobArn = datasetImportJobArn;
    this.jobName = jobName;
    this.datasetArn = datasetArn;
    this.dataSource = dataSource;
    this.roleArn = roleArn;
    this.importMode = importMode;
    this.publishAttributionMetricsToS3 = publishAttributionMetricsToS3;
  }

  @Override
  public Arn arn() {
    return datasetImportJobArn;
  }

  public String jobName() {
    return jobName;
  }

  public Arn datasetArn() {
    return datasetArn;
  }

  public DataSource dataSource() {
    return dataSource;
  }

  public ImportMode importMode() {
    return importMode;
  }

  /** Is the metric attribution of the dataset group to write a report of what is imported? */
  public boolean isPublished() {
    return Boolean.TRUE.equals(publishAttributionMetricsToS3);
  }
}

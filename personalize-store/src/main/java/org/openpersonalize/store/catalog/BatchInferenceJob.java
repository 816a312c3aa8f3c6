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

/** One run of answering what files ask. */
@Entity
public class BatchInferenceJob extends BatchJob {
  @Id
  private Arn batchInferenceJobArn;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable BatchInferenceJobConfig batchInferenceJobConfig;

  @Column(nullable = false)
  @Enumerated(EnumType.STRING)
  private BatchInferenceJobMode batchInferenceJobMode;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable ThemeGenerationConfig themeGenerationConfig;

  protected BatchInferenceJob() {}

  /** A job that waits. */
  public BatchInferenceJob(
      Arn batchInferenceJobArn,
      String jobName,
      Arn solutionVersionArn,
      Order order,
      @Nullable BatchInferenceJobConfig batchInferenceJobConfig,
      BatchInferenceJobMode batchInferenceJobMode,
      @Nullable ThemeGenerationConfig themeGenerationConfig,
      Instant now) {
    super(jobName, solutionVersionArn, order, now);
    this.batchInferenceJobArn = batchInferenceJobArn;
    this.batchInferenceJobConfig = batchInferenceJobConfig;
    this.batchInferenceJobMode = batchInferenceJobMode;
    this.themeGenerationConfig = themeGenerationConfig;
  }

  @Override
  public Arn arn() {
    return batchInferenceJobArn;
  }

  public @Nullable BatchInferenceJobConfig batchInferenceJobConfig() {
    return batchInferenceJobConfig;
  }

  public BatchInferenceJobMode batchInferenceJobMode() {
    return batchInferenceJobMode;
  }

  /** What themes are made of; null if none are. */
  public @Nullable ThemeGenerationConfig themeGenerationConfig() {
    return themeGenerationConfig;
  }
}

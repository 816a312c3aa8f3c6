// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;

/** A group's interactions, items, users, actions or action interactions. */
@Entity
public class Dataset extends LivingResource {
  @Id
  private Arn datasetArn;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  private Arn datasetGroupArn;

  @Column(nullable = false)
  @Enumerated(EnumType.STRING)
  private DatasetType datasetType;

  @Column(nullable = false)
  private Arn schemaArn;

  private @Nullable String trackingId;

  protected Dataset() {}

  /**
   * An empty dataset, ready for use.
   *
   * @param trackingId where action interactions are put; null for the other types
   */
  public Dataset(
      Arn datasetArn,
      String name,
      Arn datasetGroupArn,
      DatasetType datasetType,
      Arn schemaArn,
      @Nullable String trackingId,
      Instant now) {
    super(Status.ACTIVE, now);
    this.datasetArn = datasetArn;
    this.name = name;
    this.datasetGroupArn = datasetGroupArn;
    this.datasetType = datasetType;
    this.schemaArn = schemaArn;
    this.trackingId = trackingId;
  }

  @Override
  public Arn arn() {
    return datasetArn;
  }

  public String name() {
    return name;
  }

  public Arn datasetGroupArn() {
    return datasetGroupArn;
  }

  public DatasetType datasetType() {
    return datasetType;
  }

  public Arn schemaArn() {
    return schemaArn;
  }

  public @Nullable String trackingId() {
    return trackingId;
  }
}

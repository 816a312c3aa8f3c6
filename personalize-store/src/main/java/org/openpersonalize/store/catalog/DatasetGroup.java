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
import org.openpersonalize.core.schema.Domain;

/** What belongs together: the datasets of one application and what is built on them. */
@Entity
public class DatasetGroup extends FallibleResource {
  @Id
  private Arn datasetGroupArn;

  @Column(nullable = false)
  private String name;

  @Enumerated(EnumType.STRING)
  private @Nullable Domain domain;

  private @Nullable String roleArn;

  private @Nullable String kmsKeyArn;

  protected DatasetGroup() {}

  /** An empty group, ready for use: there is nothing to prepare. */
  public DatasetGroup(
      Arn datasetGroupArn,
      String name,
      @Nullable Domain domain,
      @Nullable String roleArn,
      @Nullable String kmsKeyArn,
      Instant now) {
    super(Status.ACTIVE, now);
    this.datasetGroupArn = datasetGroupArn;
    this.name = name;
    this.domain = domain;
    this.roleArn = roleArn;
    this.kmsKeyArn = kmsKeyArn;
  }

  @Override
  public Arn arn() {
    return datasetGroupArn;
  }

  public String name() {
    return name;
  }

  public @Nullable Domain domain() {
    return domain;
  }
}

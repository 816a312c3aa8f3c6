// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.Domain;

/** The columns of a dataset, as the Avro text the client registered. Immutable. */
@Entity
@Table(name = "dataset_schema")
public class Schema extends Resource {
  @Id
  private Arn schemaArn;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  private String schema;

  @Enumerated(EnumType.STRING)
  private @Nullable Domain domain;

  protected Schema() {}

  public Schema(Arn schemaArn, String name, String schema, @Nullable Domain domain, Instant now) {
    super(now);
    this.schemaArn = schemaArn;
    this.name = name;
    this.schema = schema;
    this.domain = domain;
  }

  @Override
  public Arn arn() {
    return schemaArn;
  }

  public String name() {
    return name;
  }

  public String schema() {
    return schema;
  }

  public @Nullable Domain domain() {
    return domain;
  }
}

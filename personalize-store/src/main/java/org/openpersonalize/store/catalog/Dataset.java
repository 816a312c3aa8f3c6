// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
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

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable DatasetUpdateSummary latestDatasetUpdate;

  @JsonIgnore
  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable Map<String, Instant> columnsAdded;

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

  /**
   * Has another schema, at once.
   *
   * @param added the names of the columns that the one before does not have
   */
  public void replaceSchema(Arn replacement, Collection<String> added, Instant now) {
    Map<String, Instant> additions = new TreeMap<>(columnsAdded());
    added.forEach(column -> additions.put(column, now));
    this.columnsAdded = additions;
    this.schemaArn = replacement;
    this.latestDatasetUpdate = new DatasetUpdateSummary(replacement, Status.ACTIVE, null, now, now);
    touch(now);
  }

  /** Had it a column of its schema at that time? */
  public boolean hadColumn(String column, Instant then) {
    Instant added = columnsAdded().get(column);
    return added == null || !added.isAfter(then);
  }

  private Map<String, Instant> columnsAdded() {
    return columnsAdded == null ? Map.of() : columnsAdded;
  }

  public @Nullable DatasetUpdateSummary latestDatasetUpdate() {
    return latestDatasetUpdate;
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

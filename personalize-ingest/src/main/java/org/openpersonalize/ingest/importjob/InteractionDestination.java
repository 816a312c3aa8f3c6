// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import java.util.EnumSet;
import java.util.Set;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.RecordSource;
import org.openpersonalize.store.copy.Loaded;
import org.openpersonalize.store.interaction.InteractionDetail;
import org.openpersonalize.store.interaction.InteractionLoader;

/** Interactions of users with items or actions. */
final class InteractionDestination implements Destination {
  private static final long MILLIS = 1_000;

  private final InteractionLoader loader;
  private final int user;
  private final int item;
  private final int eventType;
  private final int eventValue;
  private final int timestamp;
  private final int impression;
  private final int recommendation;
  private final int source;
  private final int[] metadata;

  InteractionDestination(DatasetSchema schema, InteractionLoader loader) {
    Columns columns = new Columns(schema);
    this.loader = loader;
    this.user = columns.of("USER_ID");
    this.item = columns.of(schema.type().idColumn());
    this.eventType = columns.of("EVENT_TYPE");
    this.eventValue = columns.of("EVENT_VALUE");
    this.timestamp = columns.of("TIMESTAMP");
    this.impression = columns.of("IMPRESSION");
    this.recommendation = columns.of("RECOMMENDATION_ID");
    this.source = columns.of("EVENT_ATTRIBUTION_SOURCE");
    this.metadata = columns.of(schema.metadata());
  }

  /** What interactions of a schema may have. */
  static Set<InteractionDetail> details(DatasetSchema schema) {
    Set<InteractionDetail> details = EnumSet.noneOf(InteractionDetail.class);
    for (InteractionDetail detail : InteractionDetail.values()) {
      if (detail == InteractionDetail.PROPERTIES
          ? !schema.metadata().isEmpty()
          : schema.field(detail.name()).isPresent()) {
        details.add(detail);
      }
    }
    return details;
  }

  @Override
  public void add(RecordSource record) {
    loader.add(
        Columns.id(record, user),
        Columns.id(record, item),
        Columns.text(record, eventType),
        eventValue < 0 ? Double.NaN : record.number(eventValue),
        MILLIS * record.integer(timestamp),
        Columns.text(record, impression),
        Columns.text(record, recommendation),
        Columns.text(record, source),
        record.json(metadata));
  }

  @Override
  public Loaded finish() {
    return loader.finish();
  }

  @Override
  public void close() {
    loader.close();
  }
}

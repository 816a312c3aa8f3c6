// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.util.List;
import java.util.stream.Collectors;
import org.openpersonalize.store.catalog.IngestionMode;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.copy.TextRows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The interactions of a dataset as files have them. */
@Component
public class InteractionExport {
  /** An event's time is kept to the millisecond, a file's to the second before. */
  private static final String SECONDS = "floor(%s.\"timestamp\" / 1000.0)::bigint";

  private final JdbcClient jdbc;
  private final Copies copies;

  public InteractionExport(JdbcClient jdbc, Copies copies) {
    this.jdbc = jdbc;
    this.copies = copies;
  }

  /**
   * Reads each interaction as a row of texts, null for none, in one snapshot: imports in their order and each in its files' order,
   * then events, the oldest first. What agrees in all columns comes once. Events are those that {@link InteractionTable#stream} reads.
   *
   * @param columns the schema's, by which the rows are read
   */
  @Transactional(readOnly = true)
  public void read(int datasetId, List<String> columns, IngestionMode mode, TextRows.Sink sink) {
    jdbc.sql("SET LOCAL synchronize_seqscans = off").update();
    jdbc.sql("SET LOCAL max_parallel_workers_per_gather = 0").update();
    copies.texts(
        switch (mode) {
          case BULK -> imported(datasetId, columns);
          case PUT -> events(datasetId, columns, "");
          case ALL ->
            imported(datasetId, columns)
                + " UNION ALL ("
                + events(datasetId, columns, "WHERE NOT " + isImported(datasetId, columns))
                + ")";
        },
        sink);
  }

  private static String imported(int datasetId, List<String> columns) {
    return "SELECT %s FROM (%s) bulk"
        .formatted(
            texts(columns, "bulk"),
            InteractionTable.selectImported(datasetId, "event_type", InteractionTable.DETAILS));
  }

  private static String events(int datasetId, List<String> columns, String where) {
    return """
        SELECT %1$s FROM (%2$s) event (user_id, item_id, event_type, event_value, "timestamp"%3$s)
        %4$s GROUP BY %5$s ORDER BY min(event."timestamp")
        """.formatted(
        texts(columns, "event"),
        InteractionTable.selectEvents(
            datasetId, "event_type", InteractionTable.DETAILS, InteractionTable.DETAILS_OF_EVENTS),
        InteractionTable.DETAILS,
        where,
        columns.stream().map(column -> text(column, "event")).collect(Collectors.joining(", ")));
  }

  /** Has an import the same row? The index finds a user's of a second. */
  private static String isImported(int datasetId, List<String> columns) {
    return """
        EXISTS (
          SELECT FROM interaction known
          WHERE known.import_id = ANY (ARRAY(SELECT import_id FROM interaction_import WHERE dataset_id = %d AND visible))
            AND known.user_id = event.user_id
            AND known."timestamp" = 1000 * %s
            AND ROW(%s) IS NOT DISTINCT FROM ROW(%s))
        """.formatted(
        datasetId, SECONDS.formatted("event"), texts(columns, "known"), texts(columns, "event"));
  }

  private static String texts(List<String> columns, String row) {
    return columns.stream().map(column -> text(column, row)).collect(Collectors.joining(", "));
  }

  /** The value of a schema's column as text; those that mean nothing to the service are properties. */
  private static String text(String column, String row) {
    String property = "%s.properties ->> '%s'".formatted(row, column);
    return switch (column) {
      case "USER_ID" -> row + ".user_id";
      case "ITEM_ID", "ACTION_ID" -> row + ".item_id";
      case "TIMESTAMP" -> SECONDS.formatted(row) + "::text";
      case "EVENT_TYPE" -> row + ".event_type";
      case "EVENT_VALUE" -> "coalesce(%s, %s.event_value::text)".formatted(property, row);
      case "IMPRESSION" -> row + ".impression";
      case "RECOMMENDATION_ID" -> row + ".recommendation_id";
      case "EVENT_ATTRIBUTION_SOURCE" ->
        "coalesce(%s, %s.event_attribution_source)".formatted(property, row);
      default -> property;
    };
  }
}

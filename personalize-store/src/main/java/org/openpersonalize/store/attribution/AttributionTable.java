// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.attribution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.Timestamps;
import org.openpersonalize.store.limit.Limits;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The values of metrics by source, in windows of {@value #WINDOW_MINUTES} minutes by when events happened.
 *
 * <p>{@link org.openpersonalize.store.interaction.EventTable} writes down with each event that it is to be counted, and counting
 * deletes that in the transaction that adds it to its windows and to the report: so every committed event is counted once, by any
 * node. The alternative that lost, counting behind the number of the last event as arrivals are, misses an event that commits
 * long after a later one.
 */
@Component
public class AttributionTable {
  /** What reports call the source of an event that names none. */
  public static final String UNDEFINED = "SOURCE_NAME_UNDEFINED";

  /** How long a window is. */
  public static final Duration WINDOW = Duration.ofMinutes(15);

  private static final int WINDOW_MINUTES = 15;

  /** Events that happened longer ago are in reports only. */
  static final Duration OLDEST = Duration.ofDays(14);

  /** For so long windows are known. */
  public static final Duration KEPT = Duration.ofDays(63);

  /** So many events are counted at a time. */
  static final int COUNTED = 10_000;

  private static final String NEW_EVENTS = """
      taken AS (
        DELETE FROM unattributed_event WHERE dataset_id = :dataset AND event_id = ANY (ARRAY(
          SELECT event_id FROM unattributed_event WHERE dataset_id = :dataset LIMIT %d))
        RETURNING dataset_id, event_id),
      told AS (
        SELECT item_id, event_type, event_value, sent_at AS happened_at, recommendation_id, event_attribution_source, properties
        FROM taken JOIN interaction_event USING (dataset_id, event_id))
      """.formatted(COUNTED);

  private static final String NEWEST_IMPORT = """
      told AS (
        SELECT item_id, event_type, event_value, "timestamp" AS happened_at, recommendation_id, event_attribution_source, properties
        FROM interaction
        WHERE import_id = (SELECT max(import_id) FROM interaction_import WHERE dataset_id = :dataset AND visible))
      """;

  /** The temporary table of what is being counted. */
  static final String EVALUATED = "told_value";

  private final JdbcClient jdbc;
  private final JdbcTemplate statements;
  private final AttributionReports reports;
  private final Limits limits;

  public AttributionTable(
      JdbcClient jdbc, JdbcTemplate statements, AttributionReports reports, Limits limits) {
    this.jdbc = jdbc;
    this.statements = statements;
    this.reports = reports;
    this.limits = limits;
  }

  /** Has the events of a dataset counted that come from now on. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void begin(Arn attribution, int datasetId) {
    jdbc.sql(
            "INSERT INTO attributed_dataset (dataset_id, metric_attribution_arn) VALUES (:dataset, :arn)")
        .param("dataset", datasetId)
        .param("arn", attribution.toString())
        .update();
  }

  /** The attributions that have events to count, or a report to complete. */
  public List<Arn> due(Instant now) {
    return jdbc.sql("""
            SELECT metric_attribution_arn FROM attributed_dataset a
            WHERE EXISTS (SELECT FROM unattributed_event e WHERE e.dataset_id = a.dataset_id)
              OR EXISTS (SELECT FROM attribution_report r WHERE r.metric_attribution_arn = a.metric_attribution_arn
                AND r.reported_at IS NULL AND r.closes_at <= :now)
            ORDER BY dataset_id
            """)
        .param("now", Timestamps.timestamptz(now))
        .query((row, number) -> Arn.parse(row.getString(1)))
        .list();
  }

  /**
   * Counts events that have come in, {@value #COUNTED} at most, and completes the report of a quarter of an hour that is over.
   *
   * @return whether there may be more
   */
  @Transactional
  public boolean count(Arn attribution, Instant now) {
    Integer dataset = hold(attribution).orElse(null);
    if (dataset == null) {
      return false;
    }
    reports.completeDue(attribution, now);
    if (!isWaiting(dataset)) {
      return false;
    }
    evaluate(attribution, dataset, NEW_EVENTS);
    addToWindows(now);
    reports.ofEvents(attribution, now).ifPresent(reports::add);
    forgetEvaluated();
    return isWaiting(dataset);
  }

  /** Counts all that has come in, before what is counted changes. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void countAll(Arn attribution, Instant now) {
    while (count(attribution, now)) {
      // until nothing waits
    }
  }

  /**
   * Counts the import that the caller's transaction has just loaded: in windows what an incremental one brought, and in a report
   * whatever is wanted there.
   *
   * @param published write a report as well, if the attribution has somewhere to write it
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void countImport(int datasetId, ImportMode mode, boolean published, Instant now) {
    Arn attribution = jdbc.sql(
            "SELECT metric_attribution_arn FROM attributed_dataset WHERE dataset_id = :dataset FOR UPDATE")
        .param("dataset", datasetId)
        .query((row, number) -> Arn.parse(row.getString(1)))
        .optional()
        .orElse(null);
    if (attribution == null || mode == ImportMode.FULL && !published) {
      return;
    }
    evaluate(attribution, datasetId, NEWEST_IMPORT);
    if (mode == ImportMode.INCREMENTAL) {
      addToWindows(now);
    }
    if (published) {
      reports.ofImport(attribution, mode, now).ifPresent(reports::add);
    }
    forgetEvaluated();
  }

  private Optional<Integer> hold(Arn attribution) {
    return jdbc.sql(
            "SELECT dataset_id FROM attributed_dataset WHERE metric_attribution_arn = :arn FOR UPDATE")
        .param("arn", attribution.toString())
        .query(Integer.class)
        .optional();
  }

  private boolean isWaiting(int dataset) {
    return jdbc.sql("SELECT EXISTS (SELECT FROM unattributed_event WHERE dataset_id = :dataset)")
        .param("dataset", dataset)
        .query(Boolean.class)
        .single();
  }

  /** Fills a temporary table with the values of all metrics by source and window. */
  private void evaluate(Arn attribution, int dataset, String told) {
    statements.execute("""
        CREATE TEMPORARY TABLE told_value (
          metric_id int, source text COLLATE "C", window_start bigint, value double precision) ON COMMIT DROP
        """);
    jdbc.sql("WITH " + told + """
            INSERT INTO told_value
            SELECT m.metric_id, coalesce(nullif(told.event_attribution_source, ''), answered.resource_arn, :undefined),
              (told.happened_at - (told.happened_at %% :window + :window) %% :window) / 1000,
              sum(coalesce(CASE
                WHEN m.column_of IS NULL THEN 1
                WHEN m.column_of = 'ITEMS' THEN %s
                WHEN m.column_name = 'EVENT_VALUE' THEN told.event_value
                ELSE %s END, 0))
            FROM told
              JOIN attributed_metric m ON m.metric_attribution_arn = :arn AND lower(m.event_type) = lower(told.event_type)
            """.formatted(number("item"), number("told"))
            + RecommendationIds.JOIN_ANSWERED + """
              LEFT JOIN LATERAL (
                SELECT properties FROM dataset_record r
                WHERE r.dataset_id = (
                    SELECT n.dataset_id FROM metric_attribution a JOIN dataset d USING (dataset_group_arn)
                      JOIN dataset_number n USING (dataset_arn)
                    WHERE a.metric_attribution_arn = :arn AND d.dataset_type = 'ITEMS')
                  AND r.record_id = told.item_id
                ORDER BY updated_at DESC LIMIT 1) item ON m.column_of = 'ITEMS'
            GROUP BY 1, 2, 3
            """)
        .param("dataset", dataset)
        .param("arn", attribution.toString())
        .param("undefined", UNDEFINED)
        .param("window", WINDOW.toMillis())
        .update();
    limitSources(attribution);
  }

  /** The number in a metric's column, null if there is none. */
  private static String number(String row) {
    return "CASE jsonb_typeof(%1$s.properties -> m.column_name) WHEN 'number' THEN (%1$s.properties ->> m.column_name)::double precision END"
        .formatted(row);
  }

  /** Sources beyond those that may be told apart count as undefined, so that sums stay right. */
  private void limitSources(Arn attribution) {
    jdbc.sql("""
            INSERT INTO attribution_source (metric_attribution_arn, source)
            SELECT DISTINCT :arn, source FROM told_value
            WHERE source <> :undefined
              AND NOT EXISTS (SELECT FROM attribution_source s WHERE s.metric_attribution_arn = :arn AND s.source = told_value.source)
            ORDER BY source
            LIMIT greatest(0, :most - (SELECT count(*) FROM attribution_source WHERE metric_attribution_arn = :arn))
            """)
        .param("arn", attribution.toString())
        .param("undefined", UNDEFINED)
        .param("most", limits.sourcesPerMetricAttribution())
        .update();
    jdbc.sql("""
            UPDATE told_value SET source = :undefined
            WHERE NOT EXISTS (SELECT FROM attribution_source s WHERE s.metric_attribution_arn = :arn AND s.source = told_value.source)
            """)
        .param("arn", attribution.toString())
        .param("undefined", UNDEFINED)
        .update();
  }

  private void addToWindows(Instant now) {
    long oldest = now.minus(OLDEST).getEpochSecond();
    jdbc.sql("""
            INSERT INTO attributed_value AS v (metric_id, source, window_start, value)
            SELECT metric_id, source, window_start, sum(value) FROM told_value WHERE window_start >= :oldest
            GROUP BY metric_id, source, window_start
            ON CONFLICT (metric_id, window_start, source) DO UPDATE SET value = v.value + excluded.value
            """).param("oldest", oldest).update();
    jdbc.sql("""
            INSERT INTO attributed_total AS t (metric_id, source, value)
            SELECT metric_id, source, sum(value) FROM told_value WHERE window_start >= :oldest
            GROUP BY metric_id, source
            ON CONFLICT (metric_id, source) DO UPDATE SET value = t.value + excluded.value
            """).param("oldest", oldest).update();
  }

  private void forgetEvaluated() {
    statements.execute("DROP TABLE " + EVALUATED);
  }

  /** The value of a metric of a source in a span of time. */
  public record Value(String source, Instant began, double value) {}

  /**
   * A metric's values since a moment, by source and time.
   *
   * @param span over how long windows are added up, from 1970 on; a multiple of a window
   */
  public List<Value> values(Arn attribution, String metricName, Instant from, Duration span) {
    return jdbc.sql("""
            SELECT source, window_start - window_start % :span AS began, sum(value)
            FROM attributed_value JOIN attributed_metric USING (metric_id)
            WHERE metric_attribution_arn = :arn AND metric_name = :name AND window_start >= :from
            GROUP BY source, began ORDER BY source, began
            """)
        .param("arn", attribution.toString())
        .param("name", metricName)
        .param("from", from.getEpochSecond())
        .param("span", span.toSeconds())
        .query((row, number) ->
            new Value(row.getString(1), Instant.ofEpochSecond(row.getLong(2)), row.getDouble(3)))
        .list();
  }

  /**
   * What a metric has come to since it was made.
   *
   * @param function as reports call it
   */
  public record Total(
      Arn attribution,
      String metricName,
      String eventType,
      String function,
      String source,
      double value) {}

  /** All totals there are. */
  public List<Total> totals() {
    return jdbc.sql("""
            SELECT metric_attribution_arn, metric_name, event_type, math_function, source, value
            FROM attributed_total JOIN attributed_metric USING (metric_id) ORDER BY metric_id, source
            """)
        .query((row, number) -> new Total(
            Arn.parse(row.getString(1)),
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getDouble(6)))
        .list();
  }

  /** Forgets windows that are too old to be told, and what nobody counts. */
  @Transactional
  public void forget(Instant now) {
    jdbc.sql("DELETE FROM attributed_value WHERE window_start < :kept")
        .param("kept", now.minus(KEPT).getEpochSecond())
        .update();
    jdbc.sql("""
            DELETE FROM unattributed_event e
            WHERE NOT EXISTS (SELECT FROM attributed_dataset a WHERE a.dataset_id = e.dataset_id)
            """).update();
    reports.forget(now.minus(KEPT));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.attribution;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.copy.Copies;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is to be written for metric attributions that have somewhere to write it: of events a report each quarter of an hour in
 * which there were some, of an import one.
 *
 * <p>What is in a complete report, and what its file is called, does not change any more. So it does not matter if a node that
 * dies has written it and another one writes it again.
 */
@Component
public class AttributionReports {
  private static final String OF_EVENTS = "PUT_EVENTS";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** Now, or a moment later if the attribution has a report of now. */
  private static final String FREE_TIME = """
      greatest(:now, (SELECT max(reported_at) + interval '1 millisecond' FROM attribution_report
        WHERE metric_attribution_arn = :arn))""";

  private static final String UNPUBLISHED = """
      SELECT report_id, metric_attribution_arn, import_method, destination, reported_at FROM attribution_report
      WHERE reported_at IS NOT NULL AND published_at IS NULL""";

  private final JdbcClient jdbc;
  private final Copies copies;

  public AttributionReports(JdbcClient jdbc, Copies copies) {
    this.jdbc = jdbc;
    this.copies = copies;
  }

  /**
   * A complete report that is to be written.
   *
   * @param importMethod how its events came in: {@code PUT_EVENTS}, {@code FULL} or {@code INCREMENTAL}
   * @param destination the folder it is for
   */
  public record Report(
      int id, Arn attribution, String importMethod, String destination, Instant reportedAt) {
    /** What its file is called. */
    public String fileName() {
      return "AggregatedAttributionMetrics - %s - %s.csv"
          .formatted(importMethod, TIME.format(reportedAt));
    }
  }

  /**
   * One value of a report.
   *
   * @param function as reports call it
   * @param window when its window begins
   */
  public record Line(
      String metricName,
      String eventType,
      double value,
      String function,
      String source,
      Instant window) {}

  /** The report that events are added to now; none if the attribution, which is held, has nowhere to write it. */
  Optional<Integer> ofEvents(Arn attribution, Instant now) {
    return destination(attribution)
        .map(folder ->
            open(attribution).orElseGet(() -> insert(attribution, OF_EVENTS, folder, "NULL", now)));
  }

  /** The same of an import: a report that is complete when the caller's transaction ends. */
  Optional<Integer> ofImport(Arn attribution, ImportMode mode, Instant now) {
    return destination(attribution)
        .map(folder -> insert(attribution, mode.name(), folder, FREE_TIME, now));
  }

  private Optional<String> destination(Arn attribution) {
    return jdbc.sql("""
            SELECT metrics_output_config -> 's3DataDestination' ->> 'path' FROM metric_attribution
            WHERE metric_attribution_arn = :arn AND metrics_output_config -> 's3DataDestination' IS NOT NULL
            """)
        .param("arn", attribution.toString())
        .query(String.class)
        .optional();
  }

  private Optional<Integer> open(Arn attribution) {
    return jdbc.sql(
            "SELECT report_id FROM attribution_report WHERE metric_attribution_arn = :arn AND reported_at IS NULL")
        .param("arn", attribution.toString())
        .query(Integer.class)
        .optional();
  }

  private int insert(
      Arn attribution, String method, String folder, String reportedAt, Instant now) {
    return jdbc.sql("""
            INSERT INTO attribution_report (metric_attribution_arn, import_method, destination, closes_at, reported_at)
            VALUES (:arn, :method, :folder, date_bin('15 minutes', :now, 'epoch') + interval '15 minutes', %s)
            RETURNING report_id
            """.formatted(reportedAt))
        .param("arn", attribution.toString())
        .param("method", method)
        .param("folder", folder)
        .param("now", Timestamps.timestamptz(now.truncatedTo(ChronoUnit.MILLIS)))
        .query(Integer.class)
        .single();
  }

  /** Adds what was just evaluated to a report. */
  void add(int report) {
    jdbc.sql("""
            INSERT INTO attribution_report_value AS v (report_id, metric_id, source, window_start, value)
            SELECT :report, metric_id, source, window_start, sum(value) FROM told_value
            GROUP BY metric_id, source, window_start
            ON CONFLICT (report_id, metric_id, window_start, source) DO UPDATE SET value = v.value + excluded.value
            """).param("report", report).update();
  }

  /** Completes the report of events of an attribution, which is held, if its quarter of an hour is over. */
  void completeDue(Arn attribution, Instant now) {
    complete(attribution, " AND closes_at <= :now", now);
  }

  /** Completes the report of events of an attribution, which is held, though its quarter of an hour may not be over. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void complete(Arn attribution, Instant now) {
    complete(attribution, "", now);
  }

  private void complete(Arn attribution, String which, Instant now) {
    jdbc.sql("""
            UPDATE attribution_report SET reported_at = %s WHERE metric_attribution_arn = :arn AND reported_at IS NULL%s
            """.formatted(FREE_TIME, which))
        .param("arn", attribution.toString())
        .param("now", Timestamps.timestamptz(now.truncatedTo(ChronoUnit.MILLIS)))
        .update();
  }

  /** The reports that are to be written, those that wait longest first. */
  public List<Report> unpublished() {
    return jdbc.sql(UNPUBLISHED + " ORDER BY reported_at, report_id")
        .query(AttributionReports::report)
        .list();
  }

  /** Holds a report that is still to be written, until the caller's transaction ends; not one that another node writes. */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean hold(Report report) {
    return !jdbc.sql(UNPUBLISHED + " AND report_id = :report FOR UPDATE SKIP LOCKED")
        .param("report", report.id())
        .query(AttributionReports::report)
        .list()
        .isEmpty();
  }

  private static Report report(ResultSet row, int number) throws SQLException {
    return new Report(
        row.getInt(1),
        Arn.parse(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getObject(5, OffsetDateTime.class).toInstant());
  }

  /** Reads a report, newest windows of a metric first. The reader must not ask the database anything. */
  public void read(Report report, Consumer<Line> reader) {
    copies.out("""
        SELECT metric_name, event_type, value, math_function, source, window_start
        FROM attribution_report_value JOIN attributed_metric USING (metric_id)
        WHERE report_id = %d ORDER BY metric_id, window_start DESC, source
        """.formatted(report.id()), rows -> {
      while (rows.nextRow()) {
        reader.accept(new Line(
            Objects.requireNonNull(rows.text()),
            Objects.requireNonNull(rows.text()),
            rows.number(),
            Objects.requireNonNull(rows.text()),
            Objects.requireNonNull(rows.text()),
            Instant.ofEpochSecond(rows.bigint())));
      }
    });
  }

  /** A report, which is held, has been written. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void published(Report report, Instant now) {
    jdbc.sql("DELETE FROM attribution_report_value WHERE report_id = :report")
        .param("report", report.id())
        .update();
    jdbc.sql("UPDATE attribution_report SET published_at = :now WHERE report_id = :report")
        .param("report", report.id())
        .param("now", Timestamps.timestamptz(now))
        .update();
  }

  /** Forgets reports, written or not, that were complete before a moment. */
  void forget(Instant before) {
    jdbc.sql("DELETE FROM attribution_report WHERE reported_at < :before")
        .param("before", Timestamps.timestamptz(before))
        .update();
  }
}

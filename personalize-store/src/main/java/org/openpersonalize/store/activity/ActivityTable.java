// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.activity.Activity.Kind;
import org.openpersonalize.store.activity.Activity.Progress;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The activities of all kinds. */
@Component
public class ActivityTable {
  /** What fits on a screen that is scrolled; more is on the next page. */
  public static final int PAGE = 50;

  /**
   * One row each. What follows something of the same {@code place} takes its place: the next import into a dataset, the next
   * version of a solution, the next batch job of a kind that asks one of a solution.
   */
  private static final String ACTIVITY = """
      WITH activity (kind, arn, place, dataset_group_arn, status, failure_reason, asked_at, changed_at) AS (
        SELECT 'IMPORT', j.dataset_import_job_arn, j.dataset_arn, d.dataset_group_arn, j.status, j.failure_reason,
          j.creation_date_time, j.last_updated_date_time
        FROM dataset_import_job j JOIN dataset d ON d.dataset_arn = j.dataset_arn
        UNION ALL
        SELECT 'EXPORT', j.dataset_export_job_arn, 'EXPORT ' || j.dataset_arn, d.dataset_group_arn, j.status, j.failure_reason,
          j.creation_date_time, j.last_updated_date_time
        FROM dataset_export_job j JOIN dataset d ON d.dataset_arn = j.dataset_arn
        UNION ALL
        SELECT 'DATA_DELETION', data_deletion_job_arn, 'DATA_DELETION ' || dataset_group_arn, dataset_group_arn, status,
          failure_reason, creation_date_time, last_updated_date_time
        FROM data_deletion_job
        UNION ALL
        SELECT 'TRAINING', solution_version_arn, solution_arn, dataset_group_arn, status, failure_reason,
          creation_date_time, last_updated_date_time
        FROM solution_version
        UNION ALL
        SELECT 'BACKTEST', s.solution_arn, 'BACKTEST ' || s.solution_arn, s.dataset_group_arn, b.status, b.failure_reason,
          b.asked_at, b.changed_at
        FROM cadence_backtest b JOIN solution s ON s.solution_arn = b.solution_arn
        UNION ALL
        SELECT 'DEPLOYMENT', c.campaign_arn, c.campaign_arn, v.dataset_group_arn, l.status, l.failure_reason, l.asked_at,
          l.changed_at
        FROM campaign c
          JOIN solution_version v ON v.solution_version_arn = c.solution_version_arn
          CROSS JOIN LATERAL (
            SELECT c.status, c.failure_reason, c.creation_date_time, c.last_updated_date_time
            WHERE c.latest_campaign_update IS NULL
            UNION ALL
            SELECT u ->> 'status', u ->> 'failureReason', to_timestamp((u ->> 'creationDateTime')::double precision),
              to_timestamp((u ->> 'lastUpdatedDateTime')::double precision)
            FROM (SELECT c.latest_campaign_update) AS latest (u)
            WHERE c.latest_campaign_update IS NOT NULL
          ) AS l (status, failure_reason, asked_at, changed_at)
        WHERE NOT starts_with(c.status, 'DELETE ')
        UNION ALL
        SELECT 'RECOMMENDER', r.recommender_arn, r.recommender_arn, r.dataset_group_arn,
          CASE WHEN l.status = 'ACTIVE' AND r.training_arn IS NOT NULL THEN 'CREATE IN_PROGRESS' ELSE l.status END,
          l.failure_reason, l.asked_at, l.changed_at
        FROM recommender r
          CROSS JOIN LATERAL (
            SELECT r.status, r.failure_reason, r.training_began, r.last_updated_date_time
            WHERE r.latest_recommender_update IS NULL
            UNION ALL
            SELECT u ->> 'status', u ->> 'failureReason', to_timestamp((u ->> 'creationDateTime')::double precision),
              to_timestamp((u ->> 'lastUpdatedDateTime')::double precision)
            FROM (SELECT r.latest_recommender_update) AS latest (u)
            WHERE r.latest_recommender_update IS NOT NULL
          ) AS l (status, failure_reason, asked_at, changed_at)
        WHERE NOT starts_with(r.status, 'DELETE ')
        UNION ALL
        SELECT 'INFERENCE', j.batch_inference_job_arn, 'INFERENCE ' || v.solution_arn, v.dataset_group_arn, j.status,
          j.failure_reason, j.creation_date_time, j.last_updated_date_time
        FROM batch_inference_job j JOIN solution_version v ON v.solution_version_arn = j.solution_version_arn
        UNION ALL
        SELECT 'SEGMENTS', j.batch_segment_job_arn, 'SEGMENTS ' || v.solution_arn, v.dataset_group_arn, j.status,
          j.failure_reason, j.creation_date_time, j.last_updated_date_time
        FROM batch_segment_job j JOIN solution_version v ON v.solution_version_arn = j.solution_version_arn
        UNION ALL
        SELECT 'DELETION', arn, arn, dataset_group_arn, status, NULL, changed_at, changed_at
        FROM (
          SELECT dataset_group_arn, dataset_group_arn, status, last_updated_date_time FROM dataset_group
          UNION ALL SELECT dataset_arn, dataset_group_arn, status, last_updated_date_time FROM dataset
          UNION ALL SELECT event_tracker_arn, dataset_group_arn, status, last_updated_date_time FROM event_tracker
          UNION ALL SELECT filter_arn, dataset_group_arn, status, last_updated_date_time FROM filter
          UNION ALL SELECT solution_arn, dataset_group_arn, status, last_updated_date_time FROM solution
          UNION ALL SELECT recommender_arn, dataset_group_arn, status, last_updated_date_time FROM recommender
          UNION ALL
          SELECT c.campaign_arn, v.dataset_group_arn, c.status, c.last_updated_date_time
          FROM campaign c JOIN solution_version v ON v.solution_version_arn = c.solution_version_arn
        ) AS leaving (arn, dataset_group_arn, status, changed_at)
        WHERE starts_with(status, 'DELETE ')
      )
      """;

  private static final String COLUMNS = """
      SELECT a.kind, a.arn, a.dataset_group_arn, a.status, a.failure_reason, a.asked_at, a.changed_at,
        coalesce(p.fraction, b.fraction), p.stage, p.seconds_left, b.lines
      """;

  private static final String PROGRESS = """
      LEFT JOIN recommender r ON r.recommender_arn = a.arn
      LEFT JOIN training_progress p ON p.trained_arn = coalesce(r.training_arn, a.arn)
        AND a.status IN ('CREATE IN_PROGRESS', 'CREATE STOPPING')
      LEFT JOIN LATERAL (
        SELECT sum(f.bytes_read)::double precision / sum(f.size), sum(f.lines)::bigint FROM batch_file f
        WHERE f.job_arn = a.arn
      ) AS b (fraction, lines) ON a.kind IN ('INFERENCE', 'SEGMENTS') AND a.status = 'CREATE IN_PROGRESS'
      """;

  private final JdbcClient jdbc;

  public ActivityTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One page, newest change first.
   *
   * @param statuses those that are wanted
   * @param after what the page begins behind
   * @return {@value #PAGE} at most; one that has as many may have a next page
   */
  public List<Activity> page(Collection<Status> statuses, Place after) {
    return jdbc.sql(ACTIVITY + COLUMNS + "FROM activity a " + PROGRESS + """
            WHERE a.status = ANY (:statuses) AND (a.changed_at, a.arn) < (:changed, :arn)
            ORDER BY a.changed_at DESC, a.arn DESC
            LIMIT :page
            """)
        .param("statuses", wire(statuses))
        .param("changed", Timestamps.timestamptz(after.changed()))
        .param("arn", after.arn())
        .param("page", PAGE)
        .query(ActivityTable::row)
        .list();
  }

  /** What has failed and was not done better since, newest first, {@value #PAGE} at most. */
  public List<Activity> unresolved() {
    return jdbc.sql(ACTIVITY + COLUMNS + """
            FROM (
              SELECT DISTINCT ON (place) * FROM activity WHERE status IN ('ACTIVE', 'CREATE FAILED', 'COMPLETED', 'FAILED')
              ORDER BY place, asked_at DESC, arn
            ) a
            """ + PROGRESS + """
            WHERE a.status IN ('CREATE FAILED', 'FAILED')
            ORDER BY a.changed_at DESC, a.arn DESC
            LIMIT :page
            """)
        .param("page", PAGE)
        .query(ActivityTable::row)
        .list();
  }

  /** The imports into a dataset, newest first, {@value #PAGE} at most. */
  public List<Activity> importsInto(Arn datasetArn) {
    return jdbc.sql(ACTIVITY + COLUMNS + "FROM activity a " + PROGRESS + """
            WHERE a.kind = 'IMPORT' AND a.place = :dataset
            ORDER BY a.asked_at DESC, a.arn DESC
            LIMIT :page
            """)
        .param("dataset", datasetArn.toString())
        .param("page", PAGE)
        .query(ActivityTable::row)
        .list();
  }

  /** The jobs of some kinds of a dataset group, newest first, {@value #PAGE} at most. */
  public List<Activity> ofGroup(Arn datasetGroupArn, Set<Kind> kinds) {
    return jdbc.sql(ACTIVITY + COLUMNS + "FROM activity a " + PROGRESS + """
            WHERE a.kind = ANY (:kinds) AND a.dataset_group_arn = :group
            ORDER BY a.asked_at DESC, a.arn DESC
            LIMIT :page
            """)
        .param("kinds", kinds.stream().map(Kind::name).toArray(String[]::new))
        .param("group", datasetGroupArn.toString())
        .param("page", PAGE)
        .query(ActivityTable::row)
        .list();
  }

  private static String[] wire(Collection<Status> statuses) {
    return statuses.stream().map(Status::wire).toArray(String[]::new);
  }

  private static Activity row(ResultSet row, int number) throws SQLException {
    return new Activity(
        Kind.valueOf(row.getString(1)),
        Arn.parse(row.getString(2)),
        Arn.parse(row.getString(3)),
        Status.ofWire(row.getString(4)),
        row.getString(5),
        row.getObject(6, OffsetDateTime.class).toInstant(),
        row.getObject(7, OffsetDateTime.class).toInstant(),
        progress(row));
  }

  private static @Nullable Progress progress(ResultSet row) throws SQLException {
    Double fraction = row.getObject(8, Double.class);
    return fraction == null
        ? null
        : new Progress(
            fraction,
            row.getString(9),
            row.getObject(10, Double.class),
            row.getObject(11, Long.class));
  }
}

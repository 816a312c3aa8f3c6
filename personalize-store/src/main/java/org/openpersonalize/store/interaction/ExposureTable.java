// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How often the items of datasets were shown and taken, counted from events.
 *
 * <p>An event that brings a list of what was shown says it all by itself. One that names an answer shows what was explored in
 * that answer, once however many events name it. Every event is counted once, whichever node counts it.
 */
@Component
public class ExposureTable {
  /** An event may commit after a later one, but hardly after this. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final JdbcClient jdbc;
  private final JdbcTemplate statements;

  public ExposureTable(JdbcClient jdbc, JdbcTemplate statements) {
    this.jdbc = jdbc;
    this.statements = statements;
  }

  /** What was explored in an answer. */
  public record ExploredAnswer(
      String recommendationId, int datasetId, List<String> itemIds, Instant answeredAt) {}

  /** How often an item was shown, and taken of these times. */
  public record Exposure(String itemId, long shown, long taken) {}

  /** What was explored, was shown, and was taken of that, since the count before. */
  public record Count(long shown, long taken) {
    static final Count NOTHING = new Count(0, 0);
  }

  /** Remembers what was explored, so that events can name it. */
  @Transactional
  public void remember(List<ExploredAnswer> answers) {
    statements.batchUpdate("""
        INSERT INTO explored_answer (recommendation_id, dataset_id, item_ids, answered_at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """, answers, answers.size(), (statement, answer) -> {
      statement.setString(1, answer.recommendationId());
      statement.setInt(2, answer.datasetId());
      statement.setArray(
          3, statement.getConnection().createArrayOf("text", answer.itemIds().toArray()));
      statement.setObject(4, Timestamps.timestamptz(answer.answeredAt()));
    });
  }

  /** Forgets answers that no event names any more. */
  public void forget(Instant answeredBefore) {
    jdbc.sql("DELETE FROM explored_answer WHERE answered_at < :before")
        .param("before", Timestamps.timestamptz(answeredBefore))
        .update();
  }

  /**
   * Counts what events of a dataset have told since they were last counted, or since the first time. Does nothing while
   * another node counts it.
   */
  @Transactional
  public Count count(int datasetId, Instant now) {
    OptionalLong from = lastCounted(datasetId);
    if (from.isEmpty()) {
      return Count.NOTHING;
    }
    long to = settled(from.getAsLong(), now);
    if (to == from.getAsLong()) {
      return Count.NOTHING;
    }
    jdbc.sql("UPDATE exposure_count SET arrival = :to WHERE dataset_id = :dataset")
        .param("to", to)
        .param("dataset", datasetId)
        .update();
    return count(datasetId, from.getAsLong(), to, now);
  }

  private OptionalLong lastCounted(int datasetId) {
    jdbc.sql("""
            INSERT INTO exposure_count (dataset_id, arrival)
            SELECT :dataset, coalesce(max(arrival), 0) FROM interaction_event
            ON CONFLICT DO NOTHING
            """).param("dataset", datasetId).update();
    return jdbc.sql(
            "SELECT arrival FROM exposure_count WHERE dataset_id = :dataset FOR UPDATE SKIP LOCKED")
        .param("dataset", datasetId)
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** The number of the last event before which none comes in any more. */
  private long settled(long from, Instant now) {
    return jdbc.sql("""
            SELECT coalesce(max(arrival), :from) FROM interaction_event
            WHERE arrival > :from AND received_at <= :settled
            """)
        .param("from", from)
        .param("settled", Timestamps.timestamptz(now.minus(SETTLED)))
        .query(Long.class)
        .single();
  }

  private Count count(int datasetId, long from, long to, Instant now) {
    return jdbc.sql("""
            WITH told AS (
              SELECT item_id, recommendation_id, impression FROM interaction_event
              WHERE dataset_id = :dataset AND arrival > :from AND arrival <= :to
                AND (impression IS NOT NULL OR recommendation_id IS NOT NULL)),
            of_answers AS (
              SELECT DISTINCT recommendation_id, item_id FROM told WHERE impression IS NULL),
            first_named AS (
              UPDATE explored_answer SET named = true
              WHERE dataset_id = :dataset AND NOT named
                AND recommendation_id IN (SELECT recommendation_id FROM of_answers)
              RETURNING item_ids),
            explored AS (
              SELECT unnest(item_ids) AS item_id, 1 AS shown, 0 AS taken FROM first_named
              UNION ALL
              SELECT of_answers.item_id, 0, 1 FROM of_answers JOIN explored_answer answer USING (recommendation_id)
              WHERE answer.dataset_id = :dataset AND of_answers.item_id = ANY (answer.item_ids)),
            listed AS (
              SELECT unnest(impression) AS item_id, 1 AS shown, 0 AS taken FROM told
              UNION ALL
              SELECT item_id, 0, 1 FROM told WHERE item_id = ANY (impression)),
            stored AS (
              INSERT INTO exposure (dataset_id, item_id, shown, taken, changed_at)
              SELECT :dataset, item_id, sum(shown), sum(taken), :now
              FROM (SELECT * FROM explored UNION ALL SELECT * FROM listed) both_ways
              GROUP BY item_id
              ON CONFLICT (dataset_id, item_id) DO UPDATE SET shown = exposure.shown + excluded.shown,
                taken = exposure.taken + excluded.taken, changed_at = excluded.changed_at)
            SELECT coalesce(sum(shown), 0), coalesce(sum(taken), 0) FROM explored
            """)
        .param("dataset", datasetId)
        .param("from", from)
        .param("to", to)
        .param("now", Timestamps.timestamptz(now))
        .query((row, number) -> new Count(row.getLong(1), row.getLong(2)))
        .single();
  }

  /** What is known of some items; nothing of those that were never shown. */
  public List<Exposure> of(int datasetId, Collection<String> itemIds) {
    return jdbc.sql(
            "SELECT item_id, shown, taken FROM exposure WHERE dataset_id = :dataset AND item_id = ANY (:items)")
        .param("dataset", datasetId)
        .param("items", itemIds.toArray(String[]::new))
        .query(ExposureTable::exposure)
        .list();
  }

  /** What has changed since a moment. */
  public List<Exposure> changedSince(int datasetId, Instant moment) {
    return jdbc.sql(
            "SELECT item_id, shown, taken FROM exposure WHERE dataset_id = :dataset AND changed_at >= :moment")
        .param("dataset", datasetId)
        .param("moment", Timestamps.timestamptz(moment))
        .query(ExposureTable::exposure)
        .list();
  }

  private static Exposure exposure(ResultSet row, int number) throws SQLException {
    return new Exposure(row.getString(1), row.getLong(2), row.getLong(3));
  }
}

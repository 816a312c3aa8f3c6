// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.model;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How far the trainings are that are under way, for whoever wants to watch one: nobody is told of changes, the row is to be
 * read again, once a second at most.
 */
@Component
public class TrainingProgressTable {
  private static final RowMapper<UnderWay> ROW = (row, number) -> new UnderWay(
      row.getObject(1, UUID.class),
      row.getObject(2, OffsetDateTime.class).toInstant(),
      row.getObject(3, OffsetDateTime.class).toInstant(),
      new Stand(
          row.getDouble(4),
          row.getString(5),
          row.getObject(6, Double.class),
          row.getObject(7, Double.class),
          row.getObject(8, Double.class)));

  private final JdbcClient jdbc;

  public TrainingProgressTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Where a training stands.
   *
   * @param fraction done so far, 0 to 1
   * @param stage what is being done
   * @param loss what the training minimises, null where the stage has none
   * @param ndcg at 10, of users that were held out, null until it is known
   * @param secondsLeft as expected, null until the training was forecast
   */
  public record Stand(
      double fraction,
      String stage,
      @Nullable Double loss,
      @Nullable Double ndcg,
      @Nullable Double secondsLeft) {}

  /**
   * A training that is under way, or whose process died.
   *
   * @param run the attempt
   * @param updated when the stand was written, every second as long as the process lives
   */
  public record UnderWay(UUID run, Instant started, Instant updated, Stand stand) {}

  /** A run begins, and takes the place of an earlier one of the same training. */
  @Transactional
  public void begin(Arn trainedArn, UUID run, Stand stand, Instant now) {
    withStand("""
            INSERT INTO training_progress (trained_arn, run_id, started_at, updated_at, fraction, stage, loss, ndcg,
              seconds_left)
            VALUES (:trained, :run, :now, :now, :fraction, :stage, :loss, :ndcg, :left)
            ON CONFLICT (trained_arn) DO UPDATE
            SET run_id = excluded.run_id, started_at = excluded.started_at, updated_at = excluded.updated_at,
              fraction = excluded.fraction, stage = excluded.stage, loss = excluded.loss, ndcg = excluded.ndcg,
              seconds_left = excluded.seconds_left
            """, stand)
        .param("trained", trainedArn.toString())
        .param("run", run)
        .param("now", Timestamps.timestamptz(now))
        .update();
  }

  /** Notes where a run stands; nothing happens if it has ended, or another has taken its place. */
  @Transactional
  public void update(Arn trainedArn, UUID run, Stand stand, Instant now) {
    withStand("""
            UPDATE training_progress
            SET updated_at = :now, fraction = :fraction, stage = :stage, loss = :loss, ndcg = :ndcg, seconds_left = :left
            WHERE trained_arn = :trained AND run_id = :run
            """, stand)
        .param("trained", trainedArn.toString())
        .param("run", run)
        .param("now", Timestamps.timestamptz(now))
        .update();
  }

  private JdbcClient.StatementSpec withStand(String sql, Stand stand) {
    return jdbc.sql(sql)
        .param("fraction", stand.fraction())
        .param("stage", stand.stage())
        .param("loss", stand.loss())
        .param("ndcg", stand.ndcg())
        .param("left", stand.secondsLeft());
  }

  /** A run has ended, however it did; nothing happens if another has taken its place. */
  @Transactional
  public void end(Arn trainedArn, UUID run) {
    jdbc.sql("DELETE FROM training_progress WHERE trained_arn = :trained AND run_id = :run")
        .param("trained", trainedArn.toString())
        .param("run", run)
        .update();
  }

  /** A training has ended, whichever run it was. */
  @Transactional
  public void end(Arn trainedArn) {
    jdbc.sql("DELETE FROM training_progress WHERE trained_arn = :trained")
        .param("trained", trainedArn.toString())
        .update();
  }

  /** The training of a resource; empty if none has begun, or it has ended. */
  @Transactional(readOnly = true)
  public Optional<UnderWay> find(Arn trainedArn) {
    return jdbc.sql("""
            SELECT run_id, started_at, updated_at, fraction, stage, loss, ndcg, seconds_left FROM training_progress
            WHERE trained_arn = :trained
            """).param("trained", trainedArn.toString()).query(ROW).optional();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.cadence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.cadence.CadencePlan;
import org.openpersonalize.core.cadence.DayScores;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** The tests of solutions, one of each, and the steps of those that are under way. */
@Component
public class CadenceBacktestTable {
  private static final TypeReference<List<DayScores>> SCORES = new TypeReference<>() {};

  private final JdbcClient jdbc;

  public CadenceBacktestTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A training that was done.
   *
   * @param seconds that it took, tests included
   */
  public record Step(int trainingDay, double seconds, List<DayScores> scores) {}

  /** Begins a test, in the place of the one before, whose result stays until there is a new one; the solution is locked. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void begin(Arn solution, CadencePlan plan, int maxMinutes, Instant now) {
    forgetSteps(solution);
    jdbc.sql("""
            INSERT INTO cadence_backtest (solution_arn, backtest_id, status, plan, max_minutes, asked_at, changed_at)
            VALUES (:solution, :id, :status, :plan::jsonb, :minutes, :now, :now)
            ON CONFLICT (solution_arn) DO UPDATE
            SET backtest_id = excluded.backtest_id, status = excluded.status, failure_reason = NULL, plan = excluded.plan,
              max_minutes = excluded.max_minutes, seen_offset = NULL, asked_at = excluded.asked_at,
              changed_at = excluded.changed_at
            """)
        .param("solution", solution.toString())
        .param("id", UUID.randomUUID())
        .param("status", Status.CREATE_PENDING.wire())
        .param("plan", json(plan))
        .param("minutes", maxMinutes)
        .param("now", Timestamps.timestamptz(now))
        .update();
  }

  /** The newest test of a solution; empty if there was none. */
  public Optional<CadenceBacktest> find(Arn solution) {
    return jdbc.sql("""
            SELECT solution_arn, backtest_id, status, failure_reason, plan::text, max_minutes, seen_offset, result::text,
              asked_at, changed_at
            FROM cadence_backtest WHERE solution_arn = :solution
            """)
        .param("solution", solution.toString())
        .query(CadenceBacktestTable::row)
        .optional();
  }

  private static CadenceBacktest row(ResultSet row, int number) throws SQLException {
    @Nullable String result = row.getString(8);
    return new CadenceBacktest(
        Arn.parse(row.getString(1)),
        row.getObject(2, UUID.class),
        Status.ofWire(row.getString(3)),
        row.getString(4),
        WireJson.read(row.getString(5).getBytes(UTF_8), CadencePlan.class),
        row.getInt(6),
        row.getObject(7, Double.class),
        result == null ? null : WireJson.read(result.getBytes(UTF_8), MeasuredCadences.class),
        row.getObject(9, OffsetDateTime.class).toInstant(),
        row.getObject(10, OffsetDateTime.class).toInstant());
  }

  /**
   * Brings a test from one status to another.
   *
   * @param reason why it failed; null if it did not
   * @return false, and nothing has changed, if it is another one by now or in none of these statuses
   */
  @Transactional
  public boolean move(
      CadenceBacktest backtest,
      Collection<Status> from,
      Status to,
      @Nullable String reason,
      Instant now) {
    boolean moved = jdbc.sql("""
                UPDATE cadence_backtest SET status = :to, failure_reason = :reason, changed_at = :now
                WHERE solution_arn = :solution AND backtest_id = :id AND status = ANY (:from)
                """)
            .param("to", to.wire())
            .param("reason", reason)
            .param("now", Timestamps.timestamptz(now))
            .param("solution", backtest.solutionArn().toString())
            .param("id", backtest.id())
            .param("from", from.stream().map(Status::wire).toArray(String[]::new))
            .update()
        > 0;
    if (moved && to != Status.CREATE_IN_PROGRESS) {
      forgetSteps(backtest.solutionArn());
    }
    return moved;
  }

  /** Notes what is added to the score of what a user had. */
  @Transactional
  public void learned(CadenceBacktest backtest, double seenOffset) {
    jdbc.sql("UPDATE cadence_backtest SET seen_offset = :offset WHERE backtest_id = :id")
        .param("offset", seenOffset)
        .param("id", backtest.id())
        .update();
  }

  /** Notes a step, unless the test has ended. */
  @Transactional
  public void add(CadenceBacktest backtest, Step step) {
    jdbc.sql("""
            INSERT INTO cadence_backtest_step (backtest_id, training_day, seconds, scores)
            SELECT backtest_id, :day, :seconds, :scores::jsonb
            FROM cadence_backtest WHERE backtest_id = :id AND status = :status
            ON CONFLICT DO NOTHING
            """)
        .param("day", step.trainingDay())
        .param("seconds", step.seconds())
        .param("scores", json(step.scores()))
        .param("id", backtest.id())
        .param("status", Status.CREATE_IN_PROGRESS.wire())
        .update();
  }

  /** How many steps are done. */
  public int stepsDone(CadenceBacktest backtest) {
    return jdbc.sql("SELECT count(*) FROM cadence_backtest_step WHERE backtest_id = :id")
        .param("id", backtest.id())
        .query(Integer.class)
        .single();
  }

  /** The steps so far. */
  public List<Step> steps(CadenceBacktest backtest) {
    return jdbc.sql("""
            SELECT training_day, seconds, scores::text FROM cadence_backtest_step
            WHERE backtest_id = :id ORDER BY training_day
            """)
        .param("id", backtest.id())
        .query((row, number) -> new Step(
            row.getInt(1), row.getDouble(2), WireJson.mapper().readValue(row.getString(3), SCORES)))
        .list();
  }

  /** Ends a test with its result; nothing happens if it has ended. */
  @Transactional
  public void complete(CadenceBacktest backtest, MeasuredCadences result, Instant now) {
    if (move(backtest, List.of(Status.CREATE_IN_PROGRESS), Status.ACTIVE, null, now)) {
      jdbc.sql("UPDATE cadence_backtest SET result = :result::jsonb WHERE backtest_id = :id")
          .param("result", json(result))
          .param("id", backtest.id())
          .update();
    }
  }

  private void forgetSteps(Arn solution) {
    jdbc.sql("""
            DELETE FROM cadence_backtest_step
            WHERE backtest_id = (SELECT backtest_id FROM cadence_backtest WHERE solution_arn = :solution)
            """).param("solution", solution.toString()).update();
  }

  private static String json(Object value) {
    return new String(WireJson.write(value), UTF_8);
  }
}

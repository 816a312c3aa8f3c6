// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.model;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.forecast.Forecast;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What trainings were expected to take and what they took, by the resource that is trained. */
@Component
public class TrainingForecasts {
  private final JdbcClient jdbc;

  public TrainingForecasts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A training's forecast beside what came of it.
   *
   * @param actual null until the training has ended; its {@code servingBytes} are those of the forecast
   */
  public record Outcome(Forecast forecast, @Nullable Forecast actual) {}

  /** Notes a forecast; that of an earlier run of the same training is replaced. */
  @Transactional
  public void put(Arn trainedArn, Forecast forecast, Instant now) {
    jdbc.sql("""
            INSERT INTO training_forecast (trained_arn, forecast_at, seconds, heap_bytes, model_bytes, serving_bytes)
            VALUES (:trained, :now, :seconds, :heap, :model, :serving)
            ON CONFLICT (trained_arn) DO UPDATE
            SET forecast_at = excluded.forecast_at, seconds = excluded.seconds, heap_bytes = excluded.heap_bytes,
              model_bytes = excluded.model_bytes, serving_bytes = excluded.serving_bytes
            """)
        .param("trained", trainedArn.toString())
        .param("now", Timestamps.timestamptz(now))
        .param("seconds", forecast.seconds())
        .param("heap", forecast.heapBytes())
        .param("model", forecast.modelBytes())
        .param("serving", forecast.servingBytes())
        .update();
  }

  /** Notes what a training took, in the transaction that makes ACTIVE what was trained. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void compare(Arn trainedArn, double seconds, long heapBytes, long modelBytes) {
    jdbc.sql("""
            UPDATE training_forecast
            SET actual_seconds = :seconds, actual_heap_bytes = :heap, actual_model_bytes = :model
            WHERE trained_arn = :trained
            """)
        .param("trained", trainedArn.toString())
        .param("seconds", seconds)
        .param("heap", heapBytes)
        .param("model", modelBytes)
        .update();
  }

  /** The forecast of a training; empty if it has not come so far. */
  public Optional<Outcome> find(Arn trainedArn) {
    return jdbc.sql("""
            SELECT seconds, heap_bytes, model_bytes, serving_bytes, actual_seconds, actual_heap_bytes, actual_model_bytes
            FROM training_forecast WHERE trained_arn = :trained
            """)
        .param("trained", trainedArn.toString())
        .query((row, number) -> {
          long serving = row.getLong(4);
          double actualSeconds = row.getDouble(5);
          Forecast actual = row.wasNull()
              ? null
              : new Forecast(actualSeconds, row.getLong(6), row.getLong(7), serving);
          return new Outcome(
              new Forecast(row.getDouble(1), row.getLong(2), row.getLong(3), serving), actual);
        })
        .optional();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.wire.WireJson;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** How the losses of trainings went, while they are under way and after. */
@Component
public class TrainingCurves {
  private static final TypeReference<List<Point>> POINTS = new TypeReference<>() {};

  private final JdbcClient jdbc;

  public TrainingCurves(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a training reported once.
   *
   * @param fraction of the whole training that was done, 0 to 1
   * @param stage what was being done; losses of different stages are of different models
   * @param loss what that minimises
   */
  public record Point(double fraction, String stage, double loss) {}

  /** Notes the points of a run so far, in the place of what was noted before. */
  @Transactional
  public void put(Arn trainedArn, UUID run, List<Point> points) {
    jdbc.sql("""
            INSERT INTO training_curve (trained_arn, run_id, points) VALUES (:trained, :run, :points::jsonb)
            ON CONFLICT (trained_arn) DO UPDATE SET run_id = excluded.run_id, points = excluded.points
            """)
        .param("trained", trainedArn.toString())
        .param("run", run)
        .param("points", new String(WireJson.write(points), StandardCharsets.UTF_8))
        .update();
  }

  /** The points of a training's last run, in the order of time; none if it reported no loss. */
  @Transactional(readOnly = true)
  public List<Point> find(Arn trainedArn) {
    return jdbc.sql("SELECT points::text FROM training_curve WHERE trained_arn = :trained")
        .param("trained", trainedArn.toString())
        .query((row, number) -> WireJson.mapper().readValue(row.getString(1), POINTS))
        .optional()
        .orElse(List.of());
  }
}

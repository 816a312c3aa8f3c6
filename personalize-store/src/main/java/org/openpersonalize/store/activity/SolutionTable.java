// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.job.JobType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The solutions of a group, whatever their status. */
@Component
public class SolutionTable {
  private static final int MOST = 100;

  private final JdbcClient jdbc;

  public SolutionTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** By ARN, {@value #MOST} at most, which is far more than the quota. */
  public List<SolutionEntry> of(Arn datasetGroup) {
    return jdbc.sql("""
            SELECT s.solution_arn, s.status, s.recipe_arn, t.execution_time
            FROM solution s
              LEFT JOIN train_task t ON t.task_name = :schedule AND t.task_instance = s.solution_arn
            WHERE s.dataset_group_arn = :group
            ORDER BY s.solution_arn
            LIMIT :most
            """)
        .param("schedule", JobType.AUTO_TRAIN_SOLUTION.name())
        .param("group", datasetGroup.toString())
        .param("most", MOST)
        .query((row, number) -> new SolutionEntry(
            Arn.parse(row.getString(1)),
            Status.ofWire(row.getString(2)),
            arn(row.getString(3)),
            instant(row.getObject(4, OffsetDateTime.class))))
        .list();
  }

  private static @Nullable Arn arn(@Nullable String text) {
    return text == null ? null : Arn.parse(text);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }
}

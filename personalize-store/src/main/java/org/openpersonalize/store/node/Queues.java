// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.node;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The queues of jobs, one for each role of workers. */
@Component
public class Queues {
  private final JdbcClient jdbc;

  public Queues(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public List<Queue> list(Instant now) {
    return jdbc.sql("""
            SELECT role, count(*) FILTER (WHERE picked), count(*) FILTER (WHERE NOT picked AND execution_time <= :now),
              count(*) FILTER (WHERE NOT picked AND execution_time > :now),
              min(execution_time) FILTER (WHERE NOT picked AND execution_time <= :now)
            FROM (VALUES ('import'), ('train'), ('deploy'), ('batch')) AS roles (role)
              LEFT JOIN (
                SELECT 'import', picked, execution_time FROM import_task
                UNION ALL SELECT 'train', picked, execution_time FROM train_task
                UNION ALL SELECT 'deploy', picked, execution_time FROM deploy_task
                UNION ALL SELECT 'batch', picked, execution_time FROM batch_task
              ) AS task (of_role, picked, execution_time) ON of_role = role
            GROUP BY role ORDER BY role
            """)
        .param("now", Timestamps.timestamptz(now))
        .query((row, number) -> {
          OffsetDateTime oldest = row.getObject(5, OffsetDateTime.class);
          return new Queue(
              row.getString(1),
              row.getLong(2),
              row.getLong(3),
              row.getLong(4),
              oldest == null ? null : oldest.toInstant());
        })
        .list();
  }
}

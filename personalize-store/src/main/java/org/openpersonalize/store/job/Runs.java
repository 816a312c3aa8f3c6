// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import java.time.Instant;
import java.util.UUID;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who works on a resource now.
 *
 * <p>A worker that was taken for dead may come back while its successor is at work. Whoever {@link #begin}s last owns the
 * resource; {@link #requireCurrent} stops everybody else from publishing.
 */
@Component
public class Runs {
  private final JdbcClient jdbc;

  public Runs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Takes over the work on a resource. */
  @Transactional
  public UUID begin(Arn resource, Instant now) {
    UUID run = UUID.randomUUID();
    jdbc.sql("""
            INSERT INTO job_run (resource_arn, run_id, started_at) VALUES (:arn, :run, :now)
            ON CONFLICT (resource_arn) DO UPDATE SET run_id = excluded.run_id, started_at = excluded.started_at
            """)
        .param("arn", resource.toString())
        .param("run", run)
        .param("now", Timestamps.timestamptz(now))
        .update();
    return run;
  }

  /**
   * Checks, in the transaction that publishes, that nobody has taken over, and keeps it so until the commit.
   *
   * @throws IllegalStateException if somebody has
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void requireCurrent(Arn resource, UUID run) {
    boolean current = jdbc.sql(
            "SELECT run_id = :run FROM job_run WHERE resource_arn = :arn FOR UPDATE")
        .param("arn", resource.toString())
        .param("run", run)
        .query(Boolean.class)
        .optional()
        .orElse(false);
    if (!current) {
      throw new IllegalStateException("Another worker has taken over " + resource);
    }
  }

  /** The work on a resource has ended. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void end(Arn resource) {
    jdbc.sql("DELETE FROM job_run WHERE resource_arn = :arn")
        .param("arn", resource.toString())
        .update();
  }
}

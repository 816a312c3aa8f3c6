// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.model;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The models that ACTIVE campaigns and recommenders answer with. */
@Component
public class DeployedModels {
  private final JdbcClient jdbc;

  public DeployedModels(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What they take in memory together, in bytes; one that several answer with counts for each of them. */
  public long bytes() {
    return jdbc.sql("""
            SELECT coalesce(sum(size_in_bytes), 0)
            FROM (SELECT solution_version_arn AS trained_arn FROM campaign WHERE status = 'ACTIVE'
                  UNION ALL
                  SELECT trained_arn FROM recommender WHERE status = 'ACTIVE') AS deployed
            JOIN published_model USING (trained_arn)
            """).query(Long.class).single();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.OffsetDateTime;
import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.activity.LiveModel.LiveVersion;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The campaigns and recommenders that are ACTIVE, with what they answer with. */
@Component
public class LiveModels {
  private static final int MOST = 100;

  private final JdbcClient jdbc;

  public LiveModels(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** By ARN, {@value #MOST} at most. */
  public List<LiveModel> list() {
    return jdbc.sql("""
            SELECT c.campaign_arn AS asked, v.dataset_group_arn, v.solution_version_arn, v.recipe_arn, v.version_number, m.published_at
            FROM campaign c
              JOIN solution_version v ON v.solution_version_arn = c.solution_version_arn
              JOIN published_model m ON m.trained_arn = v.solution_version_arn
            WHERE c.status = 'ACTIVE'
            UNION ALL
            SELECT r.recommender_arn, r.dataset_group_arn, NULL, r.recipe_arn, NULL, m.published_at
            FROM recommender r JOIN published_model m ON m.trained_arn = r.trained_arn
            WHERE r.status = 'ACTIVE'
            ORDER BY asked
            LIMIT :most
            """)
        .param("most", MOST)
        .query((row, number) -> new LiveModel(
            Arn.parse(row.getString(1)),
            Arn.parse(row.getString(2)),
            row.getString(3) == null
                ? null
                : new LiveVersion(Arn.parse(row.getString(3)), row.getInt(5)),
            Arn.parse(row.getString(4)),
            row.getObject(6, OffsetDateTime.class).toInstant()))
        .list();
  }
}

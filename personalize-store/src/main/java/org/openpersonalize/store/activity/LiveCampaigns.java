// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.OffsetDateTime;
import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The campaigns that are ACTIVE, with what they answer with. */
@Component
public class LiveCampaigns {
  private static final int MOST = 100;

  private final JdbcClient jdbc;

  public LiveCampaigns(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** By ARN, {@value #MOST} at most. */
  public List<LiveCampaign> list() {
    return jdbc.sql("""
            SELECT c.campaign_arn, v.dataset_group_arn, v.solution_version_arn, v.recipe_arn, v.version_number,
              m.published_at
            FROM campaign c
              JOIN solution_version v ON v.solution_version_arn = c.solution_version_arn
              JOIN published_model m ON m.trained_arn = v.solution_version_arn
            WHERE c.status = 'ACTIVE'
            ORDER BY c.campaign_arn
            LIMIT :most
            """)
        .param("most", MOST)
        .query((row, number) -> new LiveCampaign(
            Arn.parse(row.getString(1)),
            Arn.parse(row.getString(2)),
            Arn.parse(row.getString(3)),
            Arn.parse(row.getString(4)),
            row.getInt(5),
            row.getObject(6, OffsetDateTime.class).toInstant()))
        .list();
  }
}

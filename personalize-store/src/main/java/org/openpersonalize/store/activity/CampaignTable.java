// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.OffsetDateTime;
import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.activity.CampaignEntry.LiveVersion;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The campaigns of a group, whatever their status, with what they answer with. */
@Component
public class CampaignTable {
  private static final int MOST = 100;

  private final JdbcClient jdbc;

  public CampaignTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** By ARN, {@value #MOST} at most, which is far more than the quota. */
  public List<CampaignEntry> of(Arn datasetGroup) {
    return jdbc.sql("""
            SELECT c.campaign_arn, c.status, c.failure_reason, v.solution_version_arn, v.version_number, m.published_at,
              coalesce((c.campaign_config ->> 'syncWithLatestSolutionVersion')::boolean, false)
            FROM campaign c
              JOIN solution_version v ON v.solution_version_arn = c.solution_version_arn
              JOIN published_model m ON m.trained_arn = v.solution_version_arn
            WHERE v.dataset_group_arn = :group
            ORDER BY c.campaign_arn
            LIMIT :most
            """)
        .param("group", datasetGroup.toString())
        .param("most", MOST)
        .query((row, number) -> new CampaignEntry(
            Arn.parse(row.getString(1)),
            Status.ofWire(row.getString(2)),
            row.getString(3),
            new LiveVersion(
                Arn.parse(row.getString(4)),
                row.getInt(5),
                row.getObject(6, OffsetDateTime.class).toInstant()),
            row.getBoolean(7)))
        .list();
  }
}

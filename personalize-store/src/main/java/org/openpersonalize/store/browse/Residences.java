// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.browse;

import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds where resources of all kinds belong, in one statement. */
@Component
public class Residences {
  private final JdbcClient jdbc;

  public Residences(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Where a resource belongs; empty if there is none of this ARN, or it belongs to no dataset group. */
  public Optional<Residence> of(Arn arn) {
    return jdbc.sql("""
            SELECT dataset_group_arn, NULL FROM dataset_group WHERE dataset_group_arn = :arn
            UNION ALL
            SELECT dataset_group_arn, dataset_type FROM dataset WHERE dataset_arn = :arn
            UNION ALL
            SELECT d.dataset_group_arn, d.dataset_type
            FROM dataset_import_job j JOIN dataset d ON d.dataset_arn = j.dataset_arn WHERE j.dataset_import_job_arn = :arn
            UNION ALL
            SELECT d.dataset_group_arn, d.dataset_type
            FROM dataset_export_job j JOIN dataset d ON d.dataset_arn = j.dataset_arn WHERE j.dataset_export_job_arn = :arn
            UNION ALL
            SELECT dataset_group_arn, NULL FROM data_deletion_job WHERE data_deletion_job_arn = :arn
            UNION ALL
            SELECT dataset_group_arn, NULL FROM event_tracker WHERE event_tracker_arn = :arn
            UNION ALL
            SELECT dataset_group_arn, NULL FROM filter WHERE filter_arn = :arn
            UNION ALL
            SELECT dataset_group_arn, NULL FROM solution WHERE solution_arn = :arn
            UNION ALL
            SELECT dataset_group_arn, CAST(version_number AS text) FROM solution_version WHERE solution_version_arn = :arn
            UNION ALL
            SELECT dataset_group_arn, NULL FROM recommender WHERE recommender_arn = :arn
            UNION ALL
            SELECT v.dataset_group_arn, NULL
            FROM campaign c JOIN solution_version v ON v.solution_version_arn = c.solution_version_arn
            WHERE c.campaign_arn = :arn
            UNION ALL
            SELECT v.dataset_group_arn, NULL
            FROM batch_inference_job j JOIN solution_version v ON v.solution_version_arn = j.solution_version_arn
            WHERE j.batch_inference_job_arn = :arn
            UNION ALL
            SELECT v.dataset_group_arn, NULL
            FROM batch_segment_job j JOIN solution_version v ON v.solution_version_arn = j.solution_version_arn
            WHERE j.batch_segment_job_arn = :arn
            LIMIT 1
            """)
        .param("arn", arn.toString())
        .query((row, number) -> new Residence(Arn.parse(row.getString(1)), row.getString(2)))
        .optional();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.store.activity.VersionEntry.Model;
import org.openpersonalize.store.catalog.TrainingType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** The solution versions with their numbers, their models, and the campaigns that answer with them. */
@Component
public class VersionTable {
  /** What fits on a screen that is scrolled; more is on the next page. */
  public static final int PAGE = 50;

  private static final TypeReference<Map<String, Double>> METRICS = new TypeReference<>() {};

  private static final String ENTRY = """
      SELECT v.solution_version_arn, v.dataset_group_arn, v.version_number, v.status, v.failure_reason, v.training_type, v.creation_date_time,
        v.last_updated_date_time, m.published_at, m.size_in_bytes, m.metrics::text, m.baseline_metrics::text,
        ARRAY(
          SELECT c.campaign_arn FROM campaign c
          WHERE c.solution_version_arn = v.solution_version_arn AND c.status = 'ACTIVE' ORDER BY 1
        )
      FROM solution_version v LEFT JOIN published_model m ON m.trained_arn = v.solution_version_arn
      """;

  private final JdbcClient jdbc;

  public VersionTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The newest versions of each solution of a group, so many of each, and those that campaigns answer with; newest first. */
  public List<VersionEntry> newest(Arn datasetGroup, int ofEach) {
    return jdbc.sql(ENTRY + """
            WHERE v.dataset_group_arn = :group AND (
              v.version_number > (
                SELECT s.versions_made - :each FROM solution s WHERE s.solution_arn = v.solution_arn
              )
              OR EXISTS (SELECT FROM campaign c WHERE c.solution_version_arn = v.solution_version_arn)
            )
            ORDER BY v.solution_arn, v.version_number DESC
            """)
        .param("group", datasetGroup.toString())
        .param("each", ofEach)
        .query(VersionTable::entry)
        .list();
  }

  /**
   * Versions of a solution, newest first, {@value #PAGE} at most.
   *
   * @param before the number that the page begins behind
   */
  public List<VersionEntry> page(Arn solution, int before) {
    return jdbc.sql(ENTRY + """
            WHERE v.solution_arn = :solution AND v.version_number < :before
            ORDER BY v.version_number DESC
            LIMIT :page
            """)
        .param("solution", solution.toString())
        .param("before", before)
        .param("page", PAGE)
        .query(VersionTable::entry)
        .list();
  }

  /** The version of this number; empty if there is none. */
  public Optional<VersionEntry> find(Arn solution, int number) {
    return jdbc.sql(ENTRY + "WHERE v.solution_arn = :solution AND v.version_number = :number")
        .param("solution", solution.toString())
        .param("number", number)
        .query(VersionTable::entry)
        .optional();
  }

  /** The version of this name; empty if there is none. */
  public Optional<VersionEntry> find(Arn version) {
    return jdbc.sql(ENTRY + "WHERE v.solution_version_arn = :version")
        .param("version", version.toString())
        .query(VersionTable::entry)
        .optional();
  }

  private static VersionEntry entry(ResultSet row, int number) throws SQLException {
    return new VersionEntry(
        Arn.parse(row.getString(1)),
        Arn.parse(row.getString(2)),
        row.getInt(3),
        Status.ofWire(row.getString(4)),
        row.getString(5),
        TrainingType.valueOf(row.getString(6)) == TrainingType.AUTOMATIC,
        row.getObject(7, OffsetDateTime.class).toInstant(),
        row.getObject(8, OffsetDateTime.class).toInstant(),
        model(row),
        Arrays.stream((String[]) row.getArray(13).getArray()).map(Arn::parse).toList());
  }

  private static @Nullable Model model(ResultSet row) throws SQLException {
    OffsetDateTime published = row.getObject(9, OffsetDateTime.class);
    return published == null
        ? null
        : new Model(
            published.toInstant(),
            row.getLong(10),
            WireJson.mapper().readValue(row.getString(11), METRICS),
            WireJson.mapper().readValue(row.getString(12), METRICS));
  }
}

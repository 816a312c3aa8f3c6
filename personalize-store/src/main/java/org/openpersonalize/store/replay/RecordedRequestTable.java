// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.wire.WireJson;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The last requests of each campaign and recommender; they go with it. */
@Component
public class RecordedRequestTable {
  /** So many of each are kept. */
  public static final int KEPT = 1_000;

  /** Held by who adds, together with others, and by who deletes users, alone: until either commits. */
  private static final long LOCK = 0x7265636f72646564L;

  private final JdbcClient jdbc;

  public RecordedRequestTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds requests in their order, and forgets those that are too many then. Of what is gone none is added, and none that came before users
   * of its dataset group were deleted, for it may be of one of them.
   */
  @Transactional
  public void add(List<RecordedRequest> requests) {
    jdbc.sql("SELECT pg_advisory_xact_lock_shared(%d)".formatted(LOCK)).query().singleRow();
    Map<Arn, List<RecordedRequest>> byDeployment = requests.stream()
        .filter(RecordedRequestTable::isText)
        .collect(Collectors.groupingBy(
            RecordedRequest::deploymentArn, TreeMap::new, Collectors.toList()));
    byDeployment.forEach((deployment, all) -> {
      insert(deployment, all.subList(Math.max(0, all.size() - KEPT), all.size()));
      trim(deployment);
    });
  }

  /**
   * Deletes those that name a user of the table {@code deleted_user}, or a session of {@code deleted_session} that is whole, for the
   * campaigns and recommenders of a dataset group. Whoever adds waits until this is committed.
   *
   * @return how many
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public long deleteOfUsers(Arn datasetGroup) {
    jdbc.sql("SELECT pg_advisory_xact_lock(%d)".formatted(LOCK)).query().singleRow();
    return jdbc.sql("""
            DELETE FROM recorded_request request
            USING (SELECT campaign_arn AS arn FROM campaign JOIN solution_version USING (solution_version_arn)
                WHERE dataset_group_arn = :group
                UNION ALL
                SELECT recommender_arn FROM recommender WHERE dataset_group_arn = :group) AS deployment
            WHERE coalesce(request.campaign_arn, request.recommender_arn) = deployment.arn
              AND (request.user_id IN (SELECT user_id FROM deleted_user)
                OR request.user_id IN (SELECT session_id FROM deleted_session WHERE whole)
                OR EXISTS (
                  SELECT FROM jsonb_each_text(request.filter_values) AS value,
                    unnest(string_to_array(value.value, ',')) AS part
                  WHERE btrim(part, ' "') IN (SELECT user_id FROM deleted_user)))
            """).param("group", datasetGroup.toString()).update();
  }

  /** Postgres has no texts with a NUL in them. */
  private static boolean isText(RecordedRequest request) {
    return Stream.concat(
            Stream.of(request.userId(), request.itemId()), request.filterValues().values().stream())
        .noneMatch(text -> text != null && text.indexOf('\0') >= 0);
  }

  /** One statement, however many they are. */
  private void insert(Arn deployment, List<RecordedRequest> requests) {
    jdbc.sql("""
            INSERT INTO recorded_request
              (campaign_arn, recommender_arn, user_id, item_id, num_results, filter_arn, filter_values, requested_at)
            SELECT deployment.campaign_arn, deployment.recommender_arn, user_id, item_id, num_results, filter_arn, filter_values::jsonb,
              to_timestamp(epoch_millis / 1000.0)
            FROM (SELECT campaign_arn, NULL AS recommender_arn, dataset_group_arn
                FROM campaign JOIN solution_version USING (solution_version_arn) WHERE campaign_arn = :deployment
                UNION ALL
                SELECT NULL, recommender_arn, dataset_group_arn FROM recommender WHERE recommender_arn = :deployment)
                AS deployment,
              unnest(:users::text[], :items::text[], :numbers::int[], :filters::text[], :values::text[],
                :moments::bigint[]) WITH ORDINALITY
                AS request (user_id, item_id, num_results, filter_arn, filter_values, epoch_millis, place)
            WHERE NOT EXISTS (SELECT FROM data_deletion_job deletion
              WHERE deletion.dataset_group_arn = deployment.dataset_group_arn AND deletion.status = 'COMPLETED'
                AND deletion.last_updated_date_time >= to_timestamp(epoch_millis / 1000.0))
            ORDER BY place
            """)
        .param("deployment", deployment.toString())
        .param("users", texts(requests, RecordedRequest::userId))
        .param("items", texts(requests, RecordedRequest::itemId))
        .param(
            "numbers", requests.stream().map(RecordedRequest::numResults).toArray(Integer[]::new))
        .param("filters", texts(requests, RecordedRequestTable::filter))
        .param("values", texts(requests, RecordedRequestTable::values))
        .param(
            "moments",
            requests.stream()
                .map(request -> request.requestedAt().toEpochMilli())
                .toArray(Long[]::new))
        .update();
  }

  private static @Nullable String[] texts(
      List<RecordedRequest> requests, Function<RecordedRequest, @Nullable String> member) {
    return requests.stream().map(member).toArray(String[]::new);
  }

  private static @Nullable String filter(RecordedRequest request) {
    return request.filterArn() == null ? null : request.filterArn().toString();
  }

  private static String values(RecordedRequest request) {
    return new String(WireJson.write(request.filterValues()), UTF_8);
  }

  private void trim(Arn deployment) {
    jdbc.sql("""
            DELETE FROM recorded_request
            WHERE deployment_arn = :deployment AND request_id <= (
              SELECT request_id FROM recorded_request WHERE deployment_arn = :deployment
              ORDER BY request_id DESC OFFSET :kept LIMIT 1)
            """).param("deployment", deployment.toString()).param("kept", KEPT).update();
  }

  /** The last requests of a campaign or recommender, newest first. */
  public List<RecordedRequest> of(Arn deployment) {
    return jdbc.sql("""
            SELECT deployment_arn, user_id, item_id, num_results, filter_arn, filter_values, requested_at
            FROM recorded_request
            WHERE deployment_arn = :deployment
            ORDER BY request_id DESC
            LIMIT :kept
            """)
        .param("deployment", deployment.toString())
        .param("kept", KEPT)
        .query(RecordedRequestTable::request)
        .list();
  }

  @SuppressWarnings("unchecked") // the values were written as texts by their names
  private static RecordedRequest request(ResultSet row, int number) throws SQLException {
    @Nullable String filter = row.getString(5);
    return new RecordedRequest(
        Arn.parse(row.getString(1)),
        row.getString(2),
        row.getString(3),
        row.getInt(4),
        filter == null ? null : Arn.parse(filter),
        WireJson.read(row.getString(6).getBytes(UTF_8), Map.class),
        row.getObject(7, OffsetDateTime.class).toInstant());
  }

  /** How many of the last requests of each campaign and recommender name a filter; those of which none does are left out. */
  public Map<Arn, Integer> naming(Arn filter) {
    Map<Arn, Integer> requests = new TreeMap<>();
    jdbc.sql("""
            SELECT deployment_arn, count(*) FROM recorded_request WHERE filter_arn = :filter
            GROUP BY deployment_arn
            """).param("filter", filter.toString()).query(row -> {
      requests.put(Arn.parse(row.getString(1)), row.getInt(2));
    });
    return requests;
  }

  /** Forgets all of them. */
  public void clear() {
    jdbc.sql("DELETE FROM recorded_request").update();
  }
}

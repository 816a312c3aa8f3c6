// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.traffic;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What campaigns and recommenders were asked, by step and gateway; it goes with them. */
@Component
public class TrafficTable {
  /** More rows than a week of ten campaigns on three gateways has by the hour, or a day by ten minutes. */
  static final int MOST = 20_000;

  /** So many old rows are deleted at a time. */
  private static final int FORGOTTEN = 5_000;

  private static final String ROWS = """
      SELECT s.deployment_arn, s.gateway, coalesce(t.began_at, s.asked_at), coalesce(t.latencies, ''), coalesce(t.client_errors, 0),
        coalesce(t.server_errors, 0), s.asked_at
      FROM traffic_source s
        LEFT JOIN campaign_traffic t ON t.source_id = s.source_id AND t.minutes = :minutes AND t.began_at >= :from
      """;

  private static final String NEWEST = " ORDER BY t.began_at DESC NULLS LAST LIMIT :most";

  private final JdbcClient jdbc;

  public TrafficTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Writes rows in the place of those that are there, however often, in one statement. What is gone is passed over.
   */
  public void write(Collection<DeploymentTraffic> rows) {
    List<DeploymentTraffic> all = List.copyOf(rows);
    jdbc.sql("""
            WITH written AS (
              SELECT * FROM unnest(:deployments::text[], :gateways::text[], :minutes::smallint[], :begins::bigint[],
                :clientErrors::int[], :serverErrors::int[], :latencies::bytea[], :moments::bigint[])
                AS w (deployment_arn, gateway, minutes, began, client_errors, server_errors, latencies, asked)),
            source AS (
              INSERT INTO traffic_source AS s (campaign_arn, recommender_arn, gateway, asked_at)
              SELECT c.campaign_arn, r.recommender_arn, w.gateway, to_timestamp(max(w.asked) / 1000.0)
              FROM written w
                LEFT JOIN campaign c ON c.campaign_arn = w.deployment_arn
                LEFT JOIN recommender r ON r.recommender_arn = w.deployment_arn
              WHERE c.campaign_arn IS NOT NULL OR r.recommender_arn IS NOT NULL
              GROUP BY c.campaign_arn, r.recommender_arn, w.gateway
              ON CONFLICT (deployment_arn, gateway) DO UPDATE SET asked_at = greatest(s.asked_at, excluded.asked_at)
              RETURNING source_id, deployment_arn, gateway)
            INSERT INTO campaign_traffic (minutes, began_at, source_id, client_errors, server_errors, latencies)
            SELECT w.minutes, to_timestamp(w.began), s.source_id, w.client_errors, w.server_errors, w.latencies
            FROM written w JOIN source s ON s.deployment_arn = w.deployment_arn AND s.gateway = w.gateway
            ON CONFLICT (minutes, began_at, source_id) DO UPDATE SET client_errors = excluded.client_errors,
              server_errors = excluded.server_errors, latencies = excluded.latencies
            """)
        .param("deployments", texts(all, row -> row.deploymentArn().toString()))
        .param("gateways", texts(all, DeploymentTraffic::gateway))
        .param("minutes", numbers(all, row -> row.step().minutes()))
        .param("begins", numbers(all, row -> row.began().getEpochSecond()))
        .param("clientErrors", numbers(all, row -> row.traffic().clientErrors()))
        .param("serverErrors", numbers(all, row -> row.traffic().serverErrors()))
        .param(
            "latencies",
            all.stream().map(row -> row.traffic().latencies().toBytes()).toArray(byte[][]::new))
        .param("moments", numbers(all, row -> row.asked().toEpochMilli()))
        .update();
  }

  private static String[] texts(
      List<DeploymentTraffic> rows, Function<DeploymentTraffic, String> of) {
    return rows.stream().map(of).toArray(String[]::new);
  }

  private static Long[] numbers(
      List<DeploymentTraffic> rows, ToLongFunction<DeploymentTraffic> of) {
    return rows.stream().mapToLong(of).boxed().toArray(Long[]::new);
  }

  /**
   * What some campaigns and recommenders were asked in the steps since a moment, newest first, {@value #MOST} rows at most. A gateway that was not
   * asked since has one row, with nothing in it but when it was asked last.
   */
  public List<DeploymentTraffic> since(Step step, Instant from, Collection<Arn> deployments) {
    return rows(
        step,
        jdbc.sql(ROWS + "WHERE s.deployment_arn = ANY (:deployments)" + NEWEST)
            .param("deployments", deployments.stream().map(Arn::toString).toArray(String[]::new)),
        from);
  }

  /** What all of them were asked, likewise. */
  public List<DeploymentTraffic> since(Step step, Instant from) {
    return rows(step, jdbc.sql(ROWS + NEWEST), from);
  }

  private static List<DeploymentTraffic> rows(
      Step step, JdbcClient.StatementSpec statement, Instant from) {
    return statement
        .param("minutes", step.minutes())
        .param("from", Timestamps.timestamptz(from))
        .param("most", MOST)
        .query((row, number) -> new DeploymentTraffic(
            Arn.parse(row.getString(1)),
            row.getString(2),
            step,
            row.getObject(3, OffsetDateTime.class).toInstant(),
            new Traffic(Latencies.read(row.getBytes(4)), row.getLong(5), row.getLong(6)),
            row.getObject(7, OffsetDateTime.class).toInstant()))
        .list();
  }

  /**
   * Deletes some of the rows that began before a moment.
   *
   * @return whether there may be more
   */
  public boolean forget(Instant before) {
    int deleted = 0;
    for (Step step : Step.values()) {
      deleted = Math.max(deleted, forget(step, before));
    }
    jdbc.sql("DELETE FROM traffic_source WHERE asked_at < :before")
        .param("before", Timestamps.timestamptz(before))
        .update();
    return deleted == FORGOTTEN;
  }

  private int forget(Step step, Instant before) {
    return jdbc.sql("""
            DELETE FROM campaign_traffic WHERE (minutes, began_at, source_id) IN (
              SELECT minutes, began_at, source_id FROM campaign_traffic
              WHERE minutes = :minutes AND began_at < :before ORDER BY began_at LIMIT :forgotten)
            """)
        .param("minutes", step.minutes())
        .param("before", Timestamps.timestamptz(before))
        .param("forgotten", FORGOTTEN)
        .update();
  }

  /** Forgets everything. */
  public void clear() {
    jdbc.sql("DELETE FROM campaign_traffic").update();
    jdbc.sql("DELETE FROM traffic_source").update();
  }
}

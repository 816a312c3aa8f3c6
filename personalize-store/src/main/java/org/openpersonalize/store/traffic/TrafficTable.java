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

/** What campaigns were asked, by step and gateway; it goes with the campaign. */
@Component
public class TrafficTable {
  /** More rows than a week of ten campaigns on three gateways has by the hour, or a day by ten minutes. */
  static final int MOST = 20_000;

  /** So many old rows are deleted at a time. */
  private static final int FORGOTTEN = 5_000;

  private static final String ROWS = """
      SELECT s.campaign_arn, s.gateway, coalesce(t.began_at, s.asked_at), coalesce(t.latencies, ''), coalesce(t.client_errors, 0),
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
   * Writes rows in the place of those that are there, however often, in one statement. Campaigns that are gone are passed over.
   */
  public void write(Collection<CampaignTraffic> rows) {
    List<CampaignTraffic> all = List.copyOf(rows);
    jdbc.sql("""
            WITH written AS (
              SELECT * FROM unnest(:campaigns::text[], :gateways::text[], :minutes::smallint[], :begins::bigint[],
                :clientErrors::int[], :serverErrors::int[], :latencies::bytea[], :moments::bigint[])
                AS w (campaign_arn, gateway, minutes, began, client_errors, server_errors, latencies, asked)),
            source AS (
              INSERT INTO traffic_source AS s (campaign_arn, gateway, asked_at)
              SELECT c.campaign_arn, w.gateway, to_timestamp(max(w.asked) / 1000.0)
              FROM written w JOIN campaign c ON c.campaign_arn = w.campaign_arn
              GROUP BY c.campaign_arn, w.gateway
              ON CONFLICT (campaign_arn, gateway) DO UPDATE SET asked_at = greatest(s.asked_at, excluded.asked_at)
              RETURNING source_id, campaign_arn, gateway)
            INSERT INTO campaign_traffic (minutes, began_at, source_id, client_errors, server_errors, latencies)
            SELECT w.minutes, to_timestamp(w.began), s.source_id, w.client_errors, w.server_errors, w.latencies
            FROM written w JOIN source s ON s.campaign_arn = w.campaign_arn AND s.gateway = w.gateway
            ON CONFLICT (minutes, began_at, source_id) DO UPDATE SET client_errors = excluded.client_errors,
              server_errors = excluded.server_errors, latencies = excluded.latencies
            """)
        .param("campaigns", texts(all, row -> row.campaignArn().toString()))
        .param("gateways", texts(all, CampaignTraffic::gateway))
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

  private static String[] texts(List<CampaignTraffic> rows, Function<CampaignTraffic, String> of) {
    return rows.stream().map(of).toArray(String[]::new);
  }

  private static Long[] numbers(List<CampaignTraffic> rows, ToLongFunction<CampaignTraffic> of) {
    return rows.stream().mapToLong(of).boxed().toArray(Long[]::new);
  }

  /**
   * What some campaigns were asked in the steps since a moment, newest first, {@value #MOST} rows at most. A gateway that was not
   * asked since has one row, with nothing in it but when it was asked last.
   */
  public List<CampaignTraffic> since(Step step, Instant from, Collection<Arn> campaigns) {
    return rows(
        step,
        jdbc.sql(ROWS + "WHERE s.campaign_arn = ANY (:campaigns)" + NEWEST)
            .param("campaigns", campaigns.stream().map(Arn::toString).toArray(String[]::new)),
        from);
  }

  /** What all campaigns were asked, likewise. */
  public List<CampaignTraffic> since(Step step, Instant from) {
    return rows(step, jdbc.sql(ROWS + NEWEST), from);
  }

  private static List<CampaignTraffic> rows(
      Step step, JdbcClient.StatementSpec statement, Instant from) {
    return statement
        .param("minutes", step.minutes())
        .param("from", Timestamps.timestamptz(from))
        .param("most", MOST)
        .query((row, number) -> new CampaignTraffic(
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

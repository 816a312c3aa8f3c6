// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.deployment;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.copy.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The history of what campaigns answered with. It goes with its campaign. */
@Component
public class CampaignDeployments {
  /** What fits on a screen that is scrolled; more is on the next page. */
  public static final int PAGE = 50;

  private final JdbcClient jdbc;

  public CampaignDeployments(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A time in which a campaign answered with one version.
   *
   * @param id greater than those of the times before
   * @param versionNumber null if the version is gone
   * @param isAutomatic did the campaign follow its solution, or did somebody ask for the version?
   * @param ended null for what it answers with now
   */
  public record Deployment(
      long id,
      Arn solutionVersionArn,
      @Nullable Integer versionNumber,
      boolean isAutomatic,
      Instant began,
      @Nullable Instant ended) {
    /** Is it what the campaign answers with now? */
    public boolean isLive() {
      return ended == null;
    }
  }

  /** Notes why a campaign will answer with a version, when it is asked to; what it was asked before is forgotten. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void ask(Arn campaign, Arn version, boolean isAutomatic) {
    jdbc.sql("""
            INSERT INTO campaign_deployment (campaign_arn, solution_version_arn, automatic)
            VALUES (:campaign, :version, :automatic)
            ON CONFLICT (campaign_arn) WHERE began_at IS NULL
            DO UPDATE SET solution_version_arn = excluded.solution_version_arn, automatic = excluded.automatic
            """)
        .param("campaign", campaign.toString())
        .param("version", version.toString())
        .param("automatic", isAutomatic)
        .update();
  }

  /**
   * Notes that a campaign answers with a version from now on, in the transaction that makes it so. Nothing is noted if it did
   * before: only how it answers has changed.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void begin(Arn campaign, Arn version, Instant now) {
    jdbc.sql("""
            WITH asked AS (
              DELETE FROM campaign_deployment WHERE campaign_arn = :campaign AND began_at IS NULL RETURNING automatic
            )
            INSERT INTO campaign_deployment (campaign_arn, solution_version_arn, automatic, began_at)
            SELECT :campaign, :version, coalesce((SELECT automatic FROM asked), false), :now
            WHERE :version IS DISTINCT FROM (
              SELECT solution_version_arn FROM campaign_deployment
              WHERE campaign_arn = :campaign AND began_at IS NOT NULL
              ORDER BY deployment_id DESC LIMIT 1
            )
            """)
        .param("campaign", campaign.toString())
        .param("version", version.toString())
        .param("now", Timestamps.timestamptz(now))
        .update();
  }

  /** What a campaign answers with and answered with before, newest first, {@value #PAGE} at most. */
  public List<Deployment> latest(Arn campaign) {
    return before(campaign, Long.MAX_VALUE);
  }

  /** The next page of {@link #latest}, behind the deployment of this id. */
  public List<Deployment> before(Arn campaign, long id) {
    return jdbc.sql("""
            SELECT d.deployment_id, d.solution_version_arn, v.version_number, d.automatic, d.began_at, d.ended_at
            FROM (
              SELECT *, lead(began_at) OVER (ORDER BY deployment_id) AS ended_at FROM campaign_deployment
              WHERE campaign_arn = :campaign AND began_at IS NOT NULL
            ) d
            LEFT JOIN solution_version v USING (solution_version_arn)
            WHERE d.deployment_id < :id
            ORDER BY d.deployment_id DESC
            LIMIT :page
            """)
        .param("campaign", campaign.toString())
        .param("id", id)
        .param("page", PAGE)
        .query((row, number) -> new Deployment(
            row.getLong(1),
            Arn.parse(row.getString(2)),
            row.getObject(3, Integer.class),
            row.getBoolean(4),
            row.getObject(5, OffsetDateTime.class).toInstant(),
            ended(row.getObject(6, OffsetDateTime.class))))
        .list();
  }

  private static @Nullable Instant ended(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }
}

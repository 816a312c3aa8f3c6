// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** A campaign keeps one solution version in memory and answers requests with it. */
@Entity
public class Campaign extends FallibleResource {
  @Id
  private Arn campaignArn;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  private Arn solutionVersionArn;

  @Column(name = "min_provisioned_tps", nullable = false)
  private int minProvisionedTPS;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable CampaignConfig campaignConfig;

  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable CampaignUpdateSummary latestCampaignUpdate;

  protected Campaign() {}

  public Campaign(
      Arn campaignArn,
      String name,
      Arn solutionVersionArn,
      int minProvisionedTPS,
      @Nullable CampaignConfig campaignConfig,
      Instant now) {
    super(Status.CREATE_PENDING, now);
    this.campaignArn = campaignArn;
    this.name = name;
    this.solutionVersionArn = solutionVersionArn;
    this.minProvisionedTPS = minProvisionedTPS;
    this.campaignConfig = campaignConfig;
  }

  @Override
  public Arn arn() {
    return campaignArn;
  }

  public String name() {
    return name;
  }

  public Arn solutionVersionArn() {
    return solutionVersionArn;
  }

  public int minProvisionedTPS() {
    return minProvisionedTPS;
  }

  public @Nullable CampaignConfig campaignConfig() {
    return campaignConfig;
  }

  public @Nullable CampaignUpdateSummary latestCampaignUpdate() {
    return latestCampaignUpdate;
  }

  /** Asks for a change; what serves now goes on serving until {@link #deploy} or {@link #fail}. */
  public void request(CampaignUpdateSummary update, Instant now) {
    this.latestCampaignUpdate = update;
    touch(now);
  }

  /** The version that waits to be deployed; empty if none does, or the campaign is to be deleted. */
  public Optional<Arn> wantedVersion() {
    if (Status.DELETING.contains(status())) {
      return Optional.empty();
    }
    if (latestCampaignUpdate != null && latestCampaignUpdate.isUnderWay()) {
      return Optional.of(latestCampaignUpdate.solutionVersionArn());
    }
    return Status.UNDER_WAY.contains(status()) ? Optional.of(solutionVersionArn) : Optional.empty();
  }

  /** Serves what the pending update asks for, or what the campaign was created with; the model has been checked. */
  public void deploy(Instant now) {
    CampaignUpdateSummary update = latestCampaignUpdate;
    if (update != null && update.isUnderWay()) {
      this.solutionVersionArn = update.solutionVersionArn();
      this.minProvisionedTPS = update.minProvisionedTPS();
      this.campaignConfig = update.campaignConfig();
      this.latestCampaignUpdate = update.ended(Status.ACTIVE, null, now);
      this.failureReason = null;
    }
    become(Status.ACTIVE, now);
  }

  /** Gives up on what was asked for: a new campaign fails, an updated one goes on as it was. */
  @Override
  public void fail(String reason, Instant now) {
    CampaignUpdateSummary update = latestCampaignUpdate;
    if (update != null && update.isUnderWay()) {
      this.latestCampaignUpdate = update.ended(Status.CREATE_FAILED, reason, now);
      touch(now);
    } else {
      super.fail(reason, now);
    }
  }
}

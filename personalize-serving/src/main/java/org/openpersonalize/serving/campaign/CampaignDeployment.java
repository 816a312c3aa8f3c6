// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.campaign;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.model.ModelLoader;
import org.openpersonalize.serving.model.ModelRoom;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.deployment.CampaignDeployments;
import org.openpersonalize.store.job.CreationJob;
import org.openpersonalize.store.job.JobRefused;
import org.openpersonalize.store.job.JobType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Deploys what a campaign asks for: reads the model once, to be sure that it can be served, and then switches. */
@Component
public class CampaignDeployment extends CreationJob<Campaign> {
  private static final Logger log = LoggerFactory.getLogger(CampaignDeployment.class);

  private final ModelLoader models;
  private final ModelRoom room;
  private final CampaignDeployments deployments;
  private final Resources resources;

  CampaignDeployment(
      CampaignRepository campaigns,
      ModelLoader models,
      ModelRoom room,
      CampaignDeployments deployments,
      Means means) {
    super(JobType.DEPLOY_CAMPAIGN, campaigns, means);
    this.models = models;
    this.room = room;
    this.deployments = deployments;
    this.resources = means.resources();
  }

  /** An ACTIVE campaign may want another version. */
  @Override
  protected boolean isWanted(Campaign campaign) {
    return campaign.wantedVersion().isPresent();
  }

  @Override
  protected boolean isSame(Campaign begun, Campaign now) {
    return begun.wantedVersion().equals(now.wantedVersion());
  }

  /** The campaign's state is what it does for its users, not what is done about it. */
  @Override
  protected void begin(Campaign campaign, Instant now) {}

  @Override
  protected void work(Campaign campaign, Run run) throws JobRefused {
    Arn version = campaign.wantedVersion().orElseThrow();
    if (!isServed(campaign, version)) {
      requireRoom(version);
    }
    try {
      models.load(version);
    } catch (UnreadableModelException e) {
      throw new JobRefused(
          "The model cannot be read: %s. Train a new version.".formatted(e.getMessage()), e);
    } catch (IOException e) {
      throw new IllegalStateException("The model of " + version + " could not be fetched", e);
    }
    run.complete(row -> {
      Instant now = resources.now();
      row.deploy(now);
      deployments.begin(row.arn(), row.solutionVersionArn(), now);
    });
    log.info("Deployed {} in {}", version, campaign.arn());
  }

  private static boolean isServed(Campaign campaign, Arn version) {
    return campaign.status() == Status.ACTIVE && campaign.solutionVersionArn().equals(version);
  }

  /** The old model, if there is one, answers until the new one is in memory, and counts until then. */
  private void requireRoom(Arn version) throws JobRefused {
    Optional<String> refusal = room.refusal(version);
    if (refusal.isPresent()) {
      throw new JobRefused(refusal.get());
    }
  }

  @Override
  protected String gaveUp(Throwable error) {
    return "The service failed several times while deploying: %s. Its log says more; then try again."
        .formatted(error.getMessage());
  }
}

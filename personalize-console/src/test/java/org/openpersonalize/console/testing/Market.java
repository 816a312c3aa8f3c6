// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.testing;

import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.campaign.CampaignDeployment;
import org.openpersonalize.serving.campaign.CampaignService;
import org.openpersonalize.serving.campaign.CampaignService.CreateCampaign;
import org.openpersonalize.serving.campaign.CampaignService.DeleteCampaign;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.training.run.TrainingRun;
import org.springframework.stereotype.Component;

/** A shop with models that are trained and campaigns that answer; jobs are done at once, by who asks for them here. */
@Component
public class Market extends Shop {
  public static final int USERS = 500;
  private static final int EACH = 8;

  private final TrainingRun training;
  private final CampaignService campaigns;
  private final CampaignDeployment deployment;
  private final List<JobHandler> handlers;

  Market(
      Tables tables,
      TrainingRun training,
      CampaignService campaigns,
      CampaignDeployment deployment,
      List<JobHandler> handlers) {
    super(tables);
    this.training = training;
    this.campaigns = campaigns;
    this.deployment = deployment;
    this.handlers = handlers;
  }

  /** Users with eight purchases each, every other one of mugs alone. */
  public void sell() {
    long now = now().toEpochMilli();
    sell(loader -> {
      for (int sale = 0; sale < USERS * EACH; sale++) {
        int buyer = sale % USERS;
        String kind = buyer % 2 == 0 ? "mug" : "cup";
        loader.add(
            "u" + buyer,
            kind + (sale / USERS * 7 + buyer) % 40,
            "buy",
            Double.NaN,
            now - sale,
            null,
            null,
            null,
            null);
      }
    });
  }

  /** A version that waits, the first of its solution. */
  public Arn untrained(String recipe) {
    return untrained(solution(recipe));
  }

  /** A trained version, the first of its solution. */
  public Arn trained(String recipe) {
    return trained(solution(recipe));
  }

  /** A trained version of a solution. */
  public Arn trained(Arn solution) {
    Arn version = untrained(solution);
    training.run(version);
    return version;
  }

  /** A campaign that answers with a version. */
  public Arn live(Arn version) {
    Arn campaign = campaigns
        .create(new CreateCampaign(unused("campaign"), version, null, null, null))
        .campaignArn();
    deployment.run(campaign);
    return campaign;
  }

  /** Does what a campaign was asked for. */
  public void deploy(Arn campaign) {
    deployment.run(campaign);
  }

  /** Takes a campaign away. */
  public void close(Arn campaign) {
    campaigns.delete(new DeleteCampaign(campaign));
    run(JobType.DELETE_CAMPAIGN, campaign);
  }

  /** Does a job. */
  public void run(JobType type, Arn resource) {
    handlers.stream()
        .filter(handler -> handler.type() == type)
        .findFirst()
        .orElseThrow()
        .run(resource);
  }

  /** The ARN of a dataset group of this name. */
  public Arn group(String name) {
    return GROUP.sibling(ResourceType.DATASET_GROUP, name);
  }
}

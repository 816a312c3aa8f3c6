// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.campaign;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.model.ModelRoom;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.CampaignUpdateSummary;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.deployment.CampaignDeployments;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** CreateCampaign, UpdateCampaign, DescribeCampaign, ListCampaigns and DeleteCampaign. */
@Service
public class CampaignService {
  private final CampaignRepository campaigns;
  private final SolutionVersionRepository versions;
  private final VersionChoice choice;
  private final CampaignDeployments deployments;
  private final ModelRoom room;
  private final Resources resources;
  private final Jobs jobs;

  CampaignService(
      CampaignRepository campaigns,
      SolutionVersionRepository versions,
      VersionChoice choice,
      CampaignDeployments deployments,
      ModelRoom room,
      Resources resources,
      Jobs jobs) {
    this.campaigns = campaigns;
    this.versions = versions;
    this.choice = choice;
    this.deployments = deployments;
    this.room = room;
    this.resources = resources;
    this.jobs = jobs;
  }

  /** {@code solutionVersionArn} may be {@code <solutionArn>/$LATEST}. */
  public record CreateCampaign(
      @NotNull @Name String name,

      @NotNull Arn solutionVersionArn,
      @Nullable @Min(1) Integer minProvisionedTPS,
      @Nullable @Valid CampaignConfig campaignConfig,
      @Nullable @Tags List<@Valid @NotNull Tag> tags) {}

  public record CreateCampaignResponse(Arn campaignArn) {}

  @Transactional
  public CreateCampaignResponse create(CreateCampaign request) {
    SolutionVersion version =
        choice.deployable(request.solutionVersionArn(), request.campaignConfig());
    room.refusal(version.arn()).ifPresent(reason -> {
      throw ErrorCode.LIMIT_EXCEEDED.because(reason);
    });
    Campaign campaign = new Campaign(
        version.arn().sibling(ResourceType.CAMPAIGN, request.name()),
        request.name(),
        version.arn(),
        Objects.requireNonNullElse(request.minProvisionedTPS(), 1),
        request.campaignConfig(),
        resources.now());
    resources.create(campaign, request.tags(), quota(version.datasetGroupArn()));
    deployments.ask(campaign.arn(), version.arn(), false);
    jobs.enqueue(JobType.DEPLOY_CAMPAIGN, campaign.arn());
    return new CreateCampaignResponse(campaign.arn());
  }

  private Quota quota(Arn datasetGroupArn) {
    return new Quota(
        campaigns.countBySolutionVersionArnInAndStatusIn(
            versionsOfGroup(datasetGroupArn), Status.KEPT),
        Limits::campaignsPerDatasetGroup,
        "Cannot create a campaign. More than %d resources in ACTIVE state. Please delete some and try again.");
  }

  private Set<Arn> versionsOfGroup(Arn datasetGroupArn) {
    return versions.findByDatasetGroupArn(datasetGroupArn).stream()
        .map(SolutionVersion::arn)
        .collect(Collectors.toSet());
  }

  public record UpdateCampaign(
      @NotNull Arn campaignArn,
      @Nullable Arn solutionVersionArn,
      @Nullable @Min(1) Integer minProvisionedTPS,
      @Nullable @Valid CampaignConfig campaignConfig) {}

  public record UpdateCampaignResponse(Arn campaignArn) {}

  /** Asks for a change; what serves now serves until the new version has been checked. */
  @Transactional
  public UpdateCampaignResponse update(UpdateCampaign request) {
    Campaign campaign = campaigns.lock(request.campaignArn());
    campaign.requireSettled();
    CampaignUpdateSummary pending = campaign.latestCampaignUpdate();
    if (pending != null && pending.isUnderWay()) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "%s is being updated. Wait until the update is ACTIVE and try again."
              .formatted(campaign.arn()));
    }
    CampaignConfig config = Objects.requireNonNullElse(
        request.campaignConfig(),
        Objects.requireNonNullElse(
            campaign.campaignConfig(), new CampaignConfig(null, null, null, null)));
    Arn wanted = request.solutionVersionArn();
    if (wanted == null) {
      wanted = CampaignConfig.syncs(config)
          ? campaign.solutionVersionArn().parent().child(Arn.LATEST)
          : campaign.solutionVersionArn();
    }
    Arn version = choice.deployable(wanted, config).arn();
    int tps = Objects.requireNonNullElse(request.minProvisionedTPS(), campaign.minProvisionedTPS());
    deployments.ask(campaign.arn(), version, false);
    requestUpdate(campaign, version, tps, config);
    return new UpdateCampaignResponse(campaign.arn());
  }

  /** Brings a campaign that follows its solution to a new version; {@code campaign} is locked. */
  @Transactional
  void sync(Campaign campaign, SolutionVersion version) {
    deployments.ask(campaign.arn(), version.arn(), true);
    requestUpdate(campaign, version.arn(), campaign.minProvisionedTPS(), campaign.campaignConfig());
  }

  private void requestUpdate(
      Campaign campaign, Arn version, int tps, @Nullable CampaignConfig config) {
    Instant now = resources.now();
    campaign.request(
        new CampaignUpdateSummary(version, tps, config, Status.CREATE_PENDING, null, now, now),
        now);
    resources.changed(campaign.arn());
    jobs.enqueue(JobType.DEPLOY_CAMPAIGN, campaign.arn());
  }

  public record DescribeCampaign(@NotNull Arn campaignArn) {}

  public record DescribeCampaignResponse(Campaign campaign) {}

  @Transactional(readOnly = true)
  public DescribeCampaignResponse describe(DescribeCampaign request) {
    return new DescribeCampaignResponse(campaigns.get(request.campaignArn()));
  }

  public record ListCampaigns(
      @Nullable Arn solutionArn,

      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  /** A campaign as lists show it. */
  public record CampaignSummary(
      String name,
      Arn campaignArn,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      @Nullable String failureReason) {}

  public record ListCampaignsResponse(
      List<CampaignSummary> campaigns, @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListCampaignsResponse list(ListCampaigns request) {
    return page(request).as(ListCampaignsResponse::new);
  }

  private Page<CampaignSummary> page(ListCampaigns request) {
    Arn solution = request.solutionArn();
    if (solution == null) {
      return campaigns.page(CampaignSummary.class, Map.of(), request.page());
    }
    Set<Arn> ofSolution = versions.findBySolutionArn(solution).stream()
        .map(SolutionVersion::arn)
        .collect(Collectors.toSet());
    return campaigns.pageOfSolution(CampaignSummary.class, solution, ofSolution, request.page());
  }

  public record DeleteCampaign(@NotNull Arn campaignArn) {}

  /** Takes the campaign out of use at once; a job then deletes it. */
  @Transactional
  public void delete(DeleteCampaign request) {
    Campaign campaign = campaigns.lock(request.campaignArn());
    campaign.requireSettled();
    resources.retire(campaign);
    jobs.enqueueDeletion(JobType.DELETE_CAMPAIGN, campaign.arn());
  }
}

package org.openpersonalize.serving.campaign;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.model.ModelLoader;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Deploys what a campaign asks for: reads the model once, to be sure that it can be served, and then switches. */
@Component
public class CampaignDeployment implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(CampaignDeployment.class);

  private final CampaignRepository campaigns;
  private final ModelLoader models;
  private final ChangeFeed changes;
  private final TransactionTemplate transaction;
  private final Clock clock;

  public CampaignDeployment(
      CampaignRepository campaigns,
      ModelLoader models,
      ChangeFeed changes,
      TransactionTemplate transaction,
      Clock clock) {
    this.campaigns = campaigns;
    this.models = models;
    this.changes = changes;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public JobType type() {
    return JobType.DEPLOY_CAMPAIGN;
  }

  @Override
  public Optional<Instant> run(Arn campaignArn) {
    Optional<Arn> wanted = campaigns.findById(campaignArn).flatMap(Campaign::wantedVersion);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    Arn version = wanted.get();
    try {
      models.load(version);
      end(campaignArn, version, campaign -> campaign.deploy(clock.instant()));
      log.info("Deployed {} in {}", version, campaignArn);
    } catch (UnreadableModelException e) {
      String reason =
          "The model cannot be read: %s. Train a new version.".formatted(e.getMessage());
      end(campaignArn, version, campaign -> campaign.refuse(reason, clock.instant()));
      log.warn("Could not deploy {} in {}: {}", version, campaignArn, reason);
    } catch (IOException e) {
      throw new IllegalStateException("The model of " + version + " could not be fetched", e);
    }
    return Optional.empty();
  }

  /** Changes the campaign if it still wants the version that was looked at. */
  private void end(Arn campaignArn, Arn version, Consumer<Campaign> change) {
    transaction.executeWithoutResult(status -> campaigns.findById(campaignArn).ifPresent(found -> {
      Campaign campaign = campaigns.lock(campaignArn);
      if (campaign.wantedVersion().equals(Optional.of(version))) {
        change.accept(campaign);
        changes.announce(campaignArn);
      }
    }));
  }

  @Override
  public void giveUp(Arn campaignArn, Throwable error) {
    String reason =
        "The service failed several times while deploying: %s. Its log says more; then try again."
            .formatted(error.getMessage());
    campaigns
        .findById(campaignArn)
        .flatMap(Campaign::wantedVersion)
        .ifPresent(version ->
            end(campaignArn, version, campaign -> campaign.refuse(reason, clock.instant())));
  }
}

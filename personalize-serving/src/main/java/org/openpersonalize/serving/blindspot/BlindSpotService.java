// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.blindspot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.Recipe.Input;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.model.ModelCache;
import org.openpersonalize.store.limit.Turnstile;
import org.openpersonalize.store.request.Addition;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;

/**
 * GetBlindSpots, which the original API does not have: the items that a campaign can never show, or did not lately, with reasons.
 *
 * <p>To look takes seconds where there are many items or requests, so what was found is kept for two minutes, as long as the
 * campaign answers with the same model.
 */
@Service
public class BlindSpotService {
  private static final Duration KEPT = Duration.ofMinutes(2);
  private static final long MOST_ITEMS_KEPT = 2_000_000;
  private static final int PAGE = 100;

  private final ModelCache deployments;
  private final Search search;
  private final Clock clock;
  private final Turnstile turnstile = new Turnstile("searches for blind spots");
  private final Cache<Arn, Survey> surveys = Caffeine.newBuilder()
      .maximumWeight(MOST_ITEMS_KEPT)
      .weigher((Arn campaign, Survey survey) -> 1 + survey.items())
      .expireAfterWrite(KEPT)
      .build();

  BlindSpotService(ModelCache deployments, Search search, Clock clock) {
    this.deployments = deployments;
    this.search = search;
    this.clock = clock;
  }

  /** @param reason items with this one are told; without it all that can never be shown */
  @Addition
  @PostedTo("/blind-spots")
  public record GetBlindSpots(
      @NotNull Arn campaignArn,
      @Nullable BlindSpotReason reason,
      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults) {}

  /**
   * What was found.
   *
   * @param solutionVersionArn whose model answers
   * @param items of the dataset group: they have a record, or interactions
   * @param neverShown how many of them cannot be shown as long as nothing changes
   * @param recordedRequests the campaign's last ones
   * @param replayedRequests how many of these, the newest first, were answered once more before the time was up
   * @param reasons those that some item has
   * @param shares of the items that are taken and shown most
   * @param blindSpots by their interactions, the most first, and then by their ids
   */
  public record GetBlindSpotsResponse(
      Arn solutionVersionArn,
      Instant countedAt,
      int items,
      int neverShown,
      int recordedRequests,
      int replayedRequests,
      List<ReasonCount> reasons,
      List<ShownShare> shares,
      List<BlindSpot> blindSpots,
      @Nullable String nextToken) {}

  /**
   * How many items have a reason.
   *
   * @param forGood do they count as never shown?
   * @param filterArns the filters of the replayed requests; absent but where they are the reason
   */
  public record ReasonCount(
      BlindSpotReason reason,
      int items,
      boolean forGood,
      String meaning,
      String remedy,
      @Nullable List<Arn> filterArns) {}

  /** @param interactions of whatever kind, until now */
  public record BlindSpot(String itemId, int interactions, BlindSpotReason reason) {}

  /** Looks, or tells what was found some moments ago. */
  public GetBlindSpotsResponse get(GetBlindSpots request) {
    @Nullable SpotKey after = request.nextToken() == null ? null : SpotKey.parse(request.nextToken());
    Survey survey = survey(request.campaignArn());
    int size = Objects.requireNonNullElse(request.maxResults(), PAGE);
    List<BlindSpot> page = survey.page(request.reason(), after, size + 1);
    List<BlindSpot> told = page.subList(0, Math.min(size, page.size()));
    return new GetBlindSpotsResponse(
        survey.scope().deployable().trained(),
        survey.scope().at(),
        survey.items(),
        survey.neverShown(),
        survey.scope().recordedRequests(),
        survey.scope().replayedRequests(),
        reasons(survey),
        survey.shares(),
        told,
        page.size() > size ? SpotKey.of(told.get(size - 1)).token() : null);
  }

  /** Was it found some moments ago, so that nobody has to wait? */
  public boolean isKnown(Arn campaign) {
    return known(deployment(campaign)).isPresent();
  }

  private Survey survey(Arn campaign) {
    Deployment deployment = deployment(campaign);
    return known(deployment)
        .orElseGet(() -> turnstile.admit(() -> known(deployment).orElseGet(() -> {
          Survey survey = search.of(deployment);
          surveys.put(campaign, survey);
          return survey;
        })));
  }

  private Deployment deployment(Arn campaign) {
    Deployment deployment = deployments.deployment(campaign);
    if (deployment.recipe().type().isAboutActions()) {
      throw ErrorCode.INVALID_INPUT.because(
          "The recipe %s recommends actions, and what is looked for are items. Ask about a campaign of another recipe."
              .formatted(deployment.recipe().name()));
    }
    if (deployment.recipe().needs(Input.LIST)) {
      throw ErrorCode.INVALID_INPUT.because(
          "The recipe %s puts lists in order that requests bring, and leaves nothing out. Ask about a campaign of another recipe."
              .formatted(deployment.recipe().name()));
    }
    return deployment;
  }

  private Optional<Survey> known(Deployment deployment) {
    return Optional.ofNullable(surveys.getIfPresent(deployment.arn()))
        .filter(survey -> survey.scope().deployable().equals(deployment.deployable()))
        .filter(survey -> survey.scope().at().plus(KEPT).isAfter(clock.instant()));
  }

  private static List<ReasonCount> reasons(Survey survey) {
    return survey.counts().entrySet().stream()
        .map(each -> reason(each.getKey(), each.getValue(), survey))
        .toList();
  }

  private static ReasonCount reason(BlindSpotReason reason, int items, Survey survey) {
    return new ReasonCount(
        reason,
        items,
        reason.isForGood(),
        reason.meaning(),
        reason.remedy(),
        reason == BlindSpotReason.FILTERED ? List.copyOf(survey.scope().filters()) : null);
  }
}

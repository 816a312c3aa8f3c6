// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.blindspot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.model.DeploymentArn;
import org.openpersonalize.serving.model.ModelCache;
import org.openpersonalize.store.limit.Turnstile;
import org.openpersonalize.store.request.Addition;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;

/**
 * GetBlindSpots, which the original API does not have: the items that a campaign or a recommender can never show, or did not
 * lately, with reasons.
 *
 * <p>To look takes seconds where there are many items or requests, so what was found is kept for two minutes, as long as
 * who is asked answers with the same model.
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
      .weigher((Arn asked, Survey survey) -> 1 + survey.items())
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
      @Nullable Arn campaignArn,
      @Nullable BlindSpotReason reason,
      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults,
      @Nullable Arn recommenderArn) {
    /** One that asks about a campaign. */
    public GetBlindSpots(
        Arn campaignArn,
        @Nullable BlindSpotReason reason,
        @Nullable String nextToken,
        @Nullable Integer maxResults) {
      this(campaignArn, reason, nextToken, maxResults, null);
    }

    /** The campaign or the recommender. */
    public Arn asked() {
      return DeploymentArn.of(campaignArn, recommenderArn);
    }
  }

  /**
   * What was found.
   *
   * @param solutionVersionArn whose model answers; absent of a recommender, which has its own
   * @param items of the dataset group: they have a record, or interactions
   * @param neverShown how many of them cannot be shown as long as nothing changes
   * @param recordedRequests the last ones of who is asked
   * @param replayedRequests how many of these, the newest first, were answered once more before the time was up
   * @param reasons those that some item has
   * @param shares of the items that are taken and shown most
   * @param blindSpots by their interactions, the most first, and then by their ids
   */
  public record GetBlindSpotsResponse(
      @Nullable Arn solutionVersionArn,
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
    Survey survey = survey(request.asked());
    int size = Objects.requireNonNullElse(request.maxResults(), PAGE);
    List<BlindSpot> page = survey.page(request.reason(), after, size + 1);
    List<BlindSpot> told = page.subList(0, Math.min(size, page.size()));
    return new GetBlindSpotsResponse(
        version(survey.scope().deployable().trained()),
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

  private static @Nullable Arn version(Arn trained) {
    return trained.is(ResourceType.SOLUTION_VERSION) ? trained : null;
  }

  /** Was it found some moments ago, so that nobody has to wait? */
  public boolean isKnown(Arn asked) {
    return known(deployment(asked)).isPresent();
  }

  private Survey survey(Arn asked) {
    Deployment deployment = deployment(asked);
    return known(deployment)
        .orElseGet(() -> turnstile.admit(() -> known(deployment).orElseGet(() -> {
          Survey survey = search.of(deployment);
          surveys.put(asked, survey);
          return survey;
        })));
  }

  private Deployment deployment(Arn asked) {
    Deployment deployment = deployments.deployment(asked);
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

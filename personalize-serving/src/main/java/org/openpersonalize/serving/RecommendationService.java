// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.serving.answer.Answering;
import org.openpersonalize.serving.answer.Asked;
import org.openpersonalize.serving.answer.Demand;
import org.openpersonalize.serving.exploration.Exposures;
import org.openpersonalize.serving.filter.Selection;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.model.DeploymentArn;
import org.openpersonalize.serving.model.ModelCache;
import org.openpersonalize.serving.replay.RecordedRequests;
import org.openpersonalize.serving.traffic.RuntimeRequest;
import org.openpersonalize.store.attribution.RecommendationIds;
import org.openpersonalize.store.attribution.RecommendationIds.RecommendationId;
import org.openpersonalize.store.replay.RecordedRequest;
import org.openpersonalize.store.request.Addition;
import org.openpersonalize.store.request.ContextName;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.ParameterName;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;

/** GetRecommendations and GetPersonalizedRanking. */
@Service
public class RecommendationService {
  private static final int DEFAULT_RESULTS = 25;
  private static final int MAX_RESULTS = 500;
  private static final int MAX_RESULTS_WITH_METADATA = 50;
  private static final int MAX_COLUMNS = 10;

  private final ModelCache deployments;
  private final Answering answering;
  private final Exposures exposures;
  private final RecordedRequests recorded;
  private final RecommendationIds ids;
  private final Clock clock;

  public RecommendationService(
      ModelCache deployments,
      Answering answering,
      Exposures exposures,
      RecordedRequests recorded,
      RecommendationIds ids,
      Clock clock) {
    this.deployments = deployments;
    this.answering = answering;
    this.exposures = exposures;
    this.recorded = recorded;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * One item of an answer.
   *
   * @param reason why it is here; absent where there is nothing to say
   */
  public record PredictedItem(
      String itemId,
      @Nullable Double score,
      @Nullable String promotionName,
      @Nullable Map<String, String> metadata,
      @Nullable List<String> reason) {}

  /** @param filterArn which items are promoted; the request's own filter does not hold for them */
  public record Promotion(
      @NotNull @Name String name,
      @NotNull @Min(1) @Max(100) Integer percentPromotedItems,
      @Nullable Arn filterArn,

      @Nullable @Size(max = 25) Map<@ParameterName String, @NotNull @Size(max = 1_000) String> filterValues) {}

  /**
   * {@code itemId} is for related items; other recipes do not look at it.
   *
   * @param context the user's situation, by the names of the Interactions dataset's columns; what is not known is not looked at
   */
  @PostedTo("/recommendations")
  public record GetRecommendations(
      @Nullable Arn campaignArn,
      @Nullable @Size(max = 256) String itemId,
      @Nullable @Size(max = 256) String userId,
      @Nullable @Min(0) Integer numResults,
      @Nullable Arn filterArn,

      @Nullable @Size(max = 25) Map<@ParameterName String, @NotNull @Size(max = 1_000) String> filterValues,

      @Nullable @Size(max = 1) List<@Valid @NotNull Promotion> promotions,

      @Nullable @Size(max = 1) Map<@Size(max = 256) String, @NotNull @Size(max = 99) List<@NotNull @Size(max = 150) String>>
          metadataColumns,

      @Addition @Nullable @Size(max = 500) List<@NotNull @Size(max = 256) String> excludeItemIds,

      @Nullable @Size(max = 150) Map<@ContextName String, @NotNull @Size(max = 1_000) String> context,

      @Nullable Arn recommenderArn)
      implements RuntimeRequest {
    /** Asks a campaign. */
    public GetRecommendations(
        @Nullable Arn campaignArn,
        @Nullable String itemId,
        @Nullable String userId,
        @Nullable Integer numResults,
        @Nullable Arn filterArn,
        @Nullable Map<String, String> filterValues,
        @Nullable List<Promotion> promotions,
        @Nullable Map<String, List<String>> metadataColumns,
        @Nullable List<String> excludeItemIds,
        @Nullable Map<String, String> context) {
      this(
          campaignArn,
          itemId,
          userId,
          numResults,
          filterArn,
          filterValues,
          promotions,
          metadataColumns,
          excludeItemIds,
          context,
          null);
    }

    @Override
    public @Nullable Arn deploymentArn() {
      return recommenderArn == null ? campaignArn : recommenderArn;
    }
  }

  public record GetRecommendationsResponse(List<PredictedItem> itemList, String recommendationId) {}

  /** The items the user is most likely to take next: deployment, history, ranking. */
  public GetRecommendationsResponse recommend(GetRecommendations request) {
    List<String> columns = columns(request.metadataColumns());
    int numResults = numResults(request.numResults(), columns);
    Deployment deployment =
        deployments.deployment(DeploymentArn.of(request.campaignArn(), request.recommenderArn()));
    RuntimeOperation.GET_RECOMMENDATIONS.requireOf(deployment);
    RecommendationId id = ids.next(deployment.arn());
    Demand demand = Demand.best(numResults)
        .filtered(selection(request.filterArn(), request.filterValues()))
        .promoting(promoted(request.promotions()), id.seed())
        .without(Objects.requireNonNullElse(request.excludeItemIds(), List.of()))
        .telling(columns);
    Recommendations recommendations = answering.answer(
        deployment,
        Asked.of(request.userId(), request.itemId()).in(situation(request.context())),
        demand);
    exposures.answered(deployment, recommendations, id.text());
    recorded.answered(new RecordedRequest(
        deployment.arn(),
        request.userId(),
        request.itemId(),
        numResults,
        request.filterArn(),
        Objects.requireNonNullElse(request.filterValues(), Map.of()),
        clock.instant()));
    return new GetRecommendationsResponse(items(recommendations), id.text());
  }

  static Demand.@Nullable Promoted promoted(@Nullable List<Promotion> promotions) {
    if (promotions == null || promotions.isEmpty()) {
      return null;
    }
    Promotion promotion = promotions.get(0);
    return new Demand.Promoted(
        promotion.name(),
        promotion.percentPromotedItems(),
        selection(promotion.filterArn(), promotion.filterValues()));
  }

  static @Nullable Selection selection(
      @Nullable Arn filterArn, @Nullable Map<String, String> filterValues) {
    Map<String, String> values = Objects.requireNonNullElse(filterValues, Map.of());
    if (filterArn == null && !values.isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "filterValues are for a filter, and there is no filterArn. Send it, or leave out filterValues.");
    }
    return filterArn == null ? null : new Selection(filterArn, values);
  }

  static Map<String, String> situation(@Nullable Map<String, String> context) {
    return Objects.requireNonNullElse(context, Map.of());
  }

  private static List<String> columns(@Nullable Map<String, List<String>> metadataColumns) {
    if (metadataColumns == null || metadataColumns.isEmpty()) {
      return List.of();
    }
    Map.Entry<String, List<String>> only = metadataColumns.entrySet().iterator().next();
    if (!only.getKey().equalsIgnoreCase("ITEMS")) {
      throw ErrorCode.INVALID_INPUT.because(
          "metadataColumns are those of ITEMS, but '%s' is asked for.".formatted(only.getKey()));
    }
    if (only.getValue().size() > MAX_COLUMNS) {
      throw ErrorCode.INVALID_INPUT.because(
          "metadataColumns must name at most %d columns, but names %d."
              .formatted(MAX_COLUMNS, only.getValue().size()));
    }
    return only.getValue();
  }

  @PostedTo("/personalize-ranking")
  public record GetPersonalizedRanking(
      @NotNull Arn campaignArn,
      @NotNull List<@NotNull @Size(max = 256) String> inputList,
      @NotNull @Size(max = 256) String userId,
      @Nullable Arn filterArn,

      @Nullable @Size(max = 25) Map<@ParameterName String, @NotNull @Size(max = 1_000) String> filterValues,

      @Nullable @Size(max = 1) Map<@Size(max = 256) String, @NotNull @Size(max = 99) List<@NotNull @Size(max = 150) String>>
          metadataColumns,

      @Nullable @Size(max = 150) Map<@ContextName String, @NotNull @Size(max = 1_000) String> context)
      implements RuntimeRequest {
    @Override
    public Arn deploymentArn() {
      return campaignArn;
    }
  }

  public record GetPersonalizedRankingResponse(
      List<PredictedItem> personalizedRanking, String recommendationId) {}

  /** The items of a list in the order in which the user is likely to take them. */
  public GetPersonalizedRankingResponse rank(GetPersonalizedRanking request) {
    List<String> columns = columns(request.metadataColumns());
    int most = most(columns);
    if (request.inputList().isEmpty() || request.inputList().size() > most) {
      throw ErrorCode.INVALID_INPUT.because("inputList must hold 1 to %d items%s, but holds %d."
          .formatted(most, withMetadata(columns), request.inputList().size()));
    }
    Deployment deployment = deployments.deployment(request.campaignArn());
    RuntimeOperation.GET_PERSONALIZED_RANKING.requireOf(deployment);
    Demand demand = Demand.all()
        .filtered(selection(request.filterArn(), request.filterValues()))
        .telling(columns);
    Recommendations ranking = answering.answer(
        deployment,
        Asked.of(request.userId(), null)
            .among(request.inputList())
            .in(situation(request.context())),
        demand);
    return new GetPersonalizedRankingResponse(
        items(ranking), ids.next(deployment.arn()).text());
  }

  private static int most(List<String> columns) {
    return columns.isEmpty() ? MAX_RESULTS : MAX_RESULTS_WITH_METADATA;
  }

  private static String withMetadata(List<String> columns) {
    return columns.isEmpty() ? "" : " when metadata is asked for";
  }

  static int numResults(@Nullable Integer requested, List<String> columns) {
    if (requested == null || requested == 0) {
      return DEFAULT_RESULTS;
    }
    if (requested > most(columns)) {
      throw ErrorCode.INVALID_INPUT.because("numResults must be at most %d%s, but is %d."
          .formatted(most(columns), withMetadata(columns), requested));
    }
    return requested;
  }

  private static List<PredictedItem> items(Recommendations recommendations) {
    return recommendations.items().stream()
        .map(item -> new PredictedItem(
            item.itemId(),
            item.score(),
            item.promotionName(),
            item.metadata().isEmpty() ? null : item.metadata(),
            item.reasons().isEmpty() ? null : item.reasons()))
        .toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Recipe.Input;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.serving.answer.Answering;
import org.openpersonalize.serving.answer.Asked;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.model.ModelCache;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;

/** GetRecommendations and GetPersonalizedRanking. */
@Service
public class RecommendationService {
  private static final int DEFAULT_RESULTS = 25;
  private static final int MAX_RESULTS = 500;

  private final ModelCache deployments;
  private final Answering answering;

  public RecommendationService(ModelCache deployments, Answering answering) {
    this.deployments = deployments;
    this.answering = answering;
  }

  /** One item of an answer. */
  public record PredictedItem(String itemId, @Nullable Double score) {}

  /** {@code itemId} is for related items; other recipes do not look at it. */
  @PostedTo("/recommendations")
  public record GetRecommendations(
      @Nullable Arn campaignArn,
      @Nullable @Size(max = 256) String itemId,
      @Nullable @Size(max = 256) String userId,
      @Nullable @Min(0) Integer numResults) {}

  public record GetRecommendationsResponse(List<PredictedItem> itemList, String recommendationId) {}

  /** The items the user is most likely to take next: deployment, history, ranking. */
  public GetRecommendationsResponse recommend(GetRecommendations request) {
    if (request.campaignArn() == null) {
      throw ErrorCode.INVALID_INPUT.because("A campaignArn is required.");
    }
    int numResults = numResults(request.numResults());
    Deployment deployment = deployments.deployment(request.campaignArn());
    requireList(deployment, false, "GetPersonalizedRanking");
    Recommendations recommendations = answering.answer(
        deployment, Asked.of(request.userId(), request.itemId()), Wish.best(numResults));
    return new GetRecommendationsResponse(items(recommendations), recommendationId());
  }

  @PostedTo("/personalize-ranking")
  public record GetPersonalizedRanking(
      @NotNull Arn campaignArn,
      @NotNull List<@NotNull @Size(max = 256) String> inputList,
      @NotNull @Size(max = 256) String userId) {}

  public record GetPersonalizedRankingResponse(
      List<PredictedItem> personalizedRanking, String recommendationId) {}

  /** The items of a list in the order in which the user is likely to take them. */
  public GetPersonalizedRankingResponse rank(GetPersonalizedRanking request) {
    if (request.inputList().isEmpty() || request.inputList().size() > MAX_RESULTS) {
      throw ErrorCode.INVALID_INPUT.because("inputList must hold 1 to %d items, but holds %d."
          .formatted(MAX_RESULTS, request.inputList().size()));
    }
    Deployment deployment = deployments.deployment(request.campaignArn());
    requireList(deployment, true, "GetRecommendations");
    Recommendations ranking = answering.answer(
        deployment, Asked.of(request.userId(), null).among(request.inputList()), Wish.all());
    return new GetPersonalizedRankingResponse(items(ranking), recommendationId());
  }

  private static int numResults(@Nullable Integer requested) {
    if (requested == null || requested == 0) {
      return DEFAULT_RESULTS;
    }
    if (requested > MAX_RESULTS) {
      throw ErrorCode.INVALID_INPUT.because(
          "numResults must be at most %d, but is %d.".formatted(MAX_RESULTS, requested));
    }
    return requested;
  }

  /** Recipes that put a list in order have an operation of their own. */
  private static void requireList(Deployment deployment, boolean isGiven, String other) {
    if (deployment.recipe().needs(Input.LIST) != isGiven) {
      throw ErrorCode.INVALID_INPUT.because("Campaign %s was made with the recipe %s; call %s."
          .formatted(deployment.arn(), deployment.recipe().name(), other));
    }
  }

  private static List<PredictedItem> items(Recommendations recommendations) {
    return recommendations.items().stream()
        .map(item -> new PredictedItem(item.itemId(), item.score()))
        .toList();
  }

  private static String recommendationId() {
    return "RID-" + UUID.randomUUID();
  }
}

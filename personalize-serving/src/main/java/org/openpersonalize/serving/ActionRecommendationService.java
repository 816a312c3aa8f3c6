// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.serving.answer.ActionAnswering;
import org.openpersonalize.serving.answer.PredictedAction;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.model.ModelCache;
import org.openpersonalize.serving.traffic.RuntimeRequest;
import org.openpersonalize.store.attribution.RecommendationIds;
import org.openpersonalize.store.attribution.RecommendationIds.RecommendationId;
import org.openpersonalize.store.request.ParameterName;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;

/** GetActionRecommendations. */
@Service
public class ActionRecommendationService {
  private static final int DEFAULT_RESULTS = 5;
  private static final int MAX_RESULTS = 100;

  private final ModelCache deployments;
  private final ActionAnswering answering;
  private final RecommendationIds ids;

  public ActionRecommendationService(
      ModelCache deployments, ActionAnswering answering, RecommendationIds ids) {
    this.deployments = deployments;
    this.answering = answering;
    this.ids = ids;
  }

  @PostedTo("/action-recommendations")
  public record GetActionRecommendations(
      @NotNull Arn campaignArn,
      @Nullable @Size(max = 256) String userId,
      @Nullable @Min(0) @Max(MAX_RESULTS) Integer numResults,
      @Nullable Arn filterArn,

      @Nullable @Size(max = 25) Map<@ParameterName String, @NotNull @Size(max = 1_000) String> filterValues)
      implements RuntimeRequest {
    @Override
    public Arn deploymentArn() {
      return campaignArn;
    }
  }

  public record GetActionRecommendationsResponse(
      List<PredictedAction> actionList, String recommendationId) {}

  /** The actions that the user is most likely to take, if they are offered now. */
  public GetActionRecommendationsResponse recommend(GetActionRecommendations request) {
    Deployment deployment = deployments.deployment(request.campaignArn());
    RuntimeOperation.GET_ACTION_RECOMMENDATIONS.requireOf(deployment);
    RecommendationId id = ids.next(deployment.arn());
    List<PredictedAction> actions = answering.answer(
        deployment,
        request.userId(),
        request.numResults() == null || request.numResults() == 0
            ? DEFAULT_RESULTS
            : request.numResults(),
        RecommendationService.selection(request.filterArn(), request.filterValues()),
        id.seed());
    return new GetActionRecommendationsResponse(actions, id.text());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recommendation.Explanation;
import org.openpersonalize.core.recommendation.Explanation.Candidate;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.RecommendationService.Promotion;
import org.openpersonalize.serving.answer.Answering;
import org.openpersonalize.serving.answer.Asked;
import org.openpersonalize.serving.answer.Demand;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.exploration.LiveDeployments;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.model.DeploymentArn;
import org.openpersonalize.serving.model.ModelCache;
import org.openpersonalize.store.request.Addition;
import org.openpersonalize.store.request.ContextName;
import org.openpersonalize.store.request.ParameterName;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;

/** GetExplanation, which the original API does not have: why an item is recommended to a user, or why it is not. */
@Service
public class ExplanationService {
  private final ModelCache deployments;
  private final Answering answering;
  private final Catalogs catalogs;
  private final LiveDeployments liveDeployments;

  public ExplanationService(
      ModelCache deployments,
      Answering answering,
      Catalogs catalogs,
      LiveDeployments liveDeployments) {
    this.liveDeployments = liveDeployments;
    this.deployments = deployments;
    this.answering = answering;
    this.catalogs = catalogs;
  }

  /**
   * The members of GetRecommendations that an answer follows from.
   *
   * @param itemId the item to be explained
   */
  @Addition
  @PostedTo("/explanations")
  public record GetExplanation(
      @Nullable Arn campaignArn,
      @Nullable @Size(max = 256) String userId,
      @NotNull @Size(min = 1, max = 256) String itemId,
      @Nullable @Min(0) Integer numResults,
      @Nullable Arn filterArn,

      @Nullable @Size(max = 25) Map<@ParameterName String, @NotNull @Size(max = 1_000) String> filterValues,

      @Nullable @Size(max = 1) List<@Valid @NotNull Promotion> promotions,

      @Nullable @Size(max = 150) Map<@ContextName String, @NotNull @Size(max = 1_000) String> context,

      @Nullable Arn recommenderArn) {
    /** Asks a campaign. */
    public GetExplanation(
        @Nullable Arn campaignArn,
        @Nullable String userId,
        String itemId,
        @Nullable Integer numResults,
        @Nullable Arn filterArn,
        @Nullable Map<String, String> filterValues,
        @Nullable List<Promotion> promotions,
        @Nullable Map<String, String> context) {
      this(
          campaignArn,
          userId,
          itemId,
          numResults,
          filterArn,
          filterValues,
          promotions,
          context,
          null);
    }
  }

  /**
   * What one event adds to the score; events with the same item share its amount by what each of them counts.
   *
   * @param amount less than 0 where the event speaks against the item
   */
  public record Contribution(
      String itemId, @Nullable String eventType, Instant timestamp, double amount) {}

  /**
   * Why the item is not shown.
   *
   * @param expressions of the filter that keep it out; absent where it is not the filter
   */
  public record CauseFound(
      Cause cause, String message, @Nullable List<ExcludingExpression> expressions) {}

  /** @param position 1 for the first of those that bars join */
  public record ExcludingExpression(int position, String expression) {}

  /**
   * The amounts of all contributions and the remainder together are the score, but for rounding. What is absent there is not:
   * all but {@code causes} for an item that the model does not know.
   *
   * @param rank among the items that the filter lets through, 1 for the best; absent for one that it does not
   * @param score on the model's own scale
   * @param seenOffset what is added to the score since the user had the item
   * @param probability what GetRecommendations calls the score
   * @param contributions the greatest amount first
   * @param remainder what belongs to no event, such as what the context adds
   * @param causes why it is not shown; empty if it is
   */
  public record GetExplanationResponse(
      String itemId,
      boolean shown,
      @Nullable Integer rank,
      @Nullable Double score,
      @Nullable Double seenOffset,
      @Nullable Double probability,
      List<Contribution> contributions,
      @Nullable Double remainder,
      List<CauseFound> causes) {}

  /** Explains the answer that the user would get now, as to one item. */
  public GetExplanationResponse explain(GetExplanation request) {
    int numResults = RecommendationService.numResults(request.numResults(), List.of());
    Deployment deployment =
        deployments.deployment(DeploymentArn.of(request.campaignArn(), request.recommenderArn()));
    Demand demand = Demand.best(numResults)
        .filtered(RecommendationService.selection(request.filterArn(), request.filterValues()))
        .promoting(RecommendationService.promoted(request.promotions()), 0);
    Asked asked =
        Asked.of(request.userId(), null).in(RecommendationService.situation(request.context()));
    Explanation explanation = answering.explain(deployment, asked, demand, request.itemId());
    Candidate candidate = explanation.candidate();
    List<CauseFound> causes = isShown(candidate)
        ? List.of()
        : Cause.of(new Cause.Absence(
            request.itemId(),
            deployment,
            demand,
            explanation,
            candidate == null
                ? List.of()
                : answering.excluding(deployment, asked, demand, request.itemId()),
            candidate == null && hasRecord(deployment, request),
            liveDeployments.of(deployment).tooOld(request.itemId())));
    return candidate == null
        ? unknown(request.itemId(), causes)
        : known(request.itemId(), candidate, causes);
  }

  private static boolean isShown(@Nullable Candidate candidate) {
    return candidate != null && candidate.place().isShown();
  }

  private boolean hasRecord(Deployment deployment, GetExplanation request) {
    return catalogs
        .of(deployment.deployable().datasetGroup(), DatasetType.ITEMS)
        .filter(records -> records.find(request.itemId()).isPresent())
        .isPresent();
  }

  private static GetExplanationResponse unknown(String itemId, List<CauseFound> causes) {
    return new GetExplanationResponse(
        itemId, false, null, null, null, null, List.of(), null, causes);
  }

  private static GetExplanationResponse known(
      String itemId, Candidate candidate, List<CauseFound> causes) {
    return new GetExplanationResponse(
        itemId,
        candidate.place().isShown(),
        candidate.place().rank(),
        candidate.score().value(),
        candidate.seenOffset(),
        candidate.probability(),
        candidate.score().contributions().stream()
            .map(each -> new Contribution(
                each.event().itemId(),
                each.event().eventType(),
                Instant.ofEpochMilli(each.event().epochMillis()),
                each.amount()))
            .toList(),
        candidate.score().remainder(),
        causes);
  }
}

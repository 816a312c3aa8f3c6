// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.recommendation.Explanation;
import org.openpersonalize.core.recommendation.Explanation.Candidate;
import org.openpersonalize.core.recommendation.RecommendationModel;
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

/** GetExplanation, which the original API does not have: why an item is recommended to a user or beside an item, or why it is not. */
@Service
public class ExplanationService {
  /** A word or a category more says nothing that those before do not. */
  private static final int MOST_SHARED = 20;

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
   * @param aboutItemId the {@code itemId} of GetRecommendations, which recipes ask for that are about an item
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

      @Nullable Arn recommenderArn,
      @Nullable @Size(max = 256) String aboutItemId) {
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
          null,
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
   * What makes the item go with the one that was asked about.
   *
   * @param amount what it adds to the score
   * @param together how many users, or baskets, had both when the model was trained; absent where the model has not counted them so
   * @param lift how many times as many that are as would be by chance; absent for baskets
   * @param cosine of the vectors by which they are compared; absent where there are none
   * @param shared what the records of both say, the greatest amount first
   */
  public record ItemRelation(
      Relation.Kind kind,
      double amount,
      @Nullable Integer together,
      @Nullable Double lift,
      @Nullable Double cosine,
      List<Relation.Shared> shared) {}

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
   * @param relations the same of an answer that is about an item; absent for one that is about a user
   * @param remainder what belongs to none of them, such as what the context adds
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
      @Nullable List<ItemRelation> relations,
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
    Asked asked = Asked.of(request.userId(), request.aboutItemId())
        .in(RecommendationService.situation(request.context()));
    Explanation explanation = answering.explain(deployment, asked, demand, request.itemId());
    Candidate candidate = explanation.candidate();
    List<CauseFound> causes = isShown(candidate)
        ? List.of()
        : Cause.of(new Cause.Absence(
            request.itemId(),
            request.aboutItemId(),
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
        : known(request.itemId(), candidate, relations(request, deployment, candidate), causes);
  }

  /** Null for an answer that is about a user. */
  private @Nullable List<ItemRelation> relations(
      GetExplanation request, Deployment deployment, Candidate candidate) {
    if (!deployment.recipe().type().isAboutItems()) {
      return null;
    }
    RecommendationModel model = liveDeployments.of(deployment).deployment().model();
    List<Relation.Shared> words =
        candidate.relations().stream().anyMatch(ExplanationService::isOfTexts)
            ? both(request, deployment).map(model::sharedWords).orElse(List.of())
            : List.of();
    return candidate.relations().stream()
        .map(each -> isOfTexts(each) ? each.sharing(words) : each)
        .sorted(Comparator.comparingDouble(Relation::amount).reversed())
        .map(each -> relation(each, model))
        .toList();
  }

  private static boolean isOfTexts(Relation relation) {
    return relation.kind() == Relation.Kind.TEXTS;
  }

  private static ItemRelation relation(Relation relation, RecommendationModel model) {
    Relation.Meetings met = relation.met();
    OptionalDouble lift = met == null ? OptionalDouble.empty() : model.lift(met);
    return new ItemRelation(
        relation.kind(),
        relation.amount(),
        met == null ? null : met.together(),
        lift.isPresent() ? lift.getAsDouble() : null,
        relation.cosine(),
        relation.shared().stream().limit(MOST_SHARED).toList());
  }

  /** The records of the item that was asked about and of the one that is explained, as they are now. */
  private Optional<ItemRecords> both(GetExplanation request, Deployment deployment) {
    return catalogs
        .of(deployment.deployable().datasetGroup(), DatasetType.ITEMS)
        .map(records -> new ItemRecords(records, new int[] {
          records.find(Objects.requireNonNull(request.aboutItemId())).orElse(-1),
          records.find(request.itemId()).orElse(-1)
        }));
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
        itemId, false, null, null, null, null, List.of(), null, null, causes);
  }

  private static GetExplanationResponse known(
      String itemId,
      Candidate candidate,
      @Nullable List<ItemRelation> relations,
      List<CauseFound> causes) {
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
        relations,
        candidate.score().remainder(),
        causes);
  }
}

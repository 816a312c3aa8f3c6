// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.replay;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.filter.CompiledFilter;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.exploration.LiveDeployments;
import org.openpersonalize.serving.filter.Drafts;
import org.openpersonalize.serving.filter.Selection;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.model.DeploymentArn;
import org.openpersonalize.serving.model.ModelCache;
import org.openpersonalize.store.limit.Turnstile;
import org.openpersonalize.store.replay.RecordedRequest;
import org.openpersonalize.store.replay.RecordedRequestTable;
import org.openpersonalize.store.request.Addition;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;

/**
 * PreviewFilter, which the original API does not have: what a filter would change that is not saved.
 *
 * <p>The last requests of a campaign or a recommender are answered anew, twice, for users as they are now. Nothing of it is stored or counted.
 */
@Service
public class FilterPreviewService {
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private final Drafts drafts;
  private final RecordedRequestTable recorded;
  private final ModelCache deployments;
  private final LiveDeployments liveDeployments;
  private final Replayer replayer;
  private final Turnstile turnstile = new Turnstile("previews of filters");

  FilterPreviewService(
      Drafts drafts,
      RecordedRequestTable recorded,
      ModelCache deployments,
      LiveDeployments liveDeployments,
      Replayer replayer) {
    this.drafts = drafts;
    this.recorded = recorded;
    this.deployments = deployments;
    this.liveDeployments = liveDeployments;
    this.replayer = replayer;
  }

  /**
   * What is to be tried.
   *
   * @param campaignArn whose last requests are answered; nothing is replayed without it and a recommender
   * @param filterArn the requests that name this filter are answered; without it, those that name none
   * @param recommenderArn in the place of a campaign
   */
  @Addition
  @PostedTo("/filters/preview")
  public record PreviewFilter(
      @NotNull Arn datasetGroupArn,
      @NotNull @Size(min = 1, max = 2_500) String filterExpression,
      @Nullable Arn campaignArn,
      @Nullable Arn filterArn,
      @Nullable Arn recommenderArn) {
    /** One that asks about a campaign, or about none. */
    public PreviewFilter(
        Arn datasetGroupArn,
        String filterExpression,
        @Nullable Arn campaignArn,
        @Nullable Arn filterArn) {
      this(datasetGroupArn, filterExpression, campaignArn, filterArn, null);
    }

    private boolean asksNobody() {
      return campaignArn == null && recommenderArn == null;
    }
  }

  /**
   * What the filter comes to.
   *
   * @param columns that it is about
   * @param items of the Items dataset; absent if it keeps others for each request, or if there is no such dataset
   * @param replay absent where nobody is asked
   */
  public record PreviewFilterResponse(
      List<String> columns,
      @Nullable KeptItems items,
      @Nullable ReplayedRequests replay) {}

  /** How many items the filter keeps of those that have a record. */
  public record KeptItems(int kept, int total) {}

  /**
   * What came of the requests.
   *
   * @param recordedRequests those of who is asked that are kept, whatever they name
   * @param requests how many of these name the filter
   * @param replayedRequests how many of these, the newest first, were answered before the time was up; all else is about them
   * @param catalogueItems the items that the model knows
   * @param scoreGivenUp how much less likely it is that the next item a user takes is in the list, on average; absent where
   *     items have no scores
   * @param shortestLists of those that have lost items and are not full, those with the fewest
   */
  public record ReplayedRequests(
      int recordedRequests,
      int requests,
      int replayedRequests,
      int catalogueItems,
      Answers before,
      Answers after,
      @Nullable Double scoreGivenUp,
      List<ShortList> shortestLists) {}

  /**
   * Answers in one way.
   *
   * @param fullLists have as many items as were asked for
   * @param refusedRequests have no items, since the filter asks for what they do not bring
   * @param refusal the first one's
   * @param itemsNeverShown of the catalogue
   */
  public record Answers(
      int fullLists, int refusedRequests, @Nullable String refusal, int itemsNeverShown) {}

  /** The answer to one user, or about one item, the shortest if there were several. */
  public record ShortList(
      @Nullable String userId, @Nullable String itemId, int items, int numResults) {}

  /** Reads an expression as CreateFilter does, and says what it would change. */
  public PreviewFilterResponse preview(PreviewFilter request) {
    if (request.asksNobody() && request.filterArn() != null) {
      throw ErrorCode.INVALID_INPUT.because(
          "filterArn says which requests are replayed, and there is no campaignArn and no recommenderArn. Send one of them, or leave out filterArn.");
    }
    CompiledFilter draft = drafts.compile(request.datasetGroupArn(), request.filterExpression());
    return new PreviewFilterResponse(
        List.copyOf(draft.columns()),
        drafts
            .kept(request.datasetGroupArn(), draft)
            .map(kept -> new KeptItems(kept.items(), kept.of()))
            .orElse(null),
        replay(request, draft));
  }

  private @Nullable ReplayedRequests replay(PreviewFilter request, CompiledFilter draft) {
    return request.asksNobody()
        ? null
        : turnstile.admit(() -> replay(deployment(request), request, draft));
  }

  private Deployment deployment(PreviewFilter request) {
    Deployment deployment =
        deployments.deployment(DeploymentArn.of(request.campaignArn(), request.recommenderArn()));
    if (!deployment.deployable().datasetGroup().equals(request.datasetGroupArn())) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s is of the dataset group %s. Name a campaign or a recommender of %s."
              .formatted(
                  deployment.arn(),
                  deployment.deployable().datasetGroup(),
                  request.datasetGroupArn()));
    }
    return deployment;
  }

  private ReplayedRequests replay(
      Deployment deployment, PreviewFilter request, CompiledFilter draft) {
    List<RecordedRequest> all = recorded.of(deployment.arn());
    List<RecordedRequest> matching = all.stream()
        .filter(each -> Objects.equals(each.filterArn(), request.filterArn()))
        .toList();
    Replay replay = new Replay();
    replayer.replay(
        deployment,
        matching,
        LONGEST,
        each -> replay.add(
            each.request(), each.answer(), each.answer(drafted(each.request(), draft, request))));
    return replay.of(
        all.size(),
        matching.size(),
        liveDeployments.of(deployment).deployment().model().items().size());
  }

  private static Selection drafted(
      RecordedRequest recorded, CompiledFilter draft, PreviewFilter request) {
    Arn name = request.filterArn() == null
        ? request.datasetGroupArn().sibling(ResourceType.FILTER, "draft")
        : request.filterArn();
    return new Selection(name, recorded.filterValues(), draft);
  }
}

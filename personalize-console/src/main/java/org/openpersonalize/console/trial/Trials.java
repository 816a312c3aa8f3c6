// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormError;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.DeploymentName;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.history.HistoryRow;
import org.openpersonalize.console.item.Titles;
import org.openpersonalize.console.trial.Trial.Namesake;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.serving.Cause;
import org.openpersonalize.serving.ExplanationService;
import org.openpersonalize.serving.ExplanationService.Contribution;
import org.openpersonalize.serving.ExplanationService.GetExplanationResponse;
import org.openpersonalize.serving.RecommendationService;
import org.openpersonalize.serving.RecommendationService.GetRecommendationsResponse;
import org.openpersonalize.serving.RecommendationService.PredictedItem;
import org.openpersonalize.store.browse.StoredDataset;
import org.openpersonalize.store.interaction.Interaction;
import org.springframework.stereotype.Component;

/** Asks a campaign or a recommender as a shop would, and puts the answer beside what the user did. */
@Component
class Trials {
  private static final int NAMESAKES = 10;
  private static final Submission<GetExplanationResponse> NOTHING =
      new Submission<>(null, FormErrors.NONE);
  private static final Pattern PARAMETER = Pattern.compile("\\$(\\w+)");

  private final RecommendationService recommendations;
  private final ExplanationService explanations;
  private final Shelf shelf;
  private final Titles titles;
  private final Forms forms;

  Trials(
      RecommendationService recommendations,
      ExplanationService explanations,
      Shelf shelf,
      Titles titles,
      Forms forms) {
    this.recommendations = recommendations;
    this.explanations = explanations;
    this.shelf = shelf;
    this.titles = titles;
    this.forms = forms;
  }

  /** @param wrong what was wrong with what led here */
  Trial of(Group group, TrialQuery asked, FormErrors wrong) {
    Map<DatasetType, StoredDataset> datasets = shelf.datasets(group);
    List<String> campaigns = shelf.campaigns(group);
    List<DeploymentName> recommenders = shelf.recommenders(group);
    @Nullable StoredDataset interactions = datasets.get(DatasetType.INTERACTIONS);
    TrialQuery somebody = filledIn(asked, campaigns, recommenders, interactions);
    List<Interaction> history = shelf.history(interactions, somebody.user());
    @Nullable StoredDataset stock = datasets.get(DatasetType.ITEMS);
    TrialQuery query = somebody.about(about(group, somebody, history, stock));
    Trial.Choices choices = new Trial.Choices(
        campaigns,
        recommenders,
        shelf.filters(group),
        parameters(group, query.filter()),
        parameters(group, query.situation().promoted()),
        contextColumns(interactions),
        eventTypes(history),
        shelf.tracker(group).isPresent());
    if (query.campaign().isEmpty()) {
      return new Trial(query, choices, null, List.of(), null, 0, null, List.of(), wrong);
    }
    long start = System.nanoTime();
    Submission<GetRecommendationsResponse> answer =
        forms.send(query.recommendations(group), recommendations::recommend);
    long nanos = System.nanoTime() - start;
    Explained explained = answer.isRefused()
        ? new Explained(query, NOTHING, Map.of())
        : explained(group, query, stock);
    Submission<GetExplanationResponse> explanation = explained.explanation();
    List<PredictedItem> items =
        answer.isRefused() ? List.of() : answer.orThrow().itemList();
    Map<String, String> named = titles.of(stock, named(history, items, explanation.answer()));
    return new Trial(
        explained.query(),
        choices,
        query.recommendations(group),
        HistoryRow.all(history, named),
        answer.isRefused() ? null : rows(items, named, explained.query(), group),
        nanos,
        explanation.answer() == null ? null : new Reason(explanation.answer(), named),
        namesakes(explained.called(), query, group),
        new FormErrors(Stream.of(wrong, answer.errors(), explanation.errors())
            .flatMap(errors -> errors.list().stream())
            .map(error -> atItsField(error, query))
            .toList()));
  }

  /**
   * Why an item is shown or not.
   *
   * @param called several items of which one may be meant; then nothing is explained
   */
  private record Explained(
      TrialQuery query,
      Submission<GetExplanationResponse> explanation,
      Map<String, String> called) {}

  /** What is the id of no item may be what one is called. */
  private Explained explained(Group group, TrialQuery query, @Nullable StoredDataset stock) {
    if (query.item().isEmpty()) {
      return new Explained(query, NOTHING, Map.of());
    }
    Submission<GetExplanationResponse> explanation = explain(group, query);
    Map<String, String> called = explanation.answer() != null && isUnknown(explanation.answer())
        ? titles.called(stock, query.item(), NAMESAKES)
        : Map.of();
    if (called.isEmpty()) {
      return new Explained(query, explanation, called);
    }
    if (called.size() > 1) {
      return new Explained(query, NOTHING, called);
    }
    TrialQuery meant = query.explaining(called.keySet().iterator().next());
    return new Explained(meant, explain(group, meant), Map.of());
  }

  private Submission<GetExplanationResponse> explain(Group group, TrialQuery query) {
    return forms.send(query.explanation(group), explanations::explain);
  }

  private static boolean isUnknown(GetExplanationResponse explanation) {
    return explanation.causes().stream().anyMatch(cause -> cause.cause() == Cause.UNKNOWN_ITEM);
  }

  private static List<Namesake> namesakes(
      Map<String, String> called, TrialQuery query, Group group) {
    return called.entrySet().stream()
        .map(each -> new Namesake(
            each.getKey(), each.getValue(), query.explaining(each.getKey()).path(group)))
        .toList();
  }

  /** A page that nobody has filled in shows what somebody gets. */
  private TrialQuery filledIn(
      TrialQuery asked,
      List<String> campaigns,
      List<DeploymentName> recommenders,
      @Nullable StoredDataset interactions) {
    String first = Stream.concat(
            campaigns.stream(), recommenders.stream().map(DeploymentName::spelling))
        .findFirst()
        .orElse("");
    String campaign = asked.campaign().isEmpty() ? first : asked.campaign();
    String user = asked.user().isEmpty() ? shelf.somebody(interactions).orElse("") : asked.user();
    return asked.with(campaign, user);
  }

  /** Where the campaign wants to know an item and nobody named one, the last that the user had, or any. */
  private @Nullable String about(
      Group group, TrialQuery query, List<Interaction> history, @Nullable StoredDataset items) {
    if (!shelf.isAboutItems(group, new DeploymentName(query.campaign()))) {
      return null;
    }
    String named = query.situation().itemIdOrNull();
    if (named != null) {
      return named;
    }
    return history.isEmpty() ? shelf.someItem(items).orElse("") : history.get(0).itemId();
  }

  /** The parameters that a filter's expression names, in its order. */
  private List<String> parameters(Group group, ChosenFilter filter) {
    String expression =
        filter.isChosen() ? shelf.expression(group, filter.name()).orElse("") : "";
    return PARAMETER
        .matcher(expression)
        .results()
        .map(MatchResult::group)
        .map(name -> name.substring(1))
        .distinct()
        .toList();
  }

  private static List<String> contextColumns(@Nullable StoredDataset interactions) {
    return interactions == null
        ? List.of()
        : interactions.schema().metadata().stream().map(Field::name).toList();
  }

  private static List<String> eventTypes(List<Interaction> history) {
    return history.stream()
        .flatMap(event -> Stream.ofNullable(event.eventType()))
        .collect(groupingBy(type -> type, counting()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Set<String> named(
      List<Interaction> history,
      List<PredictedItem> items,
      @Nullable GetExplanationResponse explanation) {
    Set<String> named = new HashSet<>();
    history.forEach(event -> named.add(event.itemId()));
    items.forEach(item -> named.add(item.itemId()));
    if (explanation != null) {
      named.add(explanation.itemId());
      explanation.contributions().stream().map(Contribution::itemId).forEach(named::add);
    }
    return named;
  }

  private static List<ItemRow> rows(
      List<PredictedItem> items, Map<String, String> titles, TrialQuery query, Group group) {
    List<ItemRow> rows = new ArrayList<>();
    for (PredictedItem item : items) {
      rows.add(new ItemRow(
          rows.size() + 1,
          item,
          titles.get(item.itemId()),
          query.explaining(item.itemId()).path(group)));
    }
    return rows;
  }

  /** The request's members are filled in by fields of other names. */
  private static FormError atItsField(FormError error, TrialQuery query) {
    String member = error.field().replaceFirst("[.\\[].*", "");
    String field = switch (member) {
      case "campaignArn", "recommenderArn" -> "campaign";
      case "userId" -> "user";
      case "filterArn", "filterValues" -> "filter";
      case "promotions" -> "promoted";
      case "itemId" -> query.situation().about() == null ? "item" : "about";
      case "aboutItemId" -> "about";
      case "trackingId", "sessionId", "eventList" -> "";
      case "numResults" -> "n";
      default -> error.field();
    };
    return new FormError(field, error.key(), error.arguments(), error.sentence());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.answer;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.filter.Expression;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.ranking.Promotion;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Input;
import org.openpersonalize.core.recommendation.Explanation;
import org.openpersonalize.core.recommendation.Question;
import org.openpersonalize.core.recommendation.UserHistory;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.serving.exploration.Live;
import org.openpersonalize.serving.exploration.LiveDeployments;
import org.openpersonalize.serving.filter.ItemFilters;
import org.openpersonalize.serving.filter.Selection;
import org.openpersonalize.serving.filter.Viewer;
import org.openpersonalize.serving.model.Deployment;
import org.openpersonalize.serving.model.RecentEvents;
import org.openpersonalize.serving.model.RecentInteractions;
import org.springframework.stereotype.Component;

/** How a deployment answers, whoever asks: history, model, wish. */
@Component
public class Answering {
  private final RecentInteractions recentInteractions;
  private final ItemFilters filters;
  private final ItemMetadata metadata;
  private final LiveDeployments liveDeployments;
  private final Clock clock;

  Answering(
      RecentInteractions recentInteractions,
      ItemFilters filters,
      ItemMetadata metadata,
      LiveDeployments liveDeployments,
      Clock clock) {
    this.recentInteractions = recentInteractions;
    this.liveDeployments = liveDeployments;
    this.filters = filters;
    this.metadata = metadata;
    this.clock = clock;
  }

  /**
   * Answers.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming what the recipe
   *     needs and the request lacks, or what of a filter, a promotion or metadata cannot be
   */
  public Recommendations answer(Deployment deployment, Asked asked, Demand demand) {
    return answer(
        deployment,
        asked,
        demand,
        user -> recentInteractions.of(deployment.interactionsDataset(), user));
  }

  /**
   * Says how an item comes to its place in an answer, or to none in it.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} as {@link #answer} does,
   *     and if the recipe is about actions
   */
  public Explanation explain(Deployment deployment, Asked asked, Demand demand, String itemId) {
    requireItems(deployment.recipe());
    Live live = liveDeployments.of(deployment);
    Posed posed = posed(
        live, asked, demand, user -> recentInteractions.of(deployment.interactionsDataset(), user));
    return live.deployment().model().explain(posed.question(), itemId, posed.wish());
  }

  /** The expressions of the filter that keep an item, which the model must know, from being shown; empty if none does. */
  public List<Expression> excluding(
      Deployment deployment, Asked asked, Demand demand, String itemId) {
    return demand.filter() == null
        ? List.of()
        : filters.excluding(
            liveDeployments.of(deployment).deployment(),
            demand.filter(),
            viewer(asked, user -> recentInteractions.of(deployment.interactionsDataset(), user)),
            itemId);
  }

  private static void requireItems(Recipe recipe) {
    if (recipe.type().isAboutActions()) {
      throw ErrorCode.INVALID_INPUT.because(
          "The recipe %s recommends actions, and what is explained are items. Ask a campaign of another recipe."
              .formatted(recipe.name()));
    }
  }

  /** Answers as {@link Answering#answer}, with a deployment that is fixed, for users who are. */
  public interface Answerer {
    Recommendations answer(Asked asked, Demand demand);

    /**
     * Answers to several at once, which takes much less time by many models; scores differ by rounding.
     *
     * @return for each what {@link #answer} returns or throws
     */
    List<Outcome> answers(List<Asking> all);

    /**
     * What a filter lets through of the items of a model.
     *
     * @param of the deployment with the model, which is this one at some moment
     */
    ItemFilter allowed(Deployment of, Asked asked, Selection filter);
  }

  /** One of several that are answered at once. */
  public record Asking(Asked asked, Demand demand) {}

  /**
   * What came of one of several.
   *
   * @param answer null if it was refused
   * @param refused null if it was answered
   */
  public record Outcome(
      @Nullable Recommendations answer, @Nullable PersonalizeException refused) {}

  /**
   * Reads the histories of many users at once, for a job that goes through a long list of them, a thousand for example at a
   * time. What they do later does not change the answers.
   *
   * @return answers for these users, and throws {@link NoSuchElementException} for others
   */
  public Answerer forUsers(Deployment deployment, Collection<String> userIds) {
    Map<String, RecentEvents> histories =
        recentInteractions.of(deployment.interactionsDataset(), userIds);
    Function<String, RecentEvents> known =
        user -> Optional.ofNullable(histories.get(user)).orElseThrow();
    return new Answerer() {
      @Override
      public Recommendations answer(Asked asked, Demand demand) {
        return Answering.this.answer(deployment, asked, demand, known);
      }

      @Override
      public List<Outcome> answers(List<Asking> all) {
        return Answering.this.answers(deployment, all, known);
      }

      @Override
      public ItemFilter allowed(Deployment of, Asked asked, Selection filter) {
        return filters.of(of, filter, viewer(asked, known));
      }
    };
  }

  private Recommendations answer(
      Deployment deployment, Asked asked, Demand demand, Function<String, RecentEvents> histories) {
    Live live = liveDeployments.of(deployment);
    Posed posed = posed(live, asked, demand, histories);
    Recommendations items = live.deployment().model().answer(posed.question(), posed.wish());
    return metadata.add(deployment, items, demand.metadataColumns());
  }

  private List<Outcome> answers(
      Deployment deployment, List<Asking> all, Function<String, RecentEvents> histories) {
    Live live = liveDeployments.of(deployment);
    Outcome[] outcomes = new Outcome[all.size()];
    List<Integer> posed = new ArrayList<>();
    List<Question> questions = new ArrayList<>();
    List<Wish> wishes = new ArrayList<>();
    for (int n = 0; n < outcomes.length; n++) {
      try {
        Posed one = posed(live, all.get(n).asked(), all.get(n).demand(), histories);
        posed.add(n);
        questions.add(one.question());
        wishes.add(one.wish());
      } catch (PersonalizeException e) {
        outcomes[n] = new Outcome(null, e);
      }
    }
    List<Recommendations> answers = live.deployment().model().answers(questions, wishes);
    for (int place = 0; place < answers.size(); place++) {
      int n = posed.get(place);
      outcomes[n] = told(deployment, answers.get(place), all.get(n).demand());
    }
    return List.of(outcomes);
  }

  private Outcome told(Deployment deployment, Recommendations items, Demand demand) {
    try {
      return new Outcome(metadata.add(deployment, items, demand.metadataColumns()), null);
    } catch (PersonalizeException e) {
      return new Outcome(null, e);
    }
  }

  /** What a model is asked. */
  private record Posed(Question question, Wish wish) {}

  private Posed posed(
      Live live, Asked asked, Demand demand, Function<String, RecentEvents> histories) {
    Deployment deployment = live.deployment();
    requireInputs(deployment.recipe(), asked);
    Viewer viewer = viewer(asked, histories);
    Question question = Question.of(history(deployment, asked.userId(), histories), viewer.now())
        .about(asked.itemId())
        .among(inputList(deployment, asked, demand, viewer))
        .in(asked.context())
        .influenced(deployment.deployable().influence());
    Wish wish =
        wish(deployment, demand, viewer).exploring(live.exploration(demand.seed()), demand.seed());
    return new Posed(question, wish);
  }

  private Viewer viewer(Asked asked, Function<String, RecentEvents> histories) {
    return new Viewer(
        asked.userId(),
        asked.itemId(),
        () -> histories.apply(Objects.requireNonNull(asked.userId())),
        clock.instant());
  }

  /** Ids that the model does not know have no number by which a wish could leave them out. */
  private @Nullable List<String> inputList(
      Deployment deployment, Asked asked, Demand demand, Viewer viewer) {
    return asked.inputList() == null || demand.filter() == null
        ? asked.inputList()
        : filters.withoutUnknown(deployment, demand.filter(), viewer, asked.inputList());
  }

  private Wish wish(Deployment deployment, Demand demand, Viewer viewer) {
    Wish wish =
        Wish.best(demand.numResults()).filtered(filter(deployment, demand.filter(), viewer));
    Demand.Promoted promoted = demand.promotion();
    if (promoted != null) {
      requirePromotable(deployment.recipe());
      ItemFilter promotable = filter(deployment, promoted.filter(), viewer);
      wish = wish.promoting(
          new Promotion(promoted.name(), promotable, promoted.percent()), demand.seed());
    }
    String eventType = deployment.recipe().automaticFilter();
    if (eventType != null) {
      wish = wish.only(filters.withoutEvents(deployment, eventType, viewer));
    }
    return demand.excludeItemIds().isEmpty()
        ? wish
        : wish.only(
            ItemFilters.allBut(demand.excludeItemIds(), deployment.model().items()));
  }

  private static void requirePromotable(Recipe recipe) {
    if (!recipe.supports(Recipe.Feature.PROMOTIONS)) {
      throw ErrorCode.INVALID_INPUT.because(
          "The recipe %s promotes nothing. Leave out promotions.".formatted(recipe.name()));
    }
  }

  private ItemFilter filter(Deployment deployment, @Nullable Selection selection, Viewer viewer) {
    return selection == null ? ItemFilter.EVERYTHING : filters.of(deployment, selection, viewer);
  }

  static void requireInputs(Recipe recipe, Asked asked) {
    if (recipe.needs(Input.USER) && isMissing(asked.userId())) {
      throw ErrorCode.INVALID_INPUT.because(
          "The recipe %s needs a userId; for an anonymous visitor send the sessionId."
              .formatted(recipe.name()));
    }
    if (recipe.needs(Input.ITEM) && isMissing(asked.itemId())) {
      throw ErrorCode.INVALID_INPUT.because(
          "The recipe %s needs an itemId.".formatted(recipe.name()));
    }
  }

  private static boolean isMissing(@Nullable String id) {
    return id == null || id.isEmpty();
  }

  /** What the user did lately; nothing for a recipe that does not ask who the user is. */
  private static UserHistory history(
      Deployment deployment, @Nullable String userId, Function<String, RecentEvents> histories) {
    return userId == null || !deployment.recipe().needs(Input.USER)
        ? UserHistory.EMPTY
        : histories.apply(userId).history(deployment.model().events());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.EventWeight;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.Explanation.Basis;
import org.openpersonalize.core.recommendation.Explanation.Candidate;
import org.openpersonalize.core.recommendation.Explanation.Contribution;
import org.openpersonalize.core.recommendation.Explanation.Score;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ExplanationTest {
  private static final int ITEMS = 40;
  private static final InteractionLog TWO_TASTES = TestData.twoTastes(400, ITEMS);
  private static final RecommendationModel MODEL =
      train("aws-user-personalization-v2", TWO_TASTES, ConfidenceRule.everyEvent());
  private static final Question COLD = Question.of(List.of(), Events.NOW);

  @ParameterizedTest
  @ValueSource(strings = {"aws-user-personalization-v2", "aws-user-personalization"})
  void every_item_is_explained_as_it_is_answered(String recipe) {
    RecommendationModel model = train(recipe, TWO_TASTES, ConfidenceRule.everyEvent());
    Question question = Question.of(Events.of(TWO_TASTES, 5), Events.NOW);
    List<Recommendations.Item> answer = model.answer(question, Wish.best(ITEMS)).items();
    double greatest = Objects.requireNonNull(
            model.explain(question, answer.get(0).itemId(), Wish.best(10)).candidate())
        .score()
        .value();

    for (int rank = 1; rank <= ITEMS; rank++) {
      Recommendations.Item answered = answer.get(rank - 1);
      Explanation explanation = model.explain(question, answered.itemId(), Wish.best(10));
      Candidate candidate = Objects.requireNonNull(explanation.candidate());

      assertThat(explanation.basis()).isEqualTo(Basis.HISTORY);
      assertThat(candidate.place().rank()).isEqualTo(rank);
      assertThat(candidate.place().isShown()).isEqualTo(rank <= 10);
      assertThat(candidate.probability()).isEqualTo(answered.score());
      assertSums(candidate.score(), greatest);
      assertThat(candidate.score().contributions())
          .extracting(Contribution::event)
          .containsExactlyInAnyOrderElementsOf(question.history().events());
    }
  }

  /** A thousand pairs of a customer and an item of a real shop, with events that fade. */
  @ParameterizedTest
  @MethodSource("families")
  void what_the_items_of_a_history_contribute_sums_to_the_score_of_every_family(
      ModelFamily<?, ?> family) {
    InteractionLog log = TestData.onlineRetail(150);
    RecordColumns items = TestData.records(log, 20);
    ConfidenceRule rule = ConfidenceRule.everyEvent().withFading(Training.FADING);
    TrainingData data = new TrainingData(log, rule, 1, 2).withItems(() -> Optional.of(items));
    Model model = family.defaults().fittedTo(data).trainer().train(data, TrainingProgress.NONE);
    SplittableRandom random = new SplittableRandom(11);
    double furthest = 0;

    for (int customer = 0; customer < 100; customer++) {
      int user = random.nextInt(log.users().size());
      Query query = Query.of(new ProfileBuilder(rule)
          .addAll(log, rule, log.start(user), log.end(user))
          .build());
      float[] scores = new float[model.itemCount()];
      model.scorer(query).scoreAll(scores);
      for (int pair = 0; pair < 10; pair++) {
        int item = random.nextInt(model.itemCount());
        double distance = Math.abs(model.explain(query, item).sum() - scores[item]);
        if (distance > 0) { // a family of texts scores items that have none 0
          furthest = Math.max(furthest, distance / greatest(scores));
        }
      }
    }

    System.out.printf(
        "Explanations: %s, at most %.1e of the customer's greatest score away%n", family, furthest);
    assertThat(furthest).isLessThan(1e-4);
  }

  private static Collection<ModelFamily<?, ?>> families() {
    return ModelFamilies.ALL.all();
  }

  @Test
  void a_score_and_its_seen_offset_make_the_place() {
    Question question = Question.of(Events.of(TWO_TASTES, 5), Events.NOW);
    double offset =
        Objects.requireNonNull(MODEL.manifest().assessment().calibration()).seenOffset();
    List<String> had =
        question.history().events().stream().map(PastEvent::itemId).toList();
    double lastShown = Double.NaN;

    for (String item : MODEL.answer(question, Wish.best(10)).itemIds()) {
      Candidate candidate = candidate(question, item, Wish.best(10));

      assertThat(candidate.seenOffset()).isEqualTo(had.contains(item) ? offset : null);
      assertThat(candidate.place().score())
          .isCloseTo(
              candidate.score().value() + Objects.requireNonNullElse(candidate.seenOffset(), 0.0),
              within(1e-6));
      lastShown = candidate.place().score();
    }
    assertThat(candidate(question, "i0", Wish.best(10)).place().lastShown()).isEqualTo(lastShown);
  }

  @Test
  void the_events_of_the_same_taste_contribute_most() {
    Question question = Question.of(
        Stream.concat(happened("view", 1000, "i0", "i2", "i4"), happened("view", 1000, "i1"))
            .toList(),
        Events.NOW);

    List<Contribution> contributions =
        candidate(question, "i6", Wish.best(10)).score().contributions();

    assertThat(contributions)
        .hasSize(4)
        .isSortedAccordingTo(Comparator.comparingDouble(Contribution::amount).reversed());
    assertThat(contributions.get(3).event().itemId()).isEqualTo("i1");
  }

  @Test
  void events_with_one_item_share_what_it_contributes_by_what_they_count() {
    ConfidenceRule rule = ConfidenceRule.of(
        List.of(new EventWeight("view", null, 1), new EventWeight("purchase", null, 3)));
    RecommendationModel model = train("aws-user-personalization", TWO_TASTES, rule);
    Question question = Question.of(
        Stream.concat(
                happened("view", 1000, "i0", "i2"),
                Stream.concat(happened("purchase", 1000, "i0"), happened("click", 1000, "i2")))
            .toList(),
        Events.NOW);

    Score score = Objects.requireNonNull(
            model.explain(question, "i6", Wish.best(10)).candidate())
        .score();

    assertSums(score, score.value());
    assertThat(score.contributions())
        .extracting(each -> each.event().eventType())
        .as("clicks do not count")
        .containsExactlyInAnyOrder("view", "view", "purchase");
    assertThat(amount(score, "purchase", "i0"))
        .isCloseTo(3 * amount(score, "view", "i0"), within(1e-6));
  }

  private static double amount(Score score, String eventType, String itemId) {
    return score.contributions().stream()
        .filter(each -> each.event().itemId().equals(itemId)
            && eventType.equals(each.event().eventType()))
        .mapToDouble(Contribution::amount)
        .sum();
  }

  @Test
  void what_a_filter_hides_has_a_score_and_no_rank_and_others_move_up() {
    Question question = Question.of(Events.of(TWO_TASTES, 5), Events.NOW);
    List<String> order = MODEL.answer(question, Wish.best(ITEMS)).itemIds();
    Wish wish = Wish.best(2).filtered(item -> !MODEL.items().id(item).equals(order.get(1)));

    Candidate hidden = candidate(question, order.get(1), wish);
    Candidate next = candidate(question, order.get(2), wish);

    assertThat(hidden.place().rank()).isNull();
    assertThat(hidden.place().isShown()).isFalse();
    assertThat(hidden.score())
        .isEqualTo(candidate(question, order.get(1), Wish.best(2)).score());
    assertThat(next.place().rank()).isEqualTo(2);
    assertThat(next.place().isShown()).isTrue();
    assertThat(hidden.place().lastShown()).isEqualTo(next.place().score());
    assertThat(candidate(question, order.get(1), Wish.best(2).filtered(item -> false))
            .place()
            .lastShown())
        .isNull();
  }

  @Test
  void without_a_usable_history_all_is_popularity() {
    List<Recommendations.Item> popular = MODEL.answer(COLD, Wish.best(ITEMS)).items();

    Explanation explanation = MODEL.explain(COLD, popular.get(3).itemId(), Wish.best(3));

    Candidate candidate = Objects.requireNonNull(explanation.candidate());
    assertThat(explanation.basis()).isEqualTo(Basis.STRANGER);
    assertThat(candidate.place().rank()).isEqualTo(4);
    assertThat(candidate.place().isShown()).isFalse();
    assertThat(candidate.probability()).isEqualTo(popular.get(3).score());
    assertThat(candidate.seenOffset()).isNull();
    assertThat(candidate.score().contributions()).isEmpty();
    assertThat(candidate.score().remainder()).isEqualTo(candidate.score().value());
  }

  @Test
  void popularity_alone_is_the_same_for_everybody_and_all_of_it_remains() {
    RecommendationModel popular =
        train("aws-popularity-count", TWO_TASTES, ConfidenceRule.everyEvent());
    Question question = Question.of(Events.of(TWO_TASTES, 5), Events.NOW);

    Explanation explanation = popular.explain(question, "i0", Wish.best(10));

    assertThat(explanation.basis()).isEqualTo(Basis.EVERYBODY);
    assertThat(explanation).isEqualTo(popular.explain(COLD, "i0", Wish.best(10)));
    Candidate candidate = Objects.requireNonNull(explanation.candidate());
    assertThat(candidate.probability()).isNull();
    assertThat(candidate.score().contributions()).isEmpty();
    assertThat(candidate.score().remainder())
        .isEqualTo(candidate.score().value())
        .isEqualTo(candidate.place().score());
  }

  @Test
  void
      an_item_that_the_model_does_not_know_is_no_candidate_and_one_without_users_learned_nothing() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int row = 0; row < 1000; row++) {
      log.add("u" + row % 50, "i" + row * 7 % 20, "view", 0, row);
    }
    log.addItem("new");
    RecommendationModel model =
        train("aws-user-personalization", log.build(), ConfidenceRule.everyEvent());
    Question question = Question.of(happened("view", 1000, "i0", "i7").toList(), Events.NOW);

    assertThat(model.explain(question, "unheard of", Wish.best(10)))
        .isEqualTo(new Explanation(Basis.HISTORY, null));
    Candidate added =
        Objects.requireNonNull(model.explain(question, "new", Wish.best(10)).candidate());
    assertThat(added.isLearned()).isFalse();
    assertThat(added.score().value()).isZero();
    assertThat(
            Objects.requireNonNull(model.explain(question, "i3", Wish.best(10)).candidate())
                .isLearned())
        .isTrue();
  }

  private static double greatest(float[] scores) {
    double greatest = 0;
    for (float score : scores) {
      greatest = Math.max(greatest, Math.abs(score));
    }
    return greatest;
  }

  private static void assertSums(Score score, double greatest) {
    double ofEvents =
        score.contributions().stream().mapToDouble(Contribution::amount).sum();
    assertThat(ofEvents + score.remainder()).isCloseTo(score.value(), within(1e-4 * greatest));
  }

  private static Candidate candidate(Question question, String itemId, Wish wish) {
    return Objects.requireNonNull(MODEL.explain(question, itemId, wish).candidate());
  }

  private static RecommendationModel train(String name, InteractionLog log, ConfidenceRule rule) {
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(Hyperparameters.defaultsOf(recipe(name)), log, rule, 1, 2),
            TrainingProgress.NONE)
        .model();
  }

  private static Recipe recipe(String name) {
    return ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, name)).orElseThrow();
  }

  private static Stream<PastEvent> happened(String eventType, long epochMillis, String... items) {
    return Stream.of(items).map(item -> new PastEvent(item, eventType, Float.NaN, epochMillis));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.context.ContextWeight;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recommendation.Explanation.Basis;
import org.openpersonalize.core.recommendation.Explanation.Candidate;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.testing.Situations;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ContextTest {
  private static final InteractionLog LOG = Situations.log(1_200);
  private static final RecommendationModel MODEL = train("aws-user-personalization", LOG);
  private static final RecommendationModel WITHOUT =
      train("aws-user-personalization", Situations.log(1_200, List.of()));
  private static final Question KNOWN = Question.of(Events.of(LOG, 4), Events.NOW);
  private static final Question STRANGER = Question.of(List.of(), Events.NOW);
  private static final Map<String, String> PHONE = Map.of("DEVICE", "phone");
  private static final Wish TEN = Wish.best(10);

  @Test
  void a_user_is_recommended_what_is_taken_where_the_user_is() {
    assertThat(shareForPhones(KNOWN.in(PHONE))).isGreaterThan(0.8);
    assertThat(shareForPhones(KNOWN.in(Map.of("DEVICE", "screen")))).isLessThan(0.2);
  }

  @Test
  void a_stranger_is_recommended_what_is_popular_where_the_stranger_is() {
    assertThat(shareForPhones(STRANGER.in(PHONE))).isEqualTo(1);
    assertThat(shareForPhones(STRANGER.in(Map.of("DEVICE", "screen")))).isZero();
    assertThat(MODEL.answer(STRANGER.in(PHONE), Wish.all()).items().stream()
            .mapToDouble(item -> Objects.requireNonNull(item.score()))
            .sum())
        .isCloseTo(1, within(1e-6));
  }

  @Test
  void a_list_is_put_in_the_order_of_the_situation() {
    List<String> list = List.of("i100", "i130", "i110", "i120");

    assertThat(MODEL.answer(KNOWN.among(list).in(PHONE), TEN).itemIds().subList(0, 2))
        .containsExactlyInAnyOrder("i100", "i110");
    assertThat(MODEL
            .answer(STRANGER.among(list).in(Map.of("DEVICE", "screen")), TEN)
            .itemIds()
            .subList(0, 2))
        .containsExactlyInAnyOrder("i130", "i120");
  }

  @Test
  void names_and_values_that_are_not_known_and_a_column_of_noise_change_nothing() {
    for (Question question : List.of(KNOWN, STRANGER)) {
      Recommendations without = MODEL.answer(question, TEN);
      for (Map<String, String> unknown : List.of(
          Map.of("WEATHER", "rain"),
          Map.of("DEVICE", "watch"),
          Map.of("device", "phone"),
          Map.of("DEVICE", ""),
          Map.of("COLOUR", "red"))) {
        assertThat(MODEL.answer(question.in(unknown), TEN)).isEqualTo(without);
      }
    }
    assertThat(MODEL.manifest().assessment().context())
        .extracting(ContextWeight::column)
        .containsExactly("DEVICE");
  }

  @Test
  void without_a_situation_it_answers_as_if_nothing_had_been_known_of_any() {
    for (Question question : List.of(KNOWN, STRANGER)) {
      assertThat(MODEL.answer(question, TEN)).isEqualTo(WITHOUT.answer(question, TEN));
      assertThat(WITHOUT.answer(question.in(PHONE), TEN)).isEqualTo(WITHOUT.answer(question, TEN));
    }
  }

  @Test
  void recipes_that_do_not_look_at_the_situation_do_not_learn_of_it() {
    RecommendationModel popular = train("aws-popularity-count", LOG);

    assertThat(popular.answer(KNOWN.in(PHONE), TEN)).isEqualTo(popular.answer(KNOWN, TEN));
  }

  @Test
  void what_the_situation_adds_is_in_an_explanations_remainder() {
    Explanation explanation = MODEL.explain(KNOWN.in(PHONE), "i100", TEN);
    Candidate there = Objects.requireNonNull(explanation.candidate());
    Candidate anywhere =
        Objects.requireNonNull(MODEL.explain(KNOWN, "i100", TEN).candidate());

    assertThat(explanation.basis()).isEqualTo(Basis.HISTORY);
    assertThat(there.score().value()).isGreaterThan(anywhere.score().value());
    assertThat(there.score().contributions()).isEqualTo(anywhere.score().contributions());
    assertThat(there.score().remainder() - anywhere.score().remainder())
        .isCloseTo(there.score().value() - anywhere.score().value(), within(1e-4));
    Explanation ofStranger = MODEL.explain(STRANGER.in(PHONE), "i100", TEN);
    assertThat(ofStranger.basis()).isEqualTo(Basis.STRANGER);
    assertThat(Objects.requireNonNull(ofStranger.candidate()).probability())
        .isEqualTo(score(MODEL.answer(STRANGER.in(PHONE), Wish.all()), "i100"));
  }

  @Test
  void items_that_came_after_the_training_are_neither_raised_nor_sunk_by_a_situation() {
    RecommendationModel later = MODEL.followedBy(
        new NewItems(IdIndex.of(List.of("new")), new FactorMatrix(1, MODEL.vectorLength())));

    for (Question question : List.of(KNOWN.in(PHONE), STRANGER.in(PHONE))) {
      assertThat(later.answer(question, TEN).itemIds())
          .isEqualTo(MODEL.answer(question, TEN).itemIds());
    }
    assertThat(value(later, KNOWN.in(PHONE), "new")).isEqualTo(value(later, KNOWN, "new"));
    assertThat(value(later, KNOWN.in(PHONE), "i139")).isLessThan(value(later, KNOWN, "i139"));
  }

  private static double value(RecommendationModel model, Question question, String itemId) {
    return Objects.requireNonNull(model.explain(question, itemId, TEN).candidate())
        .score()
        .value();
  }

  @Test
  void a_model_with_a_context_is_read_as_it_was_written() throws IOException {
    Map<String, byte[]> files = files(MODEL);
    RecommendationModel loaded =
        RecommendationModel.load(file -> new ByteArrayInputStream(files.get(file)));

    assertThat(files).containsKeys("context-0.ids", "context-0.safetensors");
    assertThat(loaded.manifest()).isEqualTo(MODEL.manifest());
    assertThat(loaded.sizeInBytes())
        .isEqualTo(MODEL.sizeInBytes())
        .isGreaterThan(WITHOUT.sizeInBytes());
    for (Question question : List.of(KNOWN, STRANGER, KNOWN.in(PHONE), STRANGER.in(PHONE))) {
      assertThat(loaded.answer(question, TEN)).isEqualTo(MODEL.answer(question, TEN));
    }
    assertThat(files(WITHOUT).keySet()).noneMatch(file -> file.startsWith("context"));
    assertThat(new String(files(WITHOUT).get("manifest.json"), StandardCharsets.UTF_8))
        .doesNotContain("context");
  }

  private static double shareForPhones(Question question) {
    List<String> ids = MODEL.answer(question, TEN).itemIds();
    return ids.stream().filter(Situations::isForPhones).count() / (double) ids.size();
  }

  private static Double score(Recommendations answer, String itemId) {
    return answer.items().stream()
        .filter(item -> item.itemId().equals(itemId))
        .map(item -> Objects.requireNonNull(item.score()))
        .findFirst()
        .orElseThrow();
  }

  private static RecommendationModel train(String recipe, InteractionLog log) {
    Hyperparameters defaults = Hyperparameters.defaultsOf(
        ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, recipe)).orElseThrow());
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(defaults, log, ConfidenceRule.everyEvent(), 1, 2),
            TrainingProgress.NONE)
        .model();
  }

  private static Map<String, byte[]> files(RecommendationModel model) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    model.write(file -> new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(file, toByteArray());
      }
    });
    return files;
  }
}

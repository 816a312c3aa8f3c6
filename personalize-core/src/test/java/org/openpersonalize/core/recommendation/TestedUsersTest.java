// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.evaluation.TestedUsers;
import org.openpersonalize.core.evaluation.TestedUsers.Paired;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recommendation.Training.Candidates;
import org.openpersonalize.core.recommendation.Training.Execution;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

/** What is kept of the users that a model was tested by, and what two models have in common there. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TestedUsersTest {
  private static final long LATER = 4_000_000_000_000L;
  private static final InteractionLog LOG = TestData.random(3, 800, 60, 9000);

  @ParameterizedTest
  @ValueSource(strings = {"aws-popularity-count", "aws-hrnn"})
  void each_users_values_have_the_means_that_the_model_reports(String recipe) {
    TrainedModel trained = train(recipe, LOG);
    TestedUsers tested = Objects.requireNonNull(trained.tested());

    assertThat(tested.size()).isEqualTo(trained.report().orElseThrow().users()).isGreaterThan(30);
    for (String metric : TestedUsers.METRICS) {
      assertThat(tested.ofModel(metric).mean())
          .isEqualTo(trained.report().orElseThrow().metric(metric), within(1e-4));
      assertThat(tested.ofPopularity(metric).mean())
          .isEqualTo(trained.popularityBaseline().orElseThrow().metric(metric), within(1e-4));
    }
  }

  @Test
  void two_models_of_the_same_data_are_compared_on_all_users() {
    TestedUsers popularity = tested("aws-popularity-count", LOG);
    TestedUsers factors = tested("aws-hrnn", LOG);

    Paired paired = popularity.pairedWith(factors);

    assertThat(paired.isAll()).isTrue();
    for (String metric : TestedUsers.METRICS) {
      assertThat(paired.difference(metric).mean())
          .isEqualTo(
              factors.ofModel(metric).mean() - popularity.ofModel(metric).mean(), within(1e-6));
      assertThat(paired.difference(metric).mean())
          .isEqualTo(factors.abovePopularity(metric).mean(), within(1e-6));
      assertThat(popularity.pairedWith(popularity).difference(metric).isDecided())
          .isFalse();
    }
  }

  @Test
  void a_user_who_did_something_since_is_no_more_the_same_and_all_others_are() {
    TestedUsers before = tested("aws-popularity-count", LOG);
    TestedUsers after = tested("aws-popularity-count", withOneMoreOfEveryThirdUser());

    Paired paired = before.pairedWith(after);

    assertThat(paired.isAll()).isFalse();
    assertThat(paired.size()).isBetween(before.size() / 2, before.size() * 4 / 5);
    assertThat(after.size()).isEqualTo(before.size());
  }

  @Test
  void they_are_kept_beside_the_model_and_a_model_without_them_is_read_as_well()
      throws IOException {
    TrainedModel trained = train("aws-hrnn", LOG);
    TestedUsers tested = Objects.requireNonNull(trained.tested());
    Map<String, byte[]> with = files(trained);
    Map<String, byte[]> without = files(new TrainedModel(trained.model(), trained.choice(), null));

    ModelRecord read = record(with);

    assertThat(read.manifest()).isEqualTo(trained.model().manifest());
    assertThat(Objects.requireNonNull(read.tested()).fingerprints())
        .isEqualTo(tested.fingerprints());
    assertThat(read.tested().pairedWith(tested).isAll()).isTrue();
    for (String metric : TestedUsers.METRICS) {
      assertThat(read.tested().model(metric)).isEqualTo(tested.model(metric));
      assertThat(read.tested().popularity(metric)).isEqualTo(tested.popularity(metric));
    }
    assertThat(record(without).tested()).isNull();
    assertThat(load(without).manifest()).isEqualTo(load(with).manifest());
    assertThat(with.get("tested-users.safetensors").length)
        .as("small")
        .isLessThan(1_000 + 24 * tested.size());
  }

  private static InteractionLog withOneMoreOfEveryThirdUser() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    for (int user = 0; user < LOG.users().size(); user++) {
      for (int row = LOG.start(user); row < LOG.end(user); row++) {
        builder.add(
            LOG.users().id(user),
            LOG.items().id(LOG.item(row)),
            null,
            Float.NaN,
            LOG.epochMillis(row));
      }
      if (user % 3 == 0) {
        builder.add(LOG.users().id(user), "new", null, Float.NaN, LATER);
      }
    }
    return builder.build();
  }

  private static TestedUsers tested(String recipe, InteractionLog log) {
    return Objects.requireNonNull(train(recipe, log).tested());
  }

  private static TrainedModel train(String recipe, InteractionLog log) {
    Candidates candidates = new Candidates(
        Hyperparameters.defaultsOf(
            ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, recipe)).orElseThrow()),
        ParameterSearch.NONE,
        ModelFamilies.ALL);
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            new Training(candidates, ConfidenceRule.everyEvent(), log, new Execution(1, 2)),
            TrainingProgress.NONE);
  }

  private static Map<String, byte[]> files(TrainedModel model) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    model.write(file -> new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(file, toByteArray());
      }
    });
    return files;
  }

  private static ModelRecord record(Map<String, byte[]> files) throws IOException {
    return ModelRecord.read(file -> new ByteArrayInputStream(files.get(file)));
  }

  private static RecommendationModel load(Map<String, byte[]> files) throws IOException {
    return RecommendationModel.load(file -> new ByteArrayInputStream(files.get(file)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.tuning.Trial;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionConfig;
import org.openpersonalize.store.catalog.SolutionConfig.AutoMLConfig;
import org.openpersonalize.store.catalog.SolutionConfig.CategoricalHyperParameterRange;
import org.openpersonalize.store.catalog.SolutionConfig.HPOConfig;
import org.openpersonalize.store.catalog.SolutionConfig.HPOResourceConfig;
import org.openpersonalize.store.catalog.SolutionConfig.HyperParameterRanges;
import org.openpersonalize.store.catalog.SolutionConfig.IntegerHyperParameterRange;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.model.TrainingTrials;
import org.openpersonalize.training.run.TrainingRun;
import org.openpersonalize.training.solution.SolutionService;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.SolutionService.DescribeSolution;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** performHPO and performAutoML, from CreateSolution to what Describe answers. */
@SpringBootTest(classes = TrainingTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SearchTest {
  private static final Arn PERSONAL =
      Arn.ofService(ResourceType.RECIPE, "aws-user-personalization");
  private static final Arn BLEND =
      Arn.ofService(ResourceType.RECIPE, "aws-user-personalization-v2");
  private static final Arn POPULARITY = Arn.ofService(ResourceType.RECIPE, "aws-popularity-count");
  private static final Arn RANKING = Arn.ofService(ResourceType.RECIPE, "aws-personalized-ranking");

  @Autowired
  SolutionService solutionService;

  @Autowired
  SolutionVersionService versionService;

  @Autowired
  SolutionVersionRepository versions;

  @Autowired
  TrainingRun trainingRun;

  @Autowired
  TrainingTrials trials;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop shop;

  private int solutions;

  @BeforeEach
  void openShop() {
    shop.open();
  }

  @Test
  void a_search_among_hyperparameters_says_what_it_found_and_what_it_tried() {
    shop.sell(8_000);
    SolutionVersion version = train(create(
        PERSONAL,
        true,
        false,
        config(
            hpo(
                "3",
                "1",
                List.of(new IntegerHyperParameterRange("hidden_dimension", 32, 48)),
                List.of()),
            null)));

    assertThat(version.status()).as(version.failureReason()).isEqualTo(Status.ACTIVE);
    Map<String, String> tuned = version.tunedHPOParams().algorithmHyperParameters();
    assertThat(tuned).containsEntry("recency_mask", "True");
    assertThat(Integer.parseInt(tuned.get("hidden_dimension"))).isBetween(32, 48);
    assertThat(version.recipeArn()).isEqualTo(PERSONAL);
    List<Trial> tried = trials.of(version.arn());
    assertThat(tried).hasSizeBetween(2, 4);
    assertThat(tried).filteredOn(trial -> trial.family().equals("als")).isNotEmpty();
    assertThat(jdbc.sql("SELECT count(*) FROM training_trial WHERE chosen")
            .query(Integer.class)
            .single())
        .isPositive();
  }

  @Test
  void a_search_among_recipes_names_the_best_one() {
    shop.sell(4_000);
    Arn solution = create(
        null,
        false,
        true,
        config(null, new AutoMLConfig("precision_at_10", List.of(POPULARITY, PERSONAL))));
    assertThat(describe(solution).autoMLResult()).isNull();

    SolutionVersion version = train(solution);

    assertThat(version.status()).as(version.failureReason()).isEqualTo(Status.ACTIVE);
    assertThat(version.recipeArn()).isIn(PERSONAL, POPULARITY);
    assertThat(describe(solution).recipeArn()).isNull();
    assertThat(describe(solution).autoMLResult().bestRecipeArn()).isEqualTo(version.recipeArn());
    assertThat(version.tunedHPOParams()).isNull();
    List<Trial> tried = trials.of(version.arn());
    double best = tried.stream().mapToDouble(Trial::score).max().orElseThrow();
    assertThat(tried)
        .filteredOn(trial -> trial.score() == best)
        .extracting(Trial::family)
        .contains(version.recipeArn().equals(PERSONAL) ? "als" : "popularity");
  }

  @Test
  void what_cannot_be_searched_is_refused_by_name() {
    assertRefused(BLEND, true, false, null, "no hyperparameter to tune");
    assertRefused(POPULARITY, true, false, null, "no hyperparameter to tune");
    assertRefused(null, true, false, null, "recipeArn");
    assertRefused(PERSONAL, false, true, null, "recipeArn");
    assertRefused(
        PERSONAL, false, false, config(hpo("3", "1", List.of(), List.of()), null), "hpoConfig");
    assertRefused(PERSONAL, true, false, config(null, new AutoMLConfig(null, null)), null);
    assertRefused(
        PERSONAL, true, false, config(null, new AutoMLConfig("coverage", null)), "autoMLConfig");
    assertRefused(
        PERSONAL,
        true,
        false,
        config(hpo("41", "1", List.of(), List.of()), null),
        "maxNumberOfTrainingJobs");
    assertRefused(
        PERSONAL,
        true,
        false,
        config(hpo("many", "1", List.of(), List.of()), null),
        "maxNumberOfTrainingJobs");
    assertRefused(
        PERSONAL,
        true,
        false,
        config(hpo("4", "11", List.of(), List.of()), null),
        "maxParallelTrainingJobs");
    assertRefusedRange(
        new IntegerHyperParameterRange("hidden_dimension", 16, 48), "hidden_dimension");
    assertRefusedRange(
        new IntegerHyperParameterRange("hidden_dimension", 64, 48), "hidden_dimension");
    assertRefusedRange(new IntegerHyperParameterRange("depth", 1, 2), "depth");
    assertRefusedRange(new IntegerHyperParameterRange("recency_mask", 1, 2), "recency_mask");
    assertRefused(
        PERSONAL,
        true,
        false,
        config(
            hpo(
                null,
                null,
                List.of(),
                List.of(new CategoricalHyperParameterRange("recency_mask", List.of("Maybe")))),
            null),
        "recency_mask");
    assertRefused(null, false, true, config(null, new AutoMLConfig("fame", null)), "fame");
    assertRefused(
        null,
        false,
        true,
        config(null, new AutoMLConfig(null, List.of(RANKING))),
        "personalized-ranking");
    assertRefused(
        null, false, true, config(hpo("3", "1", List.of(), List.of()), null), "hpoConfig");
  }

  private void assertRefusedRange(IntegerHyperParameterRange range, String named) {
    assertRefused(
        PERSONAL, true, false, config(hpo(null, null, List.of(range), List.of()), null), named);
  }

  /** @param named null if it is not refused after all */
  private void assertRefused(
      @Nullable Arn recipe,
      boolean performHPO,
      boolean performAutoML,
      @Nullable SolutionConfig config,
      @Nullable String named) {
    if (named == null) {
      create(recipe, performHPO, performAutoML, config);
      return;
    }
    assertThatThrownBy(() -> create(recipe, performHPO, performAutoML, config))
        .hasMessageContaining(named)
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
  }

  private static HPOConfig hpo(
      @Nullable String jobs,
      @Nullable String parallelJobs,
      List<IntegerHyperParameterRange> whole,
      List<CategoricalHyperParameterRange> words) {
    return new HPOConfig(
        null,
        new HPOResourceConfig(jobs, parallelJobs),
        new HyperParameterRanges(whole, List.of(), words));
  }

  private static SolutionConfig config(@Nullable HPOConfig hpo, @Nullable AutoMLConfig autoML) {
    return new SolutionConfig(null, null, null, null, null, hpo, autoML, null, null);
  }

  private Arn create(
      @Nullable Arn recipe,
      boolean performHPO,
      boolean performAutoML,
      @Nullable SolutionConfig config) {
    return solutionService
        .create(new CreateSolution(
            "solution-" + ++solutions,
            Shop.GROUP,
            recipe,
            performHPO,
            performAutoML,
            false,
            null,
            null,
            config,
            null))
        .solutionArn();
  }

  private Solution describe(Arn solution) {
    return solutionService.describe(new DescribeSolution(solution)).solution();
  }

  private SolutionVersion train(Arn solution) {
    Arn version = versionService
        .create(new CreateSolutionVersion(solution, null, null, null))
        .solutionVersionArn();
    trainingRun.run(version);
    return versions.get(version);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.coldstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.evaluation.Split;
import org.openpersonalize.core.family.Families;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.tuning.Budget;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.Trial;
import org.openpersonalize.core.tuning.Tuning;
import org.openpersonalize.core.tuning.TuningResult;
import org.openpersonalize.core.tuning.TuningTask;
import org.openpersonalize.core.tuning.TuningTask.Material;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ColdStartTrainerTest {
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"KIND","type":["null","string"],"categorical":true}]}""", null);
  private static final int RARE = 40;

  /** Records that say which of two kinds an item is. */
  @Nested
  class With_records extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      ColdStartParameters parameters = small(0.2);
      return (data, progress) ->
          train(parameters, data.withItems(() -> Optional.of(kinds(data.log(), 2))), progress);
    }

    @Override
    protected boolean usesTheSeed() {
      return true;
    }
  }

  @Nested
  class Without_records extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      ColdStartParameters parameters = small(0.2);
      return (data, progress) -> train(parameters, data, progress);
    }

    @Override
    protected boolean usesTheSeed() {
      return true;
    }
  }

  @Test
  void an_item_that_one_user_took_is_for_all_who_like_its_kind() {
    InteractionLog log = tastesAndRareItems();
    TrainingData data = data(log).withItems(() -> Optional.of(kinds(log, 2)));

    FactorModel plain =
        small(0).factorization().fittedTo(data).trainer().train(data, TrainingProgress.NONE);
    FactorModel drawn = train(small(0.2), data, TrainingProgress.NONE);

    // Some user of the other kind took the item: that alone speaks for the wrong ones.
    assertThat(advantageOfItsKind(plain, log)).isNegative();
    assertThat(advantageOfItsKind(drawn, log)).isPositive();
  }

  @Test
  void without_records_it_is_the_factorization() {
    TrainingData data = data(tastesAndRareItems());
    ColdStartParameters parameters = small(0.2).fittedTo(data);

    assertThat(parameters
            .trainer()
            .train(data, TrainingProgress.NONE)
            .itemFactors()
            .values())
        .isEqualTo(parameters
            .factorization()
            .trainer()
            .train(data, TrainingProgress.NONE)
            .itemFactors()
            .values());
  }

  @Test
  void a_solver_that_draws_rows_nowhere_is_refused_where_it_is_asked_for() {
    assertThat(ColdStartParameters.DEFAULT.with("solver", "cholesky").settings())
        .containsEntry("solver", "cholesky")
        .containsEntry("metadata_weight", "0.2");
    assertThatThrownBy(() -> ColdStartParameters.DEFAULT.with("solver", "dual"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("conjugate-gradient");
    assertThatThrownBy(() -> ColdStartParameters.DEFAULT.with("metadata_weight", "1.5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a number from 0.0 to 1.0");
  }

  @Test
  void a_search_keeps_to_the_bounds_of_its_knob_and_weighs_the_records() {
    InteractionLog log = tastesAndRareItems();
    List<Trial> trials = new ArrayList<>();

    TuningResult found =
        search(log, new SearchSpace(Map.of(Knobs.HIDDEN_DIMENSION, new Whole(32, 48))), trials);

    assertThat(found.best()).isInstanceOf(ColdStartParameters.class);
    assertThat(((ColdStartParameters) found.best()).factorization().rank()).isBetween(32, 48);
    assertThat(trials).extracting(Trial::family).contains("als");
    assertThat(trials)
        .filteredOn(trial -> trial.family().equals(ColdStartFamily.NAME))
        .extracting(trial -> trial.settings().get("metadata_weight"))
        .contains("0.2", "0.32");
  }

  @Test
  void a_search_of_all_families_tries_the_defaults_alone() {
    List<Trial> trials = new ArrayList<>();

    search(tastesAndRareItems(), SearchSpace.FREE, trials);

    assertThat(trials)
        .filteredOn(trial -> trial.family().equals(ColdStartFamily.NAME))
        .hasSize(1);
  }

  private static TuningResult search(InteractionLog log, SearchSpace space, List<Trial> trials) {
    TuningTask task = new TuningTask(
        new Material(
            Split.official(log, 1).validation(),
            ConfidenceRule.everyEvent(),
            () -> Optional.of(kinds(log, 2))),
        new RankingMetric.Ndcg(10),
        new Budget(40, Duration.ofHours(1)),
        1,
        2,
        TrainingProgress.NONE,
        trials::add);
    return Tuning.search(task, Families.of(ColdStartFamily.INSTANCE), space);
  }

  private static ColdStartParameters small(double metadataWeight) {
    AlsParameters factorization = AlsParameters.DEFAULT.withRank(8).withSweeps(15);
    return new ColdStartParameters(factorization, metadataWeight);
  }

  private static FactorModel train(
      ColdStartParameters parameters, TrainingData data, TrainingProgress progress) {
    return parameters.fittedTo(data).trainer().train(data, progress);
  }

  private static TrainingData data(InteractionLog log) {
    return new TrainingData(log, ConfidenceRule.everyEvent(), 1, 2);
  }

  /** Two tastes, and items of each kind that one user took, who is of the other. */
  private static InteractionLog tastesAndRareItems() {
    InteractionLog tastes = TestData.twoTastes(300, 60);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < tastes.users().size(); user++) {
      for (int row = tastes.start(user); row < tastes.end(user); row++) {
        log.add(
            tastes.users().id(user),
            tastes.items().id(tastes.item(row)),
            "view",
            Float.NaN,
            tastes.epochMillis(row));
      }
    }
    for (int n = 0; n < RARE; n++) {
      log.add("u" + (2 * n + 1 - n % 2), "i" + (1000 + n), "view", Float.NaN, 500_000);
    }
    return log.build();
  }

  /** How much more a rare item scores for users of its kind than for others, who did not take it either; the mean. */
  private static double advantageOfItsKind(FactorModel model, InteractionLog log) {
    double sum = 0;
    ProfileBuilder profiles = new ProfileBuilder(ConfidenceRule.everyEvent());
    for (int user = 0; user < log.users().size(); user++) {
      int kind = number(log.users().id(user)) % 2;
      CandidateScorer scorer = model.scorer(Query.of(profiles
          .clear()
          .addAll(log, ConfidenceRule.everyEvent(), log.start(user), log.end(user))
          .build()));
      for (int n = 0; n < RARE; n++) {
        float score = scorer.score(log.items().find("i" + (1000 + n)).orElseThrow());
        sum += n % 2 == kind ? score : -score;
      }
    }
    return sum;
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1));
  }

  /** The kind of an item is its number's remainder. */
  private static RecordColumns kinds(InteractionLog log, int kinds) {
    RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
    for (int item = 0; item < log.items().size(); item++) {
      String id = log.items().id(item);
      records.add(
          Utf8Slice.of(id), Utf8Slice.of("{\"KIND\": \"%d\"}".formatted(number(id) % kinds)));
    }
    return records.build();
  }
}

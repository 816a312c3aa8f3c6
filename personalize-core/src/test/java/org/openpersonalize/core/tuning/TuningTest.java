// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.als.AlsFamily;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.als.Objective;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.evaluation.Split;
import org.openpersonalize.core.family.Families;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.similarity.ItemItemParameters;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.tuning.TuningTask.Material;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TuningTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<Trial> heard = new ArrayList<>();

  @Test
  void where_people_have_tastes_the_best_model_finds_them() {
    TuningResult result =
        Tuning.search(task(tastes(), Budget.UNLIMITED, 2), ModelFamilies.ALL, SearchSpace.FREE);

    Trial popularity = result.trials().get(0);
    assertThat(popularity.family()).isEqualTo("popularity");
    assertThat(result.score()).isGreaterThan(1.5 * popularity.score());
    assertThat(result.best().family().name()).isNotEqualTo("popularity");
    assertThat(result.trials())
        .extracting(Trial::family)
        .contains("item-item", "ease", "als", "blend");
    assertThat(result.trials())
        .filteredOn(trial -> trial.stage().endsWith("default"))
        .hasSize(5)
        .allSatisfy(trial -> assertThat(trial.score()).isLessThanOrEqualTo(result.score()));
    assertThat(heard).isEqualTo(result.trials());
  }

  @Test
  void less_than_two_fifths_of_the_best_so_far_is_far_behind() {
    Session session = new Session(task(tastes(), Budget.UNLIMITED, 2));
    Candidate<ItemItemParameters> best = session
        .tryOut("item-item: default", ItemItemParameters.DEFAULT, session::train)
        .orElseThrow();

    assertThat(session.isFarBehind(best)).isFalse();
    assertThat(session.isFarBehind(scoring(best, 0.41))).isFalse();
    assertThat(session.isFarBehind(scoring(best, 0.39))).isTrue();
  }

  private static Candidate<ItemItemParameters> scoring(
      Candidate<ItemItemParameters> candidate, double share) {
    return new Candidate<>(
        candidate.parameters(),
        candidate.model(),
        candidate.evaluation(),
        share * candidate.score());
  }

  @Test
  void where_one_item_leads_to_the_next_what_looks_at_order_is_best() {
    TuningResult result =
        Tuning.search(task(cycle(), new Budget(20, HOUR), 2), ModelFamilies.ALL, SearchSpace.FREE);

    assertThat(result.best().settings().keySet()).anyMatch(setting -> setting.contains("recency"));
    double withoutOrder = result.trials().stream()
        .filter(trial -> List.of("item-item", "ease", "als").contains(trial.family()))
        .mapToDouble(Trial::score)
        .max()
        .orElseThrow();
    assertThat(result.score()).isGreaterThan(1.1 * withoutOrder);
  }

  @Test
  void where_everything_happened_at_once_order_is_not_looked_at() {
    InteractionLog atOnce = TestData.random(5, 150, 60, 3500, 0);

    TuningResult result =
        Tuning.search(task(atOnce, new Budget(20, HOUR), 2), ModelFamilies.ALL, SearchSpace.FREE);

    assertThat(result.trials())
        .extracting(Trial::family)
        .doesNotContain("sequential-rules", "session-neighbours", "repeats");
  }

  /** Everybody goes round the same circle of items, from somewhere. */
  private static InteractionLog cycle() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 300; user++) {
      for (int step = 0; step < 6; step++) {
        int item = (user * 7 + step) % 40;
        log.add("u" + user, "i" + item, null, Float.NaN, 1000L * step);
      }
    }
    return log.build();
  }

  @Test
  void where_nobody_has_a_taste_nothing_is_much_better_than_popularity() {
    TuningResult result = Tuning.search(
        task(noTaste(), new Budget(20, HOUR), 2), ModelFamilies.ALL, SearchSpace.FREE);

    assertThat(result.score()).isLessThan(1.1 * result.trials().get(0).score());
  }

  @Test
  void the_result_does_not_depend_on_the_number_of_threads() {
    TuningResult one =
        Tuning.search(task(tastes(), new Budget(30, HOUR), 1), ModelFamilies.ALL, SearchSpace.FREE);
    TuningResult three =
        Tuning.search(task(tastes(), new Budget(30, HOUR), 3), ModelFamilies.ALL, SearchSpace.FREE);

    assertThat(three.best()).isEqualTo(one.best());
    assertThat(three.trials()).extracting(Trial::score).isEqualTo(scores(one));
    assertThat(three.trials()).extracting(Trial::settings).isEqualTo(settings(one));
  }

  @Test
  void a_small_budget_goes_to_the_defaults_of_every_family() {
    TuningResult result =
        Tuning.search(task(tastes(), new Budget(6, HOUR), 1), ModelFamilies.ALL, SearchSpace.FREE);

    assertThat(result.trials())
        .extracting(Trial::family)
        .filteredOn(family -> !family.equals("blend"))
        .containsExactly(
            "popularity", "item-item", "ease", "als", "sequential-rules", "session-neighbours");
    assertThat(result.trials()).anySatisfy(trial -> {
      assertThat(trial.settings()).isEqualTo(result.best().settings());
      assertThat(trial.score()).isEqualTo(result.score());
    });
  }

  @Test
  void without_time_popularity_is_the_result() {
    TuningResult result = Tuning.search(
        task(tastes(), new Budget(100, Duration.ZERO), 1), ModelFamilies.ALL, SearchSpace.FREE);

    assertThat(result.trials()).hasSize(1);
    assertThat(result.best().family().name()).isEqualTo("popularity");
  }

  @Test
  void a_search_stops_when_it_is_called_off() {
    TrainingProgress untilThirdTrial = new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {}

      @Override
      public boolean isCancelled() {
        return heard.size() >= 3;
      }
    };

    assertThatThrownBy(() -> Tuning.search(
            task(tastes(), Budget.UNLIMITED, 2, untilThirdTrial),
            ModelFamilies.ALL,
            SearchSpace.FREE))
        .isInstanceOf(CancellationException.class);
    assertThat(heard).hasSize(3);
  }

  @Test
  void a_factorization_keeps_within_the_ranks_asked_for() {
    TuningResult result = Tuning.search(
        task(tastes(), Budget.UNLIMITED, 2),
        Families.of(AlsFamily.INSTANCE),
        new SearchSpace(Map.of(Knobs.HIDDEN_DIMENSION, new Hyperparameter.Whole(8, 16))));

    assertThat(result.best().family().name()).isEqualTo("als");
    assertThat(result.trials())
        .filteredOn(trial -> trial.family().equals("als"))
        .hasSizeGreaterThan(10)
        .allSatisfy(trial ->
            assertThat(Integer.parseInt(trial.settings().get("factors"))).isBetween(8, 16));
  }

  @Test
  void a_factorization_that_learned_nothing_is_recognised() {
    Session session = new Session(task(noTaste(), Budget.UNLIMITED, 1));

    session.tryOut(
        "too much", AlsParameters.DEFAULT.withObjective(new Objective(100, 10, 1)), session::train);
    session.tryOut("small", AlsParameters.DEFAULT.withRank(2), session::train);

    assertThat(session.trials()).extracting(Trial::collapsed).containsExactly(false, true, false);
  }

  @Test
  void nothing_is_tried_twice() {
    Session session = new Session(task(tastes(), Budget.UNLIMITED, 1));

    assertThat(session.tryOut("once", AlsParameters.DEFAULT, session::train)).isPresent();
    assertThat(session.tryOut("twice", AlsParameters.DEFAULT, session::train)).isEmpty();
    assertThat(session.trials()).hasSize(2);
  }

  private static List<Double> scores(TuningResult result) {
    return result.trials().stream().map(Trial::score).toList();
  }

  private static List<?> settings(TuningResult result) {
    return result.trials().stream().map(Trial::settings).toList();
  }

  private TuningTask task(InteractionLog log, Budget budget, int threads) {
    return task(log, budget, threads, TrainingProgress.NONE);
  }

  private TuningTask task(
      InteractionLog log, Budget budget, int threads, TrainingProgress progress) {
    return new TuningTask(
        new Material(Split.leaveLastOut(log, 1), ConfidenceRule.everyEvent()),
        new RankingMetric.Ndcg(10),
        budget,
        1,
        threads,
        progress,
        heard::add);
  }

  /** Half of the users like the even items and half the odd ones. */
  private static InteractionLog tastes() {
    return TestData.twoTastes(200, 60);
  }

  /** Everybody draws from the same skewed distribution. */
  private static InteractionLog noTaste() {
    SplittableRandom random = new SplittableRandom(4);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 600; user++) {
      for (int row = 0; row < 8; row++) {
        int item = (int) (100 * Math.pow(random.nextDouble(), 3));
        log.add("u" + user, "i" + item, null, Float.NaN, row);
      }
    }
    return log.build();
  }
}

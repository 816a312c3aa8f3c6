// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Ranker;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.CheckpointsInMemory;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** What every trainer promises; one subclass per trainer. */
@DisplayNameGeneration(ReplaceUnderscores.class)
public abstract class TrainerContract {
  private static final int USERS = 80;
  private static final int ITEMS = 40;
  private static final Ranker WITHOUT_REPEATS = new Ranker(new Calibration(-1000, 1));

  /** The trainer, set for small data. */
  protected abstract Trainer<?> trainer();

  /** Is there anything random in the training? */
  protected boolean usesTheSeed() {
    return false;
  }

  /** Does its model look at who asks? */
  protected boolean isPersonal() {
    return true;
  }

  @Test
  void who_asks_makes_a_difference_if_the_model_is_personal_and_none_if_it_is_not() {
    InteractionLog log = TestData.checkerboard(USERS, ITEMS);
    Model model = trainer().train(data(log, 1, 1), TrainingProgress.NONE);
    float[] ofOne = new float[model.itemCount()];
    float[] ofAnother = new float[model.itemCount()];

    model.scorer(Query.of(profile(log, 0))).scoreAll(ofOne);
    model.scorer(Query.of(profile(log, 1))).scoreAll(ofAnother);

    assertThat(Arrays.equals(ofOne, ofAnother)).isNotEqualTo(isPersonal());
  }

  @Test
  void the_item_withheld_from_a_checkerboard_is_ranked_first() {
    assumeTrue(isPersonal(), "A list for everybody is nobody's checkerboard");
    InteractionLog log = TestData.checkerboard(USERS, ITEMS);
    Model model = trainer().train(data(log, 1, 1), TrainingProgress.NONE);

    for (int user = 0; user < USERS; user++) {
      Profile profile = profile(log, user);
      int first = WITHOUT_REPEATS.answer(
              model.scorer(Query.of(profile)), Query.of(profile), Wish.best(1))
          .items()[0];
      assertThat(log.items().id(first))
          .as("first item for %s", log.users().id(user))
          .isEqualTo("i" + TestData.withheld(numberIn(log.users().id(user)), ITEMS));
    }
  }

  @Test
  void the_same_seed_gives_the_same_model_whatever_the_number_of_threads() {
    InteractionLog log = TestData.random(9, 300, 200, 6000);

    float[] scores = scores(trainer().train(data(log, 1, 1), TrainingProgress.NONE), log);

    assertThat(scores(trainer().train(data(log, 1, 1), TrainingProgress.NONE), log))
        .isEqualTo(scores);
    assertThat(scores(trainer().train(data(log, 1, 4), TrainingProgress.NONE), log))
        .isEqualTo(scores);
    float[] ofAnotherSeed = scores(trainer().train(data(log, 2, 1), TrainingProgress.NONE), log);
    assertThat(Arrays.equals(ofAnotherSeed, scores)).isNotEqualTo(usesTheSeed());
  }

  @Test
  void users_scored_together_are_scored_as_alone() {
    InteractionLog log = TestData.random(9, 300, 200, 6000);
    Model model = trainer().train(data(log, 1, 1), TrainingProgress.NONE);
    List<Query> queries = Stream.of(profile(log, 3), Profile.EMPTY, profile(log, 77))
        .map(Query::of)
        .toList();
    float[][] scores = new float[4][model.itemCount() + 5];
    for (float[] each : scores) {
      Arrays.fill(each, Float.NaN);
    }

    model.scoreAll(queries, scores);

    for (int user = 0; user < queries.size(); user++) {
      CandidateScorer scorer = model.scorer(queries.get(user));
      float[] block = new float[CandidateScorer.BLOCK];
      scorer.scoreBlock(0, block);
      for (int item = 0; item < model.itemCount(); item++) {
        assertThat(scores[user][item]).isCloseTo(scorer.score(item), withinPercentage(0.01));
        assertThat(block[item]).isEqualTo(scorer.score(item));
      }
    }
  }

  @Test
  void what_each_item_of_a_history_contributes_sums_to_the_score() {
    InteractionLog log = TestData.random(9, 300, 200, 6000);
    Model model = trainer().train(data(log, 1, 1), TrainingProgress.NONE);
    SplittableRandom random = new SplittableRandom(4);

    for (int pair = 0; pair < 1000; pair++) {
      Profile profile = weighed(profile(log, random.nextInt(log.users().size())), random);
      int item = random.nextInt(model.itemCount());
      float[] scores = new float[model.itemCount()];
      model.scorer(Query.of(profile)).scoreAll(scores);

      Contributions contributions = model.explain(Query.of(profile), item);

      assertThat(contributions.byItem().keySet()).allMatch(profile::contains);
      assertThat(contributions.sum())
          .isCloseTo((double) scores[item], within(1e-4 * greatest(scores)));
    }
  }

  @Test
  void what_an_item_has_in_common_with_the_one_asked_about_sums_to_the_score() {
    InteractionLog log = TestData.random(9, 300, 200, 6000);
    Model model = trainer().train(data(log, 1, 1), TrainingProgress.NONE);
    SplittableRandom random = new SplittableRandom(4);

    for (int pair = 0; pair < 300; pair++) {
      Query about = Query.ANYBODY.about(random.nextInt(model.itemCount()));
      int item = random.nextInt(model.itemCount());
      float[] scores = new float[model.itemCount()];
      model.scorer(about).scoreAll(scores);

      List<Relation> relations = model.relations(about, item);

      assertThat(relations.stream().mapToDouble(Relation::amount).sum())
          .isCloseTo((double) scores[item], within(1e-4 * greatest(scores)));
    }
  }

  private static double greatest(float[] scores) {
    double greatest = 0;
    for (float score : scores) {
      greatest = Math.max(greatest, Math.abs(score));
    }
    return greatest;
  }

  /** The same items with confidences from -1, which speaks against, to 3. */
  private static Profile weighed(Profile profile, SplittableRandom random) {
    float[] confidences = new float[profile.size()];
    for (int n = 0; n < confidences.length; n++) {
      confidences[n] = 4 * random.nextFloat() - 1;
    }
    return new Profile(profile.items(), confidences);
  }

  @Test
  void a_training_that_is_called_off_stops() {
    TrainingProgress cancelled = new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {}

      @Override
      public boolean isCancelled() {
        return true;
      }
    };

    assertThatThrownBy(() ->
            trainer().train(data(TestData.checkerboard(USERS, ITEMS), 1, 1), cancelled))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void a_training_that_goes_on_from_a_checkpoint_ends_with_the_same_model() {
    TrainingData data = data(TestData.random(9, 300, 200, 6000), 1, 2);
    CheckpointsInMemory kept = new CheckpointsInMemory(Integer.MAX_VALUE);
    float[] scores = scores(trainer().train(data, kept.progress()), data.log());

    for (int step = 1; step <= kept.steps(); step++) {
      CheckpointsInMemory interrupted = new CheckpointsInMemory(step);
      assertThatThrownBy(() -> trainer().train(data, interrupted.progress()))
          .isInstanceOf(CancellationException.class);
      assertThat(scores(trainer().train(data, interrupted.resumed().progress()), data.log()))
          .as("after step %d of %d", step, kept.steps())
          .isEqualTo(scores);
    }
  }

  private static int numberIn(String id) {
    return Integer.parseInt(id.substring(1));
  }

  protected static TrainingData data(InteractionLog log, long seed, int threads) {
    return new TrainingData(log, ConfidenceRule.everyEvent(), seed, threads);
  }

  protected static Profile profile(InteractionLog log, int user) {
    ConfidenceRule rule = ConfidenceRule.everyEvent();
    return new ProfileBuilder(rule)
        .addAll(log, rule, log.start(user), log.end(user))
        .build();
  }

  private static float[] scores(Model model, InteractionLog log) {
    float[] scores = new float[log.items().size()];
    for (int item = 0; item < scores.length; item++) {
      scores[item] = model.scorer(Query.of(profile(log, 3))).score(item);
    }
    return scores;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.blend.BlendModel;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Ranker;
import org.openpersonalize.core.ranking.ScoreArray;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

/** What looks at order says something of few items of a large catalogue. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SparseAnswersTest {
  private static final List<ModelParameters> FAMILIES = List.of(
      SequentialRulesParameters.DEFAULT.withWindow(2),
      SessionNeighboursParameters.DEFAULT.withNeighbours(5),
      RepeatsParameters.DEFAULT);
  private static final InteractionLog SHORT = TestData.random(5, 300, 3000, 1500, 30);
  private static final InteractionLog LONG = TestData.random(6, 60, 150, 2500, 30);

  @Test
  void only_items_of_which_something_is_said_are_looked_at_and_the_answer_is_that_of_all_scores() {
    for (ModelParameters family : FAMILIES) {
      Model model = family.trainer().train(Clicks.data(SHORT), TrainingProgress.NONE);
      for (int user = 0; user < 100; user++) {
        Query query = Clicks.query(SHORT, user);
        CandidateScorer scorer = model.scorer(query);
        assertThat(scorer.sparse()).as("%s", family).isPresent();
        assertThat(scorer.sparse().orElseThrow().sums().slots()).isLessThan(model.itemCount());
        assertSameAnswer(scorer, plain(model, query), query);
      }
    }
  }

  @Test
  void where_something_is_said_of_most_items_all_are_looked_at() {
    for (ModelParameters family : FAMILIES.subList(0, 2)) {
      Model model = family.trainer().train(Clicks.data(LONG), TrainingProgress.NONE);
      for (int user = 0; user < 50; user++) {
        Query query = Clicks.query(LONG, user);
        CandidateScorer scorer = model.scorer(query);
        assertThat(scorer.sparse()).as("%s", family).isEmpty();
        assertSameAnswer(scorer, plain(model, query), query);
      }
    }
  }

  @Test
  void items_that_came_after_the_training_leave_the_answer_sparse() {
    for (ModelParameters family : FAMILIES) {
      Model model = family.trainer().train(Clicks.data(SHORT), TrainingProgress.NONE);
      Model longer = model.followedBy(new FactorMatrix(100, 4));
      Query query = Clicks.query(SHORT, 3);

      CandidateScorer scorer = longer.scorer(query);

      assertThat(scorer.sparse()).isPresent();
      assertThat(scorer.itemCount()).isEqualTo(model.itemCount() + 100);
      assertSameAnswer(scorer, plain(longer, query), query);
    }
  }

  @Test
  void a_blend_adds_what_they_say_as_it_adds_all_scores() {
    List<Model> models = FAMILIES.stream()
        .<Model>map(each -> each.trainer().train(Clicks.data(SHORT), TrainingProgress.NONE))
        .toList();
    BlendModel blend = new BlendModel(List.of(
        new BlendModel.Component(models.get(0), 1, 0.3f),
        new BlendModel.Component(models.get(1), 0.5, 0.7f),
        new BlendModel.Component(models.get(2), 2, 0))); // by its deviation
    for (int user = 0; user < 50; user++) {
      Query query = Clicks.query(SHORT, user);
      assertThat(blend.scorer(query).scores()).isEqualTo(plain(blend, query));
    }
  }

  private static float[] plain(Model model, Query query) {
    float[][] scores = new float[1][model.itemCount()];
    model.scoreAll(List.of(query), scores);
    return scores[0];
  }

  private static void assertSameAnswer(CandidateScorer scorer, float[] plain, Query query) {
    assertThat(scorer.scores()).isEqualTo(plain);
    Ranker.Ranked ranked = Ranker.BY_SCORE.answer(scorer, query, Wish.best(25));
    Ranker.Ranked expected = Ranker.BY_SCORE.answer(new ScoreArray(plain), query, Wish.best(25));
    assertThat(ranked.items()).isEqualTo(expected.items());
    assertThat(ranked.scores()).isEqualTo(expected.scores());
  }
}

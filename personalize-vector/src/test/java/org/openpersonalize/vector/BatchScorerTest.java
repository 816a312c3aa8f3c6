// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.als.ImplicitAlsTrainer;
import org.openpersonalize.core.evaluation.InteractionFile;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.PlainKernels;
import org.openpersonalize.core.kernel.Tile;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.ranking.BatchScorer;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BatchScorerTest {
  private static final Path ROOT =
      Path.of(Objects.requireNonNullElse(System.getProperty("personalize.root"), ".."));

  static List<Kernels> kernels() {
    return List.of(new PlainKernels(), new VectorKernels());
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void every_user_of_a_shop_scores_items_to_the_last_bit_as_if_asked_alone(Kernels kernels)
      throws IOException {
    InteractionLog log =
        InteractionFile.read(ROOT.resolve("demo-data/online-retail/interactions.csv.gz"));
    ConfidenceRule rule = ConfidenceRule.everyEvent();
    FactorModel model = new ImplicitAlsTrainer(
            AlsParameters.DEFAULT.withRank(40).withSweeps(2), kernels)
        .train(new TrainingData(log, rule, 1, 2), TrainingProgress.NONE);
    ProfileBuilder builder = new ProfileBuilder(rule);
    List<Query> queries = new ArrayList<>();
    for (int user = 0; user < log.users().size(); user++) {
      queries.add(Query.of(
          builder.clear().addAll(log, rule, log.start(user), log.end(user)).build()));
    }
    float[] alone = new float[CandidateScorer.BLOCK];

    for (int from = 0; from < queries.size(); from += model.usersTogether()) {
      List<Query> some =
          queries.subList(from, Math.min(queries.size(), from + model.usersTogether()));
      BatchScorer together = model.batchScorer(some);
      for (int block = 0; block * CandidateScorer.BLOCK < model.itemCount(); block++) {
        Tile scores = together.scoreBlock(block);
        for (int user = 0; user < some.size(); user++) {
          CandidateScorer own = model.scorer(some.get(user));
          own.scoreBlock(block, alone);
          for (int item = 0; item < scores.columns(); item++) {
            if (scores.values()[scores.at(user, item)] != alone[item]) {
              assertThat(scores.values()[scores.at(user, item)])
                  .as("user %d, item %d of block %d", from + user, item, block)
                  .isEqualTo(alone[item]);
            }
          }
          assertThat(own.score(block * CandidateScorer.BLOCK)).isEqualTo(alone[0]);
        }
      }
    }
  }
}

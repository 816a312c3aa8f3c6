// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cadence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openpersonalize.core.evaluation.CalibrationFit;
import org.openpersonalize.core.evaluation.Evaluation;
import org.openpersonalize.core.evaluation.Evaluator;
import org.openpersonalize.core.evaluation.HoldOut;
import org.openpersonalize.core.evaluation.HoldOut.Part;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.evaluation.TestSet;
import org.openpersonalize.core.evaluation.TimeSlice;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Trains what a training would have made at moments of the past, and asks it what users took then.
 *
 * <p>The models are a cheaper copy of what is published: of the same family, with the same hyperparameters, events and fading, but
 * without search, refinement, objective and context, and items that came after a training are unknown to its model. What is added
 * to the score of what a user had is learned once, before the first day, for a training on all data costs as much again.
 */
public final class Hindsight {
  private static final RankingMetric NDCG = new RankingMetric.Ndcg(10);

  /** Of more users than this, some are drawn by lot for each day. */
  private static final int MOST_USERS = 1_000;

  private static final double TRAINED = 0.8;

  private final Training training;
  private final ModelParameters parameters;

  /** @param training of the whole log; what it would search for has its defaults */
  public Hindsight(Training training) {
    this.training = training;
    this.parameters = ParameterSearch.NONE.largest(training);
  }

  /** What is added to the score of what a user had, as a training would have learned it from what happened before a moment. */
  public double seenOffset(Instant before, TrainingProgress progress) {
    if (parameters.isBaseline()) {
      return Calibration.NONE.seenOffset();
    }
    HoldOut holdOut = new HoldOut(past(before), training.seed());
    Model model = train(holdOut.training(), progress);
    TestSet validation = holdOut.testSet(Part.VALIDATION).askedFor(progress);
    return CalibrationFit.of(validation, training.rule(), model, training.threads())
        .seenOffset();
  }

  /**
   * Trains on one day of a plan and tests the model on all days that are to be.
   *
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public List<DayScores> scores(
      CadencePlan plan, int trainingDay, double seenOffset, TrainingProgress progress) {
    Model model = train(past(plan.begin(trainingDay)), progress.part("train", 0, TRAINED));
    List<DayScores> scores = new ArrayList<>();
    for (int day : plan.testedWith(trainingDay)) {
      TestSet test = TimeSlice.of(
              training.interactions(),
              plan.begin(day).toEpochMilli(),
              plan.begin(day + 1).toEpochMilli())
          .sample(MOST_USERS, training.seed() + day)
          .askedFor(progress);
      scores.add(scores(trainingDay, day, test, model, seenOffset));
    }
    progress.report(1, Double.NaN, "evaluate");
    return scores;
  }

  private DayScores scores(int trainingDay, int day, TestSet test, Model model, double seenOffset) {
    Evaluation evaluation = new Evaluator(test, training.rule(), training.threads())
        .evaluate(
            model, new Calibration(seenOffset, Calibration.NONE.temperature()), List.of(NDCG));
    double[] values = evaluation.values(NDCG);
    long[] users = new long[values.length];
    float[] ndcg = new float[values.length];
    for (int place = 0; place < values.length; place++) {
      users[place] = test.person(place);
      ndcg[place] = (float) values[place];
    }
    return new DayScores(trainingDay, day, users, ndcg);
  }

  private InteractionLog past(Instant before) {
    InteractionLog log = training.interactions();
    long moment = before.toEpochMilli();
    return log.where((user, row) -> log.epochMillis(row) < moment);
  }

  private Model train(InteractionLog log, TrainingProgress progress) {
    TrainingData data = new TrainingData(
        Training.withinPercentiles(log, training.hyperparameters()),
        training.rule(),
        training.seed(),
        training.threads());
    return parameters.isBaseline()
        ? new PopularityTrainer().train(data, progress)
        : parameters.fittedTo(data).trainer().train(data, progress);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.io.IOException;
import java.util.List;
import org.openpersonalize.api.command.ContextResult.Comparison;
import org.openpersonalize.core.context.ContextFit;
import org.openpersonalize.core.context.ContextModel;
import org.openpersonalize.core.context.ContextWeight;
import org.openpersonalize.core.evaluation.CalibrationFit;
import org.openpersonalize.core.evaluation.ContextSplit;
import org.openpersonalize.core.evaluation.Evaluation;
import org.openpersonalize.core.evaluation.Evaluator;
import org.openpersonalize.core.evaluation.HoldOut;
import org.openpersonalize.core.evaluation.HoldOut.Part;
import org.openpersonalize.core.evaluation.InteractionFile;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.evaluation.TestSet;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * What it gains to know the situation in which a user asks, learned as the service learns it: the same model with and without.
 *
 * @param columns of the interactions that tell of the situation
 */
record ContextEvaluation(
    List<String> columns, ModelParameters parameters, EvaluationSetting setting)
    implements EvaluationRun {

  @Override
  public ContextResult run() throws IOException {
    InteractionLog log = InteractionFile.read(setting.interactions(), columns, List.of());
    ContextSplit split = ContextSplit.of(log);
    setting.say(
        "Read %,d interactions: %,d are trained on, %,d known users and %,d strangers are asked, %,d items are candidates",
        log.size(),
        split.training().size(),
        split.known().size(),
        split.strangers().size(),
        split.known().candidates());
    ConfidenceRule rule =
        setting.faded(ConfidenceRule.everyEvent().withHistoryLength(Integer.MAX_VALUE), log);
    HoldOut holdOut = new HoldOut(split.training(), setting.seed());
    Model past = trained(data(holdOut.training(), rule));
    Calibration calibration =
        CalibrationFit.of(holdOut.testSet(Part.VALIDATION), rule, past, setting.threads());
    Stopwatch fitting = new Stopwatch();
    List<ContextWeight> weights = new ContextFit(
            holdOut, rule, setting.threads(), TrainingProgress.NONE)
        .weights(past, calibration);
    ContextModel context = ContextModel.of(split.training(), weights);
    setting.say(
        "The context was learned in %.1f s and takes %,d bytes",
        fitting.seconds(), context.sizeInBytes());

    TrainingData data = data(split.training(), rule);
    Model model = trained(data);
    PopularityModel popularity = new PopularityTrainer().train(data, TrainingProgress.NONE);
    return new ContextResult(
        parameters.fittedTo(data),
        weights,
        split.known().candidates(),
        new Comparison(
            evaluation(split.known(), rule, model),
            evaluation(split.known(), rule, context.within(model, calibration.temperature()))),
        new Comparison(
            evaluation(split.strangers(), rule, popularity),
            evaluation(split.strangers(), rule, context.within(popularity))));
  }

  private TrainingData data(InteractionLog log, ConfidenceRule rule) {
    return new TrainingData(log, rule, setting.seed(), setting.threads());
  }

  private Model trained(TrainingData data) {
    return parameters.fittedTo(data).trainer().train(data, TrainingProgress.NONE);
  }

  private Evaluation evaluation(TestSet test, ConfidenceRule rule, Model model) {
    return new Evaluator(test, rule, setting.threads())
        .evaluate(model, Calibration.NONE, RankingMetric.at(setting.cutOffs()));
  }
}

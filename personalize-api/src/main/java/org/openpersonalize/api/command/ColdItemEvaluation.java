// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.content.ContentTrainer;
import org.openpersonalize.core.content.ContentVectors;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.evaluation.ColdItemSplit;
import org.openpersonalize.core.evaluation.Evaluation;
import org.openpersonalize.core.evaluation.Evaluator;
import org.openpersonalize.core.evaluation.InteractionFile;
import org.openpersonalize.core.evaluation.ItemFile;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.family.ItemVectors;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityFamily;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * How well a model finds items that came after its training, by what their records say.
 *
 * @param share of the items that are new
 * @param items their records
 * @param schema by which these are read
 */
record ColdItemEvaluation(
    double share, Path items, Path schema, ModelParameters parameters, EvaluationSetting setting)
    implements EvaluationRun {
  private static final String PROTOCOL = "cold-items";
  private static final String RANDOM = "random";

  @Override
  public EvaluationResult run() throws IOException {
    InteractionLog log = InteractionFile.read(setting.interactions());
    RecordColumns table = ItemFile.read(items, schema);
    ItemRecords records = ItemRecords.of(table, log.items());
    ColdItemSplit split = ColdItemSplit.of(log, records, share);
    say(log, table, split);

    Stopwatch training = new Stopwatch();
    TrainingData data = new TrainingData(
        split.training(),
        setting.faded(ConfidenceRule.everyEvent().withHistoryLength(Integer.MAX_VALUE), log),
        setting.seed(),
        setting.threads());
    ModelParameters chosen = parameters.fittedTo(data);
    ItemVectors vectors = trained(chosen, data);
    PopularityModel popularity = new PopularityTrainer().train(data, TrainingProgress.NONE);
    ContentVectors content = new ContentTrainer(setting.seed(), setting.threads())
        .train(records, vectors.itemFactors(), popularity.users(), TrainingProgress.NONE)
        .orElseThrow(
            () -> ErrorCode.INVALID_INPUT.because(
                "Too few items have a record and some users, so that nothing can be learned from them"));
    double trainSeconds = training.seconds();
    say(content.fit());

    Stopwatch evaluating = new Stopwatch();
    Evaluator evaluator = new Evaluator(split.test(), data.rule(), setting.threads());
    Evaluation evaluation = evaluation(
        evaluator,
        vectors.withItemFactors(
            content.placing(split.coldItems(), records, vectors.itemFactors())));
    Map<String, Evaluation> baselines = new LinkedHashMap<>();
    baselines.put(
        RANDOM, evaluation(evaluator, new PopularityModel(new int[log.items().size()])));
    baselines.put(PopularityFamily.NAME, evaluation(evaluator, popularity));
    return new EvaluationResult(
        chosen.family().name(),
        PROTOCOL,
        split.test(),
        chosen,
        null,
        0,
        evaluation,
        evaluation.intervals(setting.seed(), setting.threads()),
        baselines,
        trainSeconds,
        evaluating.seconds());
  }

  private static ItemVectors trained(ModelParameters parameters, TrainingData data) {
    return parameters
        .trainer()
        .train(data, TrainingProgress.NONE)
        .itemVectors()
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "%s knows items by no vectors that new ones could be given; als does"
                .formatted(parameters.family().name())));
  }

  private Evaluation evaluation(Evaluator evaluator, Model model) {
    return evaluator.evaluate(model, Calibration.NONE, RankingMetric.at(setting.cutOffs()));
  }

  private void say(InteractionLog log, RecordColumns table, ColdItemSplit split) {
    setting.say(
        "Read %,d interactions and %,d items: %,d interactions are trained on, %,d items are new, %,d users are tested",
        log.size(),
        table.size(),
        split.training().size(),
        split.coldItems().length,
        split.test().size());
    if (split.test().usersLeftOut() > 0) {
      setting.say(
          "%,d users are not tested, because they had nothing before their first new item",
          split.test().usersLeftOut());
    }
  }

  private void say(ContentVectors.Fit fit) {
    setting.say(
        "%,d features of %,d items, regularization %s: vectors of items left out have %.3f of the error of the mean vector",
        fit.features(), fit.items(), fit.regularization(), fit.leaveItemsOutError());
  }
}

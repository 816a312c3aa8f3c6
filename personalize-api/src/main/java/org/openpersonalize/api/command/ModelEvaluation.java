// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.evaluation.CalibrationFit;
import org.openpersonalize.core.evaluation.Evaluation;
import org.openpersonalize.core.evaluation.Evaluator;
import org.openpersonalize.core.evaluation.InteractionFile;
import org.openpersonalize.core.evaluation.ItemBands;
import org.openpersonalize.core.evaluation.ItemFile;
import org.openpersonalize.core.evaluation.Prefix;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.evaluation.Repeats;
import org.openpersonalize.core.evaluation.Split;
import org.openpersonalize.core.evaluation.TestSet;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityFamily;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.recommendation.PlacedItems;
import org.openpersonalize.core.similarity.ItemItemFamily;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.tuning.Budget;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.Tuning;
import org.openpersonalize.core.tuning.TuningResult;
import org.openpersonalize.core.tuning.TuningTask;
import org.openpersonalize.core.tuning.TuningTask.Material;

/**
 * How well a model predicts what users take: read, split, train, ask, and the same for the baselines.
 *
 * @param task what is asked
 * @param parameters of the model, null to search for it
 */
record ModelEvaluation(Task task, @Nullable ModelParameters parameters, EvaluationSetting setting)
    implements EvaluationRun {

  /**
   * What a model is asked.
   *
   * @param test what is to be found, for the protocols that take it
   * @param next how the next item is asked for, where that is the protocol
   * @param records of the items, null if there are none
   */
  record Task(
      Protocol protocol,
      @Nullable Path test,
      NextItem next,
      @Nullable Records records) {}

  /**
   * How the next item is asked for.
   *
   * @param repeats may it be one that the user had?
   * @param holdsValidation is what the choice is validated by not trained on afterwards?
   */
  record NextItem(boolean repeats, boolean holdsValidation) {
    private Split of(InteractionLog log, @Nullable InteractionLog test, long seed) {
      Repeats repeated = repeats ? Repeats.ALLOWED : Repeats.LEFT_OUT;
      Split split = test == null
          ? Split.nextItem(log, repeated, seed)
          : Split.nextItem(log, test, repeated, seed);
      return holdsValidation ? split.withoutValidation() : split;
    }
  }

  /** The files of the items' records and of their schema. */
  record Records(Path items, Path schema) {}

  private static final List<String> BASELINES = List.of(PopularityFamily.NAME, ItemItemFamily.NAME);

  /** A model that was trained and asked. */
  private record Outcome(Evaluation evaluation, double trainSeconds, double evaluateSeconds) {}

  @Override
  public EvaluationResult run() throws IOException {
    Stopwatch reading = new Stopwatch();
    Optional<RecordColumns> table = task.records() == null
        ? Optional.empty()
        : Optional.of(ItemFile.read(task.records().items(), task.records().schema()));
    List<String> recorded = table.map(ModelEvaluation::ids).orElse(List.of());
    InteractionLog log = InteractionFile.read(setting.interactions(), List.of(), recorded);
    Split split = split(log);
    if (table.isPresent()) {
      split = split.offering(numbers(recorded, split.training()));
    }
    setting.say(
        "Read %,d interactions in %.1f s: %,d are trained on, %,d users are tested, %,d items are candidates",
        log.size(),
        reading.seconds(),
        split.training().size(),
        split.test().size(),
        split.test().candidates());
    sayWhatIsNotTested(split.test());

    ConfidenceRule rule = rule(log);
    Supplier<Optional<RecordColumns>> records = () -> table;
    TrainingData training = new TrainingData(
            split.training(), rule, setting.seed(), setting.threads())
        .withItems(records);
    Stopwatch searching = new Stopwatch();
    ModelParameters best = parameters;
    TuningResult search = null;
    if (best == null) {
      search = search(split, rule, records);
      best = search.best();
    }
    double searchSeconds = searching.seconds();
    ModelParameters chosen = best.fittedTo(training);
    Outcome outcome = outcome(chosen, split, training);
    Map<String, Evaluation> baselines = new LinkedHashMap<>();
    for (String family : BASELINES) {
      ModelParameters defaults = ModelFamilies.ALL.named(family).defaults().fittedTo(training);
      Outcome baseline = defaults.equals(chosen) ? outcome : outcome(defaults, split, training);
      baselines.put(family, baseline.evaluation);
    }
    return new EvaluationResult(
        search == null ? chosen.family().name() : EvaluateCommand.AUTO,
        task.protocol().word(),
        split.test(),
        chosen,
        search,
        searchSeconds,
        outcome.evaluation,
        outcome.evaluation.intervals(setting.seed(), setting.threads()),
        baselines,
        outcome.trainSeconds,
        outcome.evaluateSeconds);
  }

  private static List<String> ids(RecordColumns table) {
    return IntStream.range(0, table.size()).mapToObj(table::id).toList();
  }

  private static BitSet numbers(List<String> items, InteractionLog log) {
    BitSet numbers = new BitSet();
    items.forEach(id -> log.items().find(id).ifPresent(numbers::set));
    return numbers;
  }

  private TuningResult search(
      Split split, ConfidenceRule rule, Supplier<Optional<RecordColumns>> records) {
    RankingMetric objective =
        new RankingMetric.Ndcg(setting.cutOffs().get(setting.cutOffs().size() - 1));
    TuningResult result = Tuning.search(
        new TuningTask(
            new Material(split.validation(), rule, records),
            objective,
            Budget.UNLIMITED,
            setting.seed(),
            setting.threads(),
            TrainingProgress.NONE,
            trial -> setting.say(
                "%-22s %s %.4f%s in %5.1f s %s",
                trial.stage(),
                objective.name(),
                trial.score(),
                trial.collapsed() ? " (collapsed)" : "",
                trial.seconds(),
                trial.settings())),
        ModelFamilies.ALL,
        SearchSpace.FREE);
    setting.say(
        "The best on validation is %s with %s",
        result.best().family().name(), result.best().settings());
    return result;
  }

  private Split split(InteractionLog log) throws IOException {
    Path test = task.test();
    return switch (task.protocol()) {
      case GIVEN_TEST ->
        Split.givenTest(log, InteractionFile.read(Objects.requireNonNull(test)), setting.seed());
      case NEXT_ITEM ->
        task.next().of(log, test == null ? null : InteractionFile.read(test), setting.seed());
      case PREFIX -> Split.prefixes(log, Prefix.read(Objects.requireNonNull(test)), setting.seed());
      case LEAVE_LAST_OUT -> Split.leaveLastOut(log, setting.seed());
      case TIME_SPLIT -> Split.timeSplit(log);
      case PERSONALIZE -> Split.official(log, setting.seed());
      case RELATED_ITEMS -> Split.official(log, setting.seed()).aboutNewest();
    };
  }

  /** The service's rule for the official protocol; the others are about models, which are given whole histories. */
  private ConfidenceRule rule(InteractionLog log) {
    ConfidenceRule everyEvent = task.protocol().isOfficial()
        ? ConfidenceRule.everyEvent()
        : ConfidenceRule.everyEvent().withHistoryLength(Integer.MAX_VALUE);
    return setting.faded(everyEvent, log);
  }

  private Outcome outcome(ModelParameters parameters, Split split, TrainingData training) {
    Stopwatch stopwatch = new Stopwatch();
    Model trained = parameters.trainer().train(training, TrainingProgress.NONE);
    Model model = split.test().seeksUntaken(training.log())
        ? PlacedItems.of(
                trained,
                training,
                new PopularityTrainer().train(training, TrainingProgress.NONE),
                TrainingProgress.NONE)
            .model()
        : trained;
    double trainSeconds = stopwatch.seconds();

    stopwatch = new Stopwatch();
    Calibration calibration = split.test().repeats() == Repeats.CALIBRATED
        ? CalibrationFit.of(split.validation().test(), training.rule(), model, setting.threads())
        : Calibration.NONE;
    Evaluation evaluation = new Evaluator(split.test(), training.rule(), setting.threads())
        .telling(ItemBands.of(training.log()))
        .evaluate(model, calibration, RankingMetric.at(setting.cutOffs()));
    double evaluateSeconds = stopwatch.seconds();
    setting.say(
        "%s: trained in %.1f s, evaluated in %.1f s",
        parameters.family().name(), trainSeconds, evaluateSeconds);
    return new Outcome(evaluation, trainSeconds, evaluateSeconds);
  }

  private void sayWhatIsNotTested(TestSet test) {
    if (test.usersLeftOut() > 0) {
      setting.say(
          "%,d users are not tested, because nothing of them is trained on", test.usersLeftOut());
    }
    if (test.unreachable() > 0) {
      setting.say(
          "%,d pairs to be found have an item that is not trained on and count as missed",
          test.unreachable());
    }
  }
}

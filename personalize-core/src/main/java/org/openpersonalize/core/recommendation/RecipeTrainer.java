package org.openpersonalize.core.recommendation;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.artifact.ModelDescription;
import org.openpersonalize.core.artifact.ModelManifest;
import org.openpersonalize.core.artifact.ModelManifest.Counts;
import org.openpersonalize.core.blend.BlendModel;
import org.openpersonalize.core.blend.BlendParameters;
import org.openpersonalize.core.evaluation.CalibrationFit;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.evaluation.Evaluator;
import org.openpersonalize.core.evaluation.HoldOut;
import org.openpersonalize.core.evaluation.HoldOut.Part;
import org.openpersonalize.core.evaluation.TestSet;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.Fading;
import org.openpersonalize.core.matrix.Fading.Law;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.popularity.PopularityParameters;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Model;
import org.openpersonalize.core.recipe.ModelParameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.TrainingData;
import org.openpersonalize.core.recipe.TrainingProgress;
import org.openpersonalize.core.tuning.BlendTuning;
import org.openpersonalize.core.tuning.BlendTuning.Tuned;

/** From interactions to a model that can be published: evaluate on the past, then train on everything. */
public final class RecipeTrainer {
  /** How events fade where a recipe's recency is on. */
  public static final Fading FADING = new Fading(Law.HYPERBOLIC, Duration.ofDays(30), 0.3, 9);

  private static final double EVALUATED = 0.45; // of what the search leaves

  private RecipeTrainer() {}

  /**
   * Trains a recipe.
   *
   * @param log all interactions; what does not count by {@code rule} is left out
   * @param search finds the parameters of the model
   * @param rule which events count and how much; the recipe's recency adds the fading
   * @param seed of the split and of everything else that is random
   * @param threads ≥ 1; the model does not depend on it
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public static TrainedModel train(
      Recipe recipe,
      InteractionLog log,
      Hyperparameters hyperparameters,
      ParameterSearch search,
      ConfidenceRule rule,
      long seed,
      int threads,
      TrainingProgress progress) {
    InteractionLog counted = rule.select(log);
    double searched = search.share();
    double evaluated = searched + EVALUATED * (1 - searched);
    ParameterChoice choice = search.choose(
        recipe, hyperparameters, counted, rule, seed, threads, progress.part("tune", 0, searched));
    ConfidenceRule fading = fading(rule, choice.hyperparameters(), counted);
    TrainingProgress evaluating = progress.part("evaluate", searched, evaluated);
    Evaluated past = evaluate(choice, counted, fading, seed, threads, evaluating);

    // Train what is published on everything.
    progress.throwIfCancelled();
    TrainingData everything = new TrainingData(counted, fading, seed, threads);
    @Nullable Model personal = isPersonal(past.parameters)
        ? past.parameters
            .trainer()
            .train(
                withinHistoryLengths(everything, choice.hyperparameters()),
                progress.part("train", evaluated, 1))
        : null;
    PopularityModel popularity = new PopularityTrainer().train(everything, TrainingProgress.NONE);
    progress.report(1, Double.NaN, "train");

    ModelManifest manifest = new ModelManifest(
        ModelManifest.FORMAT_VERSION,
        libraryVersion(),
        Instant.now(),
        choice.recipe().arn().toString(),
        choice.hyperparameters().given(),
        ModelDescription.of(past.parameters),
        seed,
        new Counts(counted.usersWith(1), counted.items().size(), counted.size()),
        counted.digest(),
        fading,
        past.calibration,
        past.report,
        past.baseline,
        Map.of());
    return new TrainedModel(
        new RecommendationModel(manifest, counted.items(), popularity, personal), choice);
  }

  /**
   * As {@link #train(Recipe, InteractionLog, Hyperparameters, ParameterSearch, ConfidenceRule, long, int,
   * TrainingProgress)}, by the recipe's own parameters.
   */
  public static TrainedModel train(
      Recipe recipe,
      InteractionLog log,
      Hyperparameters hyperparameters,
      ConfidenceRule rule,
      long seed,
      int threads,
      TrainingProgress progress) {
    return train(recipe, log, hyperparameters, ParameterSearch.NONE, rule, seed, threads, progress);
  }

  /**
   * What was learned about a model by training it on the past.
   *
   * @param parameters of the model that is to be published
   * @param report of a model by these parameters
   * @param baseline of popularity on the same users
   */
  private record Evaluated(
      ModelParameters parameters,
      Calibration calibration,
      EvaluationReport report,
      EvaluationReport baseline) {}

  /**
   * Evaluates a model of the past on the future of users it has not seen. What it takes is gone when it returns, so that
   * the model that is published has the memory to itself.
   */
  private static Evaluated evaluate(
      ParameterChoice choice,
      InteractionLog log,
      ConfidenceRule rule,
      long seed,
      int threads,
      TrainingProgress progress) {
    HoldOut holdOut = new HoldOut(log, seed);
    TrainingData past = new TrainingData(holdOut.training(), rule, seed, threads);
    Evaluator evaluator =
        new Evaluator(holdOut.testSet(Part.TEST).askedFor(progress), rule, threads);
    PopularityModel popularity = new PopularityTrainer().train(past, TrainingProgress.NONE);
    EvaluationReport baseline = evaluator.report(popularity, Calibration.NONE);
    TrainingData learned = withinHistoryLengths(past, choice.hyperparameters());
    ModelParameters parameters = choice.parameters().fittedTo(learned);
    if (!isPersonal(parameters)) {
      return new Evaluated(parameters, Calibration.NONE, baseline, baseline);
    }
    Model model = parameters.trainer().train(learned, progress);
    TestSet validation = holdOut.testSet(Part.VALIDATION).askedFor(progress);
    if (choice.trials().isEmpty()
        && parameters instanceof BlendParameters blend
        && model instanceof BlendModel blended) {
      Tuned tuned = BlendTuning.tune(blend, blended, validation, rule, seed, threads, progress);
      parameters = tuned.parameters();
      model = tuned.model();
    }
    Calibration calibration = CalibrationFit.of(validation, rule, model, threads);
    EvaluationReport report = evaluator.report(model, calibration);
    report.metrics().forEach(progress::heldOut);
    return new Evaluated(parameters, calibration, report, baseline);
  }

  private static boolean isPersonal(ModelParameters parameters) {
    return !(parameters instanceof PopularityParameters);
  }

  /** Which version of this code trains; {@code development} where it is not packaged. */
  public static String libraryVersion() {
    return Optional.ofNullable(RecipeTrainer.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** The rule with the fading that the recipe's hyperparameters ask for. */
  public static ConfidenceRule fading(
      ConfidenceRule rule, Hyperparameters hyperparameters, InteractionLog log) {
    return rule.withFading(fading(hyperparameters, log));
  }

  /** What the recipe's recency switch asks for; none where time says nothing. */
  private static @Nullable Fading fading(Hyperparameters hyperparameters, InteractionLog log) {
    boolean recency =
        isOn(hyperparameters, "recency_mask") || isOn(hyperparameters, "apply_recency_bias");
    return recency && !log.happenedAtOnce() ? FADING : null;
  }

  private static boolean isOn(Hyperparameters hyperparameters, String name) {
    return hyperparameters.has(name) && hyperparameters.flag(name);
  }

  private static TrainingData withinHistoryLengths(
      TrainingData data, Hyperparameters hyperparameters) {
    InteractionLog within = withinHistoryLengths(data.log(), hyperparameters);
    return within == data.log()
        ? data
        : new TrainingData(within, data.rule(), data.seed(), data.threads());
  }

  /** The interactions of users whose number of interactions lies within the percentiles asked for. */
  static InteractionLog withinHistoryLengths(InteractionLog log, Hyperparameters hyperparameters) {
    if (!hyperparameters.has("min_user_history_length_percentile")) {
      return log;
    }
    int[] lengths = IntStream.range(0, log.users().size())
        .map(log::length)
        .filter(n -> n > 0)
        .sorted()
        .toArray();
    int shortest = percentile(lengths, hyperparameters.real("min_user_history_length_percentile"));
    int longest = percentile(lengths, hyperparameters.real("max_user_history_length_percentile"));
    return log.where((user, row) -> log.length(user) >= shortest && log.length(user) <= longest);
  }

  private static int percentile(int[] ascending, double percentile) {
    return ascending.length == 0
        ? 0
        : ascending[(int) Math.round(percentile * (ascending.length - 1))];
  }
}

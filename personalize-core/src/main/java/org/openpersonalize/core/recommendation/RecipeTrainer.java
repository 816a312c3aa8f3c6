// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.content.ContentVectors;
import org.openpersonalize.core.context.ContextFit;
import org.openpersonalize.core.context.ContextModel;
import org.openpersonalize.core.context.ContextWeight;
import org.openpersonalize.core.evaluation.CalibrationFit;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.evaluation.Evaluator;
import org.openpersonalize.core.evaluation.Evaluator.Assessed;
import org.openpersonalize.core.evaluation.HoldOut;
import org.openpersonalize.core.evaluation.HoldOut.Part;
import org.openpersonalize.core.evaluation.ItemBands;
import org.openpersonalize.core.evaluation.SegmentHoldOut;
import org.openpersonalize.core.evaluation.SelfEvaluatingFamily;
import org.openpersonalize.core.evaluation.TestSet;
import org.openpersonalize.core.evaluation.TestedUsers;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.UserAffinity;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Feature;
import org.openpersonalize.core.recommendation.ModelManifest.Assessment;
import org.openpersonalize.core.recommendation.ModelManifest.Counts;
import org.openpersonalize.core.recommendation.ModelManifest.Lesson;
import org.openpersonalize.core.recommendation.ModelManifest.Origin;
import org.openpersonalize.core.recommendation.ModelManifest.Subject;
import org.openpersonalize.core.recommendation.RecommendationParts.Catalogue;
import org.openpersonalize.core.recommendation.RecommendationParts.Fitted;
import org.openpersonalize.core.reward.ItemWeights;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.tuning.RefinableFamily;
import org.openpersonalize.core.tuning.RefinableFamily.Refined;
import org.openpersonalize.core.tuning.Refinement;

/** From a prepared training to a model that can be published: evaluate on the past, then train on everything. */
public final class RecipeTrainer {
  private static final double EVALUATED = 0.45; // of what the search leaves

  private final Clock clock;

  /** @param clock tells when a training was done */
  public RecipeTrainer(Clock clock) {
    this.clock = clock;
  }

  /**
   * Carries out a training.
   *
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public TrainedModel train(Training training, TrainingProgress progress) {
    InteractionLog interactions = training.interactions();
    double searched = training.search().share();
    double evaluated = searched + EVALUATED * (1 - searched);
    ParameterChoice choice = training.search().choose(training, progress.part("tune", 0, searched));
    ConfidenceRule rule = training.rule(choice.hyperparameters());
    Evaluated past =
        evaluate(training, choice, rule, progress.part("evaluate", searched, evaluated));

    // Train what is published on everything.
    progress.throwIfCancelled();
    TrainingData everything = new TrainingData(
            interactions, rule, training.seed(), training.threads())
        .withItems(training.data().items())
        .withActions(training.data().actions());
    ModelParameters parameters = past.parameters();
    @Nullable ItemWeights weights = training.weights();
    @Nullable Model model = parameters.isBaseline()
        ? null
        : parameters
            .trainer()
            .train(
                weighed(withinPercentiles(everything, choice.hyperparameters()), weights),
                progress.part("train", evaluated, 1));
    PopularityModel popularity = new PopularityTrainer().train(everything, TrainingProgress.NONE);
    @Nullable PlacedItems placed =
        model == null ? null : PlacedItems.of(model, everything, popularity, progress);
    @Nullable ContentVectors content = placed == null ? null : placed.content();
    ContextModel context = ContextModel.of(interactions, past.assessment().context());
    progress.report(1, Double.NaN, "train");

    ModelManifest manifest = new ModelManifest(
        new Origin(libraryVersion(), clock.instant()),
        new Subject(
            choice.recipe().arn().toString(),
            choice.hyperparameters().given(),
            ModelDescription.of(parameters),
            weights == null ? null : weights.objective(),
            content == null ? null : content.fit()),
        new Lesson(
            training.seed(),
            counts(interactions),
            interactions.digest(),
            rule,
            newest(interactions)),
        past.assessment());
    RecommendationParts parts = new RecommendationParts(
        manifest,
        choice.recipe(),
        new Catalogue(interactions.items(), popularity, weights),
        new Fitted(parameters, placed == null ? null : placed.model(), content, context));
    return new TrainedModel(RecommendationModel.of(parts), choice, past.tested());
  }

  private static @Nullable Instant newest(InteractionLog interactions) {
    OptionalLong newest = IntStream.range(0, interactions.size())
        .mapToLong(interactions::epochMillis)
        .max();
    return newest.isEmpty() ? null : Instant.ofEpochMilli(newest.getAsLong());
  }

  private static Counts counts(InteractionLog interactions) {
    return new Counts(interactions.usersWith(1), interactions.items().size(), interactions.size());
  }

  /**
   * What was learned about a model by training it on the past.
   *
   * @param parameters of the model that is to be published
   * @param tested how well it did for each user it was asked about; null if it was not asked by users
   */
  private record Evaluated(
      ModelParameters parameters,
      Assessment assessment,
      @Nullable TestedUsers tested) {}

  /** As {@link #evaluate}: of each user the newest fifth is to be predicted, and nothing is known of each of them. */
  private static Evaluated evaluateSegments(
      Training training, ParameterChoice choice, ConfidenceRule rule, TrainingProgress progress) {
    SegmentHoldOut holdOut = new SegmentHoldOut(training.interactions(), training.seed());
    TrainingData past =
        new TrainingData(holdOut.training(), rule, training.seed(), training.threads());
    ModelParameters parameters = choice.parameters().fittedTo(past);
    UserAffinity affinity =
        parameters.trainer().train(past, progress).userAffinity().orElseThrow();
    EvaluationReport report = holdOut.report(affinity::probabilities);
    report.metrics().forEach(progress::heldOut);
    return new Evaluated(
        parameters, new Assessment(Calibration.NONE, report, holdOut.byActivity()), null);
  }

  /**
   * Evaluates a model of the past on the future of users it has not seen. What it takes is gone when it returns, so that
   * the model that is published has the memory to itself.
   */
  private static Evaluated evaluate(
      Training training, ParameterChoice choice, ConfidenceRule rule, TrainingProgress progress) {
    if (choice.recipe().type().findsUsers()) {
      return evaluateSegments(training, choice, rule, progress);
    }
    long seed = training.seed();
    int threads = training.threads();
    if (choice.parameters().family() instanceof SelfEvaluatingFamily family) {
      return evaluatedBy(family, training, choice, rule, progress);
    }
    HoldOut holdOut = new HoldOut(training.interactions(), seed);
    TrainingData past = new TrainingData(holdOut.training(), rule, seed, threads)
        .withItems(training.data().items());
    Recipe recipe = choice.recipe();
    TestSet test = asked(holdOut, Part.TEST, recipe).askedFor(progress);
    Evaluator evaluator = new Evaluator(test, rule, threads)
        .rewarding(training.rewards())
        .telling(ItemBands.of(past.log()));
    PopularityModel popularity = new PopularityTrainer().train(past, TrainingProgress.NONE);
    Assessed baseline = evaluator.assess(popularity, Calibration.NONE);
    @Nullable ItemWeights weights = training.weights();
    TrainingData learned = weighed(withinPercentiles(past, choice.hyperparameters()), weights);
    ModelParameters parameters = choice.parameters().fittedTo(learned);
    if (parameters.isBaseline()) {
      return new Evaluated(
          parameters,
          new Assessment(Calibration.NONE, baseline.report(), baseline.report()),
          TestedUsers.of(test, baseline.evaluation(), baseline.evaluation()));
    }
    Model model = parameters.trainer().train(learned, progress);
    TestSet validation = asked(holdOut, Part.VALIDATION, recipe).askedFor(progress);
    if (choice.trials().isEmpty() && parameters.family() instanceof RefinableFamily family) {
      Refined refined = family.refine(
          parameters, model, new Refinement(validation, rule, seed, threads, progress));
      parameters = refined.parameters();
      model = refined.model();
    }
    if (test.seeksUntaken(past.log())) {
      model = PlacedItems.of(model, past, popularity, progress).model();
    }
    if (weights != null) {
      model = weights.weigh(model);
    }
    Calibration calibration = recipe.type().isAboutItems() || !parameters.isPersonal()
        ? Calibration.NONE
        : CalibrationFit.of(validation, rule, model, threads);
    Assessed assessed = evaluator.assess(model, calibration);
    assessed.report().metrics().forEach(progress::heldOut);
    List<ContextWeight> context = recipe.supports(Feature.CONTEXT)
        ? new ContextFit(holdOut, rule, threads, progress).weights(model, calibration)
        : List.of();
    return new Evaluated(
        parameters,
        new Assessment(calibration, assessed.report(), baseline.report()).in(context),
        TestedUsers.of(test, assessed.evaluation(), baseline.evaluation()));
  }

  private static Evaluated evaluatedBy(
      SelfEvaluatingFamily family,
      Training training,
      ParameterChoice choice,
      ConfidenceRule rule,
      TrainingProgress progress) {
    TrainingData data = new TrainingData(
            training.interactions(), rule, training.seed(), training.threads())
        .withActions(training.data().actions());
    ModelParameters parameters = choice.parameters().fittedTo(data);
    Assessment assessment = family
        .evaluate(parameters, data, progress)
        .map(reports -> new Assessment(null, reports.report(), reports.baseline()))
        .orElse(Assessment.NONE);
    if (assessment.evaluation() != null) {
      assessment.evaluation().metrics().forEach(progress::heldOut);
    }
    return new Evaluated(parameters, assessment, null);
  }

  /** Users of a part, asked as the recipe's requests ask. */
  private static TestSet asked(HoldOut holdOut, Part part, Recipe recipe) {
    TestSet users = holdOut.testSet(part);
    return recipe.type().isAboutItems() ? users.aboutNewest() : users;
  }

  private static TrainingData weighed(TrainingData data, @Nullable ItemWeights weights) {
    return weights == null ? data : weights.weigh(data);
  }

  /** Which version of this code trains; {@code development} where it is not packaged. */
  public static String libraryVersion() {
    return Optional.ofNullable(RecipeTrainer.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  private static TrainingData withinPercentiles(
      TrainingData data, Hyperparameters hyperparameters) {
    InteractionLog within = Training.withinPercentiles(data.log(), hyperparameters);
    return within == data.log() ? data : data.with(within);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.cadence;

import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.openpersonalize.core.cadence.CadencePlan;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.interaction.InteractionTable.Span;
import org.openpersonalize.training.outlook.TrainingOutlook;
import org.openpersonalize.training.outlook.TrainingOutlookService;
import org.springframework.stereotype.Component;

/** Finds plans that do not take longer than they may. */
@Component
class CadenceOutlooks {
  /** Of a whole training: nothing is evaluated by it, and there is less data than today; but days are tested. */
  private static final double SHARE_OF_TRAINING = 0.7;

  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final InteractionTable interactions;
  private final TrainingOutlookService outlooks;
  private final MeasuredTrainings measured;
  private final Clock clock;

  CadenceOutlooks(
      DatasetRepository datasets,
      DatasetNumbers numbers,
      InteractionTable interactions,
      TrainingOutlookService outlooks,
      MeasuredTrainings measured,
      Clock clock) {
    this.datasets = datasets;
    this.numbers = numbers;
    this.interactions = interactions;
    this.outlooks = outlooks;
    this.measured = measured;
    this.clock = clock;
  }

  /**
   * The plan that tests most days with so many trainings in so many minutes, as far as they are forecast.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is too little
   *     data; {@link ErrorCode#LIMIT_EXCEEDED} if it would take too long or too much memory
   */
  CadenceOutlook of(Solution solution, int maxTrainings, int maxMinutes) {
    requireItems(solution);
    Span span = span(solution.datasetGroupArn());
    TrainingOutlook training = outlooks.of(solution.datasetGroupArn(), BacktestPlans.of(solution));
    if (!training.isReady()) {
      throw ErrorCode.INVALID_INPUT.because(String.join(" ", training.missing()));
    }
    if (!training.fits()) {
      throw ErrorCode.LIMIT_EXCEEDED.because(
          "A training would not fit the memory of this node. Start it with a larger heap (-Xmx), or import fewer interactions.");
    }
    double seconds = SHARE_OF_TRAINING * training.forecast().seconds();
    return IntStream.iterate(
            maxTrainings, most -> most >= CadencePlan.FEWEST_TRAININGS, most -> most - 1)
        .mapToObj(most -> plan(span, most))
        .map(plan -> new CadenceOutlook(plan, took(plan, seconds)))
        .filter(outlook -> outlook.expected().compareTo(Duration.ofMinutes(maxMinutes)) <= 0)
        .findFirst()
        .orElseThrow(() -> tooLong(plan(span, CadencePlan.FEWEST_TRAININGS), seconds, maxMinutes));
  }

  private static void requireItems(Solution solution) {
    Arn recipe = solution.recipeArn();
    if (recipe != null
        && RecipeCatalogue.find(recipe)
            .filter(each -> each.type().isAboutActions())
            .isPresent()) {
      throw ErrorCode.INVALID_INPUT.because(
          "The recipe %s recommends actions, and what is tested is how soon items are found. Test a solution of another recipe."
              .formatted(recipe.id()));
    }
  }

  /** How long a training of the solution takes, search and evaluation included: the last one, or what is expected. */
  double secondsOfOne(Solution solution) {
    return measured
        .seconds(solution.arn())
        .orElseGet(() -> outlooks
            .of(solution.datasetGroupArn(), BacktestPlans.whole(solution))
            .forecast()
            .seconds());
  }

  private Span span(Arn datasetGroup) {
    return datasets
        .findByDatasetGroupArnAndDatasetType(datasetGroup, DatasetType.INTERACTIONS)
        .flatMap(dataset -> interactions.span(numbers.of(dataset.arn()), clock.instant()))
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "The dataset group has no interactions. Import some; four weeks of them are needed."));
  }

  private static CadencePlan plan(Span span, int maxTrainings) {
    return CadencePlan.of(span.oldest(), span.newest(), maxTrainings)
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "There are interactions from %s to %s, and four weeks of them are needed: half to learn from, half to be tested by. Try again when there are."
                .formatted(span.oldest(), span.newest())));
  }

  /** One more training is for what is added to the score of what a user had. */
  private static Duration took(CadencePlan plan, double seconds) {
    return Duration.ofMillis(Math.round((plan.trainings().size() + 1) * seconds * 1e3));
  }

  private static RuntimeException tooLong(CadencePlan plan, double seconds, int maxMinutes) {
    return ErrorCode.LIMIT_EXCEEDED.because(
        "The %d trainings that are needed at least are expected to take %d minutes, and maxMinutes is %d. Allow more."
            .formatted(plan.trainings().size(), took(plan, seconds).toMinutes() + 1, maxMinutes));
  }
}

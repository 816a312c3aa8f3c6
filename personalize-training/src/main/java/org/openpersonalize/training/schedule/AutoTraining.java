// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.training.solution.SolutionVersionService;
import org.openpersonalize.training.solution.TrainingSchedule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Trains a solution by itself: a while after it was made, and then at every interval of its schedule if interactions came
 * since the last training began.
 *
 * <p>A version that somebody makes counts like one of its own. The wait is for the scripts that make a solution and then a
 * version: they would train everything twice.
 */
@Component
public class AutoTraining extends ScheduledTraining {
  private static final Logger log = LoggerFactory.getLogger(AutoTraining.class);

  private final SolutionRepository solutions;
  private final SolutionVersionRepository versions;
  private final SolutionVersionService versionService;
  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final InteractionTable interactions;

  public AutoTraining(
      SolutionRepository solutions,
      SolutionVersionRepository versions,
      SolutionVersionService versionService,
      DatasetRepository datasets,
      DatasetNumbers numbers,
      InteractionTable interactions,
      TransactionTemplate transaction,
      Clock clock) {
    super(JobType.AUTO_TRAIN_SOLUTION, transaction, clock);
    this.solutions = solutions;
    this.versions = versions;
    this.versionService = versionService;
    this.datasets = datasets;
    this.numbers = numbers;
    this.interactions = interactions;
  }

  @Override
  protected Optional<Instant> turn(Arn solutionArn, Instant now) {
    if (solutions.findById(solutionArn).isEmpty()) {
      return Optional.empty();
    }
    Solution solution = solutions.lock(solutionArn);
    if (!solution.performAutoTraining() || solution.status() != Status.ACTIVE) {
      return Optional.empty();
    }
    Optional<Instant> arrival = latestArrival(solution);
    if (arrival.isEmpty()) {
      return Optional.of(later(now));
    }
    Optional<SolutionVersion> newest =
        versions.findFirstBySolutionArnOrderByCreationDateTimeDesc(solutionArn);
    Optional<Instant> begun = newest.map(SolutionVersion::creationDateTime);
    if (newest.isPresent() && newest.get().status() == Status.CREATE_FAILED) {
      return Optional.of(afterFailure(solution, arrival.get().isAfter(begun.get()), now));
    }
    Duration interval = TrainingSchedule.of(solution.solutionConfig()).interval();
    boolean ofThisSchedule = begun.isPresent() && !solution.isScheduledSince(begun.get());
    if (ofThisSchedule && begun.get().plus(interval).isAfter(now)) {
      return Optional.of(begun.get().plus(interval));
    }
    if (begun.isPresent() && !arrival.get().isAfter(begun.get())) {
      log.info(
          "No new interactions for {} since {}, training is skipped", solutionArn, begun.get());
      return Optional.of(now.plus(interval));
    }
    return Optional.of(train(solution) ? now.plus(interval) : later(now));
  }

  /** A training that failed is tried again when more data came, and does not count for the schedule. */
  private Instant afterFailure(Solution solution, boolean moreCame, Instant now) {
    if (moreCame) {
      train(solution);
    }
    return later(now);
  }

  private boolean train(Solution solution) {
    try {
      Arn version = versionService.createAutomatic(solution);
      log.info("Training {} on schedule", version);
      return true;
    } catch (PersonalizeException e) {
      if (e.code() != ErrorCode.LIMIT_EXCEEDED) {
        throw e;
      }
      log.warn("{} is not trained on schedule now: {}", solution.arn(), e.getMessage());
      return false;
    }
  }

  private Optional<Instant> latestArrival(Solution solution) {
    return latestArrival(solution, DatasetType.INTERACTIONS)
        .map(items -> isAboutActions(solution)
            ? latestArrival(solution, DatasetType.ACTION_INTERACTIONS)
                .filter(items::isBefore)
                .orElse(items)
            : items);
  }

  private Optional<Instant> latestArrival(Solution solution, DatasetType type) {
    return datasets
        .findByDatasetGroupArnAndDatasetType(solution.datasetGroupArn(), type)
        .flatMap(dataset -> interactions.latestArrival(numbers.of(dataset.arn())));
  }

  private static boolean isAboutActions(Solution solution) {
    return Optional.ofNullable(solution.recipeArn())
        .flatMap(RecipeCatalogue::find)
        .filter(recipe -> recipe.type().isAboutActions())
        .isPresent();
  }
}

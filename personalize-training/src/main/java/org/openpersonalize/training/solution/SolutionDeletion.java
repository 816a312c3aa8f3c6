package org.openpersonalize.training.solution;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.tag.TagService;
import org.openpersonalize.training.publish.ModelPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes a solution's model files, then the solution with its versions. */
@Component
class SolutionDeletion implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(SolutionDeletion.class);

  private final SolutionRepository solutions;
  private final ModelPublisher models;
  private final TagService tags;
  private final ChangeFeed changes;
  private final TransactionTemplate transaction;
  private final Clock clock;

  SolutionDeletion(
      SolutionRepository solutions,
      ModelPublisher models,
      TagService tags,
      ChangeFeed changes,
      TransactionTemplate transaction,
      Clock clock) {
    this.solutions = solutions;
    this.models = models;
    this.tags = tags;
    this.changes = changes;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public JobType type() {
    return JobType.DELETE_SOLUTION;
  }

  @Override
  public Optional<Instant> run(Arn solutionArn) {
    if (!begin(solutionArn)) {
      return Optional.empty(); // it went before a crash that kept the job in the queue
    }
    try {
      models.delete(ModelPublisher.prefix(solutionArn));
    } catch (IOException e) {
      throw new IllegalStateException(
          "The model files of " + solutionArn + " could not be deleted", e);
    }
    transaction.executeWithoutResult(
        status -> solutions.findById(solutionArn).ifPresent(solution -> {
          tags.removeAll(solutionArn);
          solutions.delete(solution);
          changes.announce(solutionArn);
        }));
    return Optional.empty();
  }

  private boolean begin(Arn solutionArn) {
    return Boolean.TRUE.equals(transaction.execute(status ->
        solutions.move(solutionArn, Status.DELETING, Status.DELETE_IN_PROGRESS, clock.instant())));
  }

  /** The solution is ACTIVE again, so that its owner can delete it once more. */
  @Override
  public void giveUp(Arn solutionArn, Throwable error) {
    log.error("{} was not deleted: its model files could not be", solutionArn, error);
    transaction.executeWithoutResult(
        status -> solutions.move(solutionArn, Status.DELETING, Status.ACTIVE, clock.instant()));
  }
}

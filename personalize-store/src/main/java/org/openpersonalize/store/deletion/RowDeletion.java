package org.openpersonalize.store.deletion;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.LivingResource;
import org.openpersonalize.store.catalog.ResourceRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.tag.TagService;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes resources of one kind that are nothing but a row and its tags.
 *
 * <p>Such a deletion could be over when the call returns. It is a job because clean-up scripts look for what they have
 * deleted, and wait for it to go once they have found it.
 */
public abstract class RowDeletion<R extends LivingResource> implements JobHandler {
  private final ResourceRepository<R> rows;
  private final Surroundings surroundings;

  protected RowDeletion(ResourceRepository<R> rows, Surroundings surroundings) {
    this.rows = rows;
    this.surroundings = surroundings;
  }

  /** What is the same for all kinds. */
  @Component
  public record Surroundings(
      TagService tags, ChangeFeed changes, TransactionTemplate transaction, Clock clock) {}

  /** In one transaction, so that nobody ever sees half of it. */
  @Override
  public Optional<Instant> run(Arn arn) {
    surroundings
        .transaction()
        .executeWithoutResult(status -> toBeDeleted(arn).ifPresent(row -> {
          surroundings.tags().removeAll(arn);
          rows.delete(row);
          surroundings.changes().announce(arn);
        }));
    return Optional.empty();
  }

  /** The resource rests again in the state it was deleted in, so that its owner can delete it once more. */
  @Override
  public void giveUp(Arn arn, Throwable error) {
    surroundings
        .transaction()
        .executeWithoutResult(status -> toBeDeleted(arn).ifPresent(row -> {
          row.become(restingState(row), surroundings.clock().instant());
          surroundings.changes().announce(arn);
        }));
  }

  /** The state a resource rests in that was to be deleted and was not. */
  protected Status restingState(R resource) {
    return Status.ACTIVE;
  }

  /** Locked; empty if it went before a crash that kept the job in the queue, whether or not there is a new one of its name. */
  private Optional<R> toBeDeleted(Arn arn) {
    return rows.findById(arn)
        .map(found -> rows.lock(arn))
        .filter(row -> Status.DELETING.contains(row.status()));
  }
}

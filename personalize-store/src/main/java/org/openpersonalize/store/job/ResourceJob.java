// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.LivingResource;
import org.openpersonalize.store.catalog.ResourceRepository;
import org.openpersonalize.store.catalog.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings a resource from one state of rest to the next: begins, works, and completes or fails.
 *
 * <p>Each step is a transaction that holds the resource's row and does only what the row still allows: a resource can be
 * stopped at any moment and from any node, and a run can be taken over. Start at {@link CreationJob} or {@link DeletionJob};
 * a job of theirs says what it does and what its refusal is called.
 *
 * @param <R> the kind of resource
 */
public abstract class ResourceJob<R extends LivingResource> implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(ResourceJob.class);

  private final JobType type;
  private final ResourceRepository<R> rows;
  private final Means means;

  ResourceJob(JobType type, ResourceRepository<R> rows, Means means) {
    this.type = type;
    this.rows = rows;
    this.means = means;
  }

  /** What is the same for all jobs. */
  @Component
  public record Means(Resources resources, Runs runs, TransactionTemplate transaction) {}

  @Override
  public final JobType type() {
    return type;
  }

  /** Is there anything to do still for a resource in this state? */
  protected abstract boolean isWanted(R row);

  /** Is what the resource wants now still what it wanted when the job began? */
  protected boolean isSame(R begun, R row) {
    return true;
  }

  /** Marks the resource as one that is worked on. */
  protected abstract void begin(R row, Instant now);

  /** Does the job, and ends it with {@link Run#complete}; a {@link PersonalizeException} or a {@link JobRefused} fails it. */
  protected abstract void work(R resource, Run run) throws JobRefused;

  /** Ends the job without success. */
  abstract void fail(R row, String reason, Instant now);

  /** What to say of a resource whose job was refused. */
  protected String refusal(R resource, Exception refused) {
    return String.valueOf(refused.getMessage());
  }

  /** What to say of a resource whose job failed again and again. */
  protected abstract String gaveUp(Throwable error);

  /** Called when a run has ended, {@code success} or {@code refused}, for the metrics. */
  protected void ended(String outcome, Duration elapsed) {}

  /** Called last, also by a job that a crash has left nothing but this to do, and by one that is given up. */
  protected void cleanUp(Arn resource) {}

  /** Does what of the job a crash has left to do: all of it, or only the last step. */
  @Override
  public final Optional<Instant> run(Arn arn) {
    begin(arn).ifPresent(this::carryOut);
    cleanUp(arn);
    return Optional.empty();
  }

  private Optional<R> begin(Arn arn) {
    stopped(arn);
    return change(arn, row -> begin(row, now()));
  }

  private void carryOut(R resource) {
    Run run = new Run(resource);
    try {
      workOrFail(resource, run);
    } catch (JobStopped e) {
      stopped(resource.arn());
      log.info("{} of {} was stopped", type, resource.arn());
    }
  }

  private void workOrFail(R resource, Run run) {
    try {
      work(resource, run);
      ended("success", run.elapsed());
    } catch (PersonalizeException | JobRefused e) {
      ended("refused", run.elapsed());
      String reason = refusal(resource, e);
      run.complete(row -> fail(row, reason, now()));
      log.warn("{} of {} was refused: {}", type, resource.arn(), reason);
      log.debug("It was refused here", e);
    }
  }

  @Override
  public final void giveUp(Arn arn, Throwable error) {
    stopped(arn);
    means
        .transaction()
        .executeWithoutResult(status -> change(arn, row -> {
              fail(row, gaveUp(error), now());
              means.runs().end(arn);
            })
            .ifPresent(row -> log.warn("{} was given up", arn)));
    cleanUp(arn);
  }

  /** Ends what was to be stopped; anything else stays as it is. */
  private void stopped(Arn arn) {
    means.transaction().executeWithoutResult(status -> {
      if (rows.move(arn, Set.of(Status.CREATE_STOPPING), Status.CREATE_STOPPED, now())) {
        means.runs().end(arn);
        means.resources().changed(arn);
      }
    });
  }

  /** Changes a resource for which there is something to do still, and answers it. */
  private Optional<R> change(Arn arn, Consumer<R> change) {
    return means.transaction().execute(status -> {
      Optional<R> wanted = rows.findById(arn).map(found -> rows.lock(arn)).filter(this::isWanted);
      wanted.ifPresent(row -> {
        change.accept(row);
        means.resources().changed(arn);
      });
      return wanted;
    });
  }

  private Instant now() {
    return means.resources().now();
  }

  /** One attempt, which another worker may take over. */
  protected final class Run {
    private final R begun;
    private final long started = System.nanoTime();
    private final UUID id;

    private Run(R begun) {
      this.begun = begun;
      this.id = means.runs().begin(begun.arn(), now());
    }

    /** What tells this attempt's files from those of others. */
    public UUID id() {
      return id;
    }

    public Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - started);
    }

    /**
     * Writes down how far the work is, in a transaction of its own.
     *
     * @throws IllegalStateException if another worker has taken over
     */
    public void note(Runnable change) {
      means.transaction().executeWithoutResult(status -> {
        means.runs().requireCurrent(begun.arn(), id);
        change.run();
      });
    }

    /**
     * Publishes what came out, in a transaction of its own or in the caller's.
     *
     * @param change brings the resource, whose row is held, to its next state of rest
     * @throws JobStopped if the resource does not want it any more
     * @throws IllegalStateException if another worker has taken over
     */
    public void complete(Consumer<R> change) {
      Arn arn = begun.arn();
      means.transaction().executeWithoutResult(status -> {
        R row = rows.lock(arn);
        if (!isWanted(row) || !isSame(begun, row)) {
          throw new JobStopped(arn);
        }
        means.runs().requireCurrent(arn, id);
        change.accept(row);
        means.runs().end(arn);
        means.resources().changed(arn);
      });
    }
  }
}

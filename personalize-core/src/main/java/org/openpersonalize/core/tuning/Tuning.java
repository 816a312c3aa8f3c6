package org.openpersonalize.core.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Searches that choose a model by what it finds on validation users. The same task gives the same result, whatever the
 * number of threads, as long as the budget's time does not run out.
 */
public final class Tuning {
  private Tuning() {}

  /**
   * Searches all families, and blends of their best, for the best model. Every family's defaults are tried before any is
   * searched, so that a budget of four jobs leaves none out.
   *
   * @throws java.util.concurrent.CancellationException if the task's progress was cancelled
   */
  public static TuningResult search(TuningTask task) {
    Session session = new Session(task);
    ItemItemSearch itemItem = new ItemItemSearch(session);
    EaseSearch ease = new EaseSearch(session);
    AlsSearch als = new AlsSearch(session);
    List<Candidate<?>> finalists = new ArrayList<>();
    itemItem.run().ifPresent(finalists::add);
    ease.run().ifPresent(finalists::add);
    als.run().ifPresent(finalists::add);
    new BlendSearch(session, finalists).run().ifPresent(finalists::add);
    finalists.add(session.popularity());
    return result(session, best(finalists));
  }

  /**
   * Searches the objective of a factorization, and its rank within bounds.
   *
   * @param mostFactors the greatest rank to try, ≥ {@code leastFactors}
   * @throws java.util.concurrent.CancellationException if the task's progress was cancelled
   */
  public static TuningResult factorization(TuningTask task, int leastFactors, int mostFactors) {
    Session session = new Session(task);
    Optional<Candidate<?>> best =
        new AlsSearch(session, leastFactors, mostFactors).run().map(candidate -> candidate);
    return result(session, best.orElse(session.popularity()));
  }

  private static Candidate<?> best(List<Candidate<?>> candidates) {
    Candidate<?> best = candidates.get(0);
    for (Candidate<?> each : candidates) {
      best = each.score() > best.score() ? each : best;
    }
    return best;
  }

  private static TuningResult result(Session session, Candidate<?> best) {
    return new TuningResult(best.parameters(), best.score(), session.trials());
  }
}

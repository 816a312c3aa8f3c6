// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import java.util.ArrayList;
import java.util.List;
import org.openpersonalize.core.family.Families;

/**
 * Searches that choose a model by what it finds on validation users. The same task gives the same result, whatever the
 * number of threads, as long as the budget's time does not run out.
 */
public final class Tuning {
  private Tuning() {}

  /**
   * Searches families, and combinations of their best, for the best model. Every family's defaults are tried before any is
   * searched, so that a budget of as many jobs as there are families leaves none out. Popularity, which every search
   * begins with, is among the candidates if its family is, or if the budget left no room for another.
   *
   * @throws java.util.concurrent.CancellationException if the task's progress was cancelled
   */
  public static TuningResult search(TuningTask task, Families families, SearchSpace space) {
    Session session = new Session(task);
    List<FamilySearch> searches = families.all().stream()
        .filter(SearchedFamily.class::isInstance)
        .map(family -> ((SearchedFamily) family).search(session, space))
        .toList();
    List<Candidate<?>> finalists = new ArrayList<>();
    searches.forEach(search -> search.run().ifPresent(finalists::add));
    List<Candidate<?>> all = new ArrayList<>(finalists);
    families.all().stream()
        .filter(CombiningFamily.class::isInstance)
        .forEach(
            family -> ((CombiningFamily) family).combine(session, finalists).ifPresent(all::add));
    if (all.isEmpty() || families.has(session.popularity().parameters().family().name())) {
      all.add(session.popularity());
    }
    Candidate<?> best = best(all);
    return new TuningResult(best.parameters(), best.score(), session.trials());
  }

  private static Candidate<?> best(List<Candidate<?>> candidates) {
    Candidate<?> best = candidates.get(0);
    for (Candidate<?> each : candidates) {
      best = each.score() > best.score() ? each : best;
    }
    return best;
  }
}

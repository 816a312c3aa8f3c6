// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.als;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.tuning.Candidate;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.Session;
import org.openpersonalize.core.tuning.Trial;

/**
 * Searches a factorization: the objective at small rank, which is cheap and carries over, then the rank.
 *
 * <p>Which α₀ is best depends on the catalogue's size and which λ on the density, by orders of magnitude, so the search
 * begins at settings that were best somewhere. Where α₀ · λ is too large the factors shrink to zero; such a collapse is
 * recognised, and nothing larger is tried.
 */
final class AlsSearch implements FamilySearch {
  private static final String OBJECTIVE = "als: objective";
  private static final String RANK = "als: factors";
  private static final int SMALL = 64;
  private static final int LARGE = 512;
  private static final int SWEEPS = 12;
  private static final double WORTH_DOUBLING = 1.01;

  private static final List<Objective> SEEDS = List.of(
      new Objective(0.125, 0.012, 1),
      new Objective(0.2, 0.01, 1),
      new Objective(0.03, 0.001, 1),
      new Objective(0.003, 0.01, 1),
      new Objective(0.03, 0.03, 0.5),
      new Objective(0.01, 0.03, 0.5));

  private final Session session;
  private final AlsParameters defaults;
  private final int leastRank;
  private final int mostRank;
  private final Optional<Candidate<AlsParameters>> initial;

  /** A search that keeps the rank within the bounds of its knob, and tries the defaults at once. */
  AlsSearch(Session session, SearchSpace space) {
    Whole ranks = space
        .whole(Knobs.HIDDEN_DIMENSION)
        .orElseGet(() ->
            new Whole(SMALL, Math.max(SMALL, Math.min(LARGE, session.users().candidates() / 4))));
    this.session = session;
    this.defaults = AlsParameters.DEFAULT.fittedTo(session.data());
    this.leastRank = ranks.min();
    this.mostRank = ranks.max();
    this.initial =
        session.tryOut("als: default", defaults.withRank(bounded(defaults.rank())), session::train);
  }

  @Override
  public Optional<Candidate<AlsParameters>> run() {
    return initial.map(candidate -> {
      if (session.isFarBehind(candidate)) {
        return candidate;
      }
      Candidate<AlsParameters> small = searchObjective().orElse(candidate);
      Candidate<AlsParameters> large = searchRank(small);
      return session.isClearlyBetter(large, candidate) ? large : candidate;
    });
  }

  private Optional<Candidate<AlsParameters>> searchObjective() {
    List<AlsParameters> proposals = Stream.concat(Stream.of(defaults.objective()), SEEDS.stream())
        .map(defaults::withObjective)
        .toList();
    List<UnaryOperator<AlsParameters>> rungs = List.of(
        parameters -> parameters.withRank(bounded(SMALL / 2)).withSweeps(4),
        parameters -> parameters.withRank(bounded(SMALL)).withSweeps(6));
    return session
        .halve(OBJECTIVE, proposals, rungs, session::train)
        .map(best -> walkRegularization(walkWeight(best, 3), 2))
        .map(best -> walkRegularization(walkWeight(best, 1.6), 1.4));
  }

  private Candidate<AlsParameters> walkWeight(Candidate<AlsParameters> from, double factor) {
    return session.walk(
        OBJECTIVE,
        from,
        each -> weight(each, factor),
        each -> weight(each, 1 / factor),
        session::train);
  }

  private AlsParameters weight(AlsParameters parameters, double factor) {
    Objective objective = parameters.objective();
    return unlessCollapsing(
        parameters,
        new Objective(
            rounded(objective.unobservedWeight() * factor),
            objective.regularization(),
            objective.regularizationExponent()));
  }

  private Candidate<AlsParameters> walkRegularization(
      Candidate<AlsParameters> from, double factor) {
    return session.walk(
        OBJECTIVE,
        from,
        each -> regularization(each, factor),
        each -> regularization(each, 1 / factor),
        session::train);
  }

  private AlsParameters regularization(AlsParameters parameters, double factor) {
    Objective objective = parameters.objective();
    return unlessCollapsing(
        parameters,
        new Objective(
            objective.unobservedWeight(),
            rounded(objective.regularization() * factor),
            objective.regularizationExponent()));
  }

  /** The parameters with this objective, or as they are if one no larger has collapsed. */
  private AlsParameters unlessCollapsing(AlsParameters parameters, Objective objective) {
    boolean collapses = session.trials().stream()
        .filter(trial -> trial.collapsed() && trial.family().equals(AlsFamily.NAME))
        .anyMatch(
            trial -> setting(trial, "regularization_exponent") == objective.regularizationExponent()
                && setting(trial, "unobserved_weight") * setting(trial, "regularization")
                    <= objective.unobservedWeight() * objective.regularization());
    return collapses ? parameters : parameters.withObjective(objective);
  }

  private static double setting(Trial trial, String name) {
    return Double.parseDouble(Objects.requireNonNull(trial.settings().get(name)));
  }

  /** To three significant digits, so that settings can be read. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(3)).doubleValue();
  }

  private int bounded(int rank) {
    return Math.max(leastRank, Math.min(mostRank, rank));
  }

  /** Doubles the rank as long as that helps enough to be worth its cost. */
  private Candidate<AlsParameters> searchRank(Candidate<AlsParameters> small) {
    Candidate<AlsParameters> best = small;
    int rank = small.parameters().rank();
    double before;
    do {
      before = best.score();
      rank = Math.min(2 * rank, mostRank);
      Optional<Candidate<AlsParameters>> larger = session.tryOut(
          RANK, small.parameters().withRank(rank).withSweeps(SWEEPS), session::train);
      if (larger.isPresent() && larger.get().score() > before) {
        best = larger.get();
      }
    } while (rank < mostRank && best.score() > WORTH_DOUBLING * before);
    return best;
  }
}

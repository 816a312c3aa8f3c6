// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ease;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.family.Decimals;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.tuning.Candidate;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.Session;

/**
 * Searches EASE with a small dense part, since its solution costs the cube of its size, then solves the best settings in
 * full. Of few items all are in the dense part from the beginning.
 *
 * <p>The exponents of the items are changed on a solution that is there.
 */
final class EaseSearch implements FamilySearch {
  private static final String STAGE = "ease: settings";
  private static final int SMALL = 2500;
  private static final int FEW_ITEMS = 5000;

  private final Session session;
  private final Optional<Candidate<EaseParameters>> initial;
  private @Nullable EaseParameters solved;
  private @Nullable EaseModel solution;

  /** A search that tries the defaults at once. */
  EaseSearch(Session session) {
    this.session = session;
    this.initial = session.tryOut(
        "ease: default",
        session.users().candidates() <= FEW_ITEMS
            ? EaseParameters.DEFAULT
            : EaseParameters.DEFAULT.withDenseItems(SMALL),
        this::make);
  }

  @Override
  public Optional<Candidate<EaseParameters>> run() {
    return initial.map(candidate -> {
      if (session.isFarBehind(candidate)) {
        return candidate;
      }
      Candidate<EaseParameters> small = walkExponents(candidate);
      small = session.walk(
          STAGE, small, each -> ridge(each, 2.5), each -> ridge(each, 0.4), this::make);
      small = session.best(STAGE, small, userExponents(small.parameters()), this::make);
      small = session.walk(
          STAGE, small, each -> ridge(each, 1.6), each -> ridge(each, 0.625), this::make);
      return inFull(walkExponents(small));
    });
  }

  /** With as large a dense part as there may be, if that is better. */
  private Candidate<EaseParameters> inFull(Candidate<EaseParameters> small) {
    EaseParameters full = small.parameters().withDenseItems(EaseParameters.DEFAULT.denseItems());
    return session
        .tryOut("ease: in full", full, this::make)
        .map(this::walkExponents)
        .filter(each -> session.isClearlyBetter(each, small))
        .orElse(small);
  }

  private Candidate<EaseParameters> walkExponents(Candidate<EaseParameters> from) {
    Candidate<EaseParameters> best = session.walk(
        STAGE, from, each -> target(each, 0.1), each -> target(each, -0.1), this::make);
    return session.walk(
        STAGE, best, each -> history(each, 0.07), each -> history(each, -0.07), this::make);
  }

  private static List<EaseParameters> userExponents(EaseParameters parameters) {
    return List.of(
        parameters.withUserExponent(Decimals.thousandths(parameters.userExponent() + 0.15)),
        parameters.withUserExponent(Decimals.thousandths(parameters.userExponent() - 0.15)));
  }

  private static EaseParameters ridge(EaseParameters parameters, double factor) {
    return parameters.withRegularization(
        Decimals.thousandths(parameters.regularization() * factor));
  }

  private static EaseParameters target(EaseParameters parameters, double step) {
    return parameters.withExponents(
        parameters.historyExponent(), Decimals.thousandths(parameters.targetExponent() + step));
  }

  private static EaseParameters history(EaseParameters parameters, double step) {
    return parameters.withExponents(
        Decimals.thousandths(parameters.historyExponent() + step), parameters.targetExponent());
  }

  /** The last solution with other exponents, if that is all that differs. */
  private Model make(EaseParameters parameters) {
    EaseParameters plain = parameters.withExponents(0, 0);
    if (solution == null || !plain.equals(solved)) {
      solution = null; // frees its memory for the next one
      solution = parameters.trainer().train(session.data(), session.cancellation());
      solved = plain;
    }
    return solution.withExponents(parameters.historyExponent(), parameters.targetExponent());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similarity;

import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.family.Decimals;
import org.openpersonalize.core.tuning.Candidate;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.Session;

/**
 * Searches the three exponents of co-occurrence: seeds that were best somewhere, then each exponent up and down.
 *
 * <p>The exponents of the items cost no new counts, which {@link org.openpersonalize.core.training.TrainingData} keeps.
 */
final class ItemItemSearch implements FamilySearch {
  private static final String STAGE = "item-item: exponents";
  private static final double STEP = 0.12;
  private static final double LARGEST = 2;

  private final Session session;
  private final Optional<Candidate<ItemItemParameters>> initial;

  /** A search that tries the defaults at once. */
  ItemItemSearch(Session session) {
    this.session = session;
    this.initial = session.tryOut("item-item: default", ItemItemParameters.DEFAULT, session::train);
  }

  @Override
  public Optional<Candidate<ItemItemParameters>> run() {
    return initial.map(candidate -> {
      Candidate<ItemItemParameters> best = session.best(STAGE, candidate, seeds(), session::train);
      best = session.walk(
          STAGE, best, each -> target(each, STEP), each -> target(each, -STEP), session::train);
      best = session.walk(
          STAGE, best, each -> history(each, STEP), each -> history(each, -STEP), session::train);
      return session.walk(
          STAGE, best, each -> user(each, STEP), each -> user(each, -STEP), session::train);
    });
  }

  private static List<ItemItemParameters> seeds() {
    return List.of(
        exponents(0.5, 0.6, 0.3),
        exponents(0.5, 0.75, 0.35),
        exponents(0.5, 0.5, 0.25),
        exponents(0.75, 0.75, 0.75),
        exponents(0.5, 1, 0.5));
  }

  private static ItemItemParameters exponents(double history, double user, double target) {
    return ItemItemParameters.DEFAULT.withUserExponent(user).withExponents(history, target);
  }

  private static ItemItemParameters history(ItemItemParameters parameters, double step) {
    return parameters.withExponents(
        within(parameters.historyExponent() + step), parameters.targetExponent());
  }

  private static ItemItemParameters target(ItemItemParameters parameters, double step) {
    return parameters.withExponents(
        parameters.historyExponent(), within(parameters.targetExponent() + step));
  }

  private static ItemItemParameters user(ItemItemParameters parameters, double step) {
    return parameters.withUserExponent(within(parameters.userExponent() + step));
  }

  /** In range, and without the noise of adding decimal fractions. */
  private static double within(double exponent) {
    return Decimals.thousandths(Math.max(0, Math.min(LARGEST, exponent)));
  }
}

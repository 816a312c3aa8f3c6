// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cointeraction;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openpersonalize.core.family.Decimals;
import org.openpersonalize.core.recipe.Hyperparameter.Real;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.tuning.Candidate;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.Session;

/** Goes through discounts and then through minimums; both are applied to one count. */
final class CoInteractionSearch implements FamilySearch {
  private static final String STAGE = "co-interaction";
  private static final int DISCOUNTS = 8;

  private final Session session;
  private final Real discounts;
  private final Whole minimums;
  private final Optional<Candidate<CoInteractionParameters>> initial;

  /** A search that tries the defaults, or what is next to them within the space, at once. */
  CoInteractionSearch(Session session, SearchSpace space, CoInteractionParameters defaults) {
    this.session = session;
    this.discounts = space.real(Knobs.POPULARITY_DISCOUNT_FACTOR).orElseThrow();
    this.minimums = space.whole(Knobs.MIN_COINTERACTION_COUNT).orElseThrow();
    CoInteractionParameters nearest = defaults
        .withPopularityDiscount(
            Math.max(discounts.min(), Math.min(discounts.max(), defaults.popularityDiscount())))
        .withMinimumCount(
            Math.max(minimums.min(), Math.min(minimums.max(), defaults.minimumCount())));
    this.initial = session.tryOut(STAGE, nearest, session::train);
  }

  @Override
  public Optional<Candidate<CoInteractionParameters>> run() {
    return initial.map(first -> {
      Candidate<CoInteractionParameters> discounted =
          session.best(STAGE, first, withDiscounts(first.parameters()), session::train);
      return session.best(STAGE, discounted, withMinimums(discounted.parameters()), session::train);
    });
  }

  private List<CoInteractionParameters> withDiscounts(CoInteractionParameters parameters) {
    double step = (discounts.max() - discounts.min()) / DISCOUNTS;
    return IntStream.rangeClosed(0, DISCOUNTS)
        .mapToObj(n ->
            parameters.withPopularityDiscount(Decimals.thousandths(discounts.min() + n * step)))
        .toList();
  }

  private List<CoInteractionParameters> withMinimums(CoInteractionParameters parameters) {
    return IntStream.rangeClosed(minimums.min(), minimums.max())
        .mapToObj(parameters::withMinimumCount)
        .toList();
  }
}

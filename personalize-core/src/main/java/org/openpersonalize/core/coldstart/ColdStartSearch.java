// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.coldstart;

import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.als.AlsFamily;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.family.Decimals;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.tuning.Candidate;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.Session;

/**
 * Searches the factorization without records, which is cheaper, then how much these count in the best. A search through all
 * families, which searches that factorization anyway, only tries the defaults, and these where items have records.
 */
final class ColdStartSearch implements FamilySearch {
  private static final String DEFAULT = "cold-start: default";
  private static final String WEIGHT = "cold-start: metadata weight";
  private static final double STEP = 1.6;

  private final Session session;
  private final SearchSpace space;
  private final Optional<Whole> ranks;
  private final Optional<Candidate<ColdStartParameters>> initial;

  /** A search that tries the defaults at once, with a rank within the bounds of its knob. */
  ColdStartSearch(Session session, SearchSpace space) {
    this.session = session;
    this.space = space;
    this.ranks = space.whole(Knobs.HIDDEN_DIMENSION);
    this.initial = ranks.isEmpty() && session.data().items().isEmpty()
        ? Optional.empty()
        : session.tryOut(DEFAULT, defaults(), session::train);
  }

  private ColdStartParameters defaults() {
    ColdStartParameters defaults = ColdStartParameters.DEFAULT.fittedTo(session.data());
    AlsParameters factorization = defaults.factorization();
    return ranks
        .map(bounds -> Math.max(bounds.min(), Math.min(bounds.max(), factorization.rank())))
        .map(rank -> defaults.withFactorization(factorization.withRank(rank)))
        .orElse(defaults);
  }

  @Override
  public Optional<Candidate<ColdStartParameters>> run() {
    return ranks.isEmpty() ? initial : initial.map(this::searched);
  }

  private Candidate<ColdStartParameters> searched(Candidate<ColdStartParameters> first) {
    List<ColdStartParameters> ofBestFactorization =
        AlsFamily.INSTANCE.search(session, space).run().stream()
            .map(found -> first.parameters().withFactorization((AlsParameters) found.parameters()))
            .toList();
    return session.walk(
        WEIGHT,
        session.best(DEFAULT, first, ofBestFactorization, session::train),
        each -> weighed(each, STEP),
        each -> weighed(each, 1 / STEP),
        session::train);
  }

  private static ColdStartParameters weighed(ColdStartParameters parameters, double factor) {
    double weight = Decimals.thousandths(parameters.metadataWeight() * factor);
    return parameters.withMetadataWeight(Math.min(1, weight));
  }
}

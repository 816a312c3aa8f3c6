// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similaritems;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.tuning.Candidate;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.RefinableFamily.Refined;
import org.openpersonalize.core.tuning.Refinement;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.Session;

/** Goes through numbers of factors, then tunes the weights of the best. */
final class SimilarItemsSearch implements FamilySearch {
  private static final String STAGE = "similar items";
  private static final int STEPS = 4;

  private final Session session;
  private final Whole ranks;
  private final SimilarItemsFamily family;
  private final Optional<Candidate<SimilarItemsParameters>> initial;

  /** A search that tries the defaults, or what is next to them within the space, at once. */
  SimilarItemsSearch(Session session, SearchSpace space, SimilarItemsFamily family) {
    this.session = session;
    this.ranks = space.whole(Knobs.ITEM_ID_HIDDEN_DIM).orElseThrow();
    this.family = family;
    int usual = family.defaults().rank().orElse(ranks.min());
    this.initial =
        tryOut(family.defaults().withRank(Math.max(ranks.min(), Math.min(ranks.max(), usual))));
  }

  private Optional<Candidate<SimilarItemsParameters>> tryOut(SimilarItemsParameters parameters) {
    return session.tryOut(STAGE, parameters.fittedTo(session.data()), session::train);
  }

  @Override
  public Optional<Candidate<SimilarItemsParameters>> run() {
    return initial.map(first -> tuned(session.best(STAGE, first, others(first), session::train)));
  }

  private List<SimilarItemsParameters> others(Candidate<SimilarItemsParameters> first) {
    return IntStream.rangeClosed(0, STEPS)
        .map(step -> ranks.min() + step * (ranks.max() - ranks.min()) / STEPS)
        .mapToObj(first.parameters()::withRank)
        .toList();
  }

  private Candidate<SimilarItemsParameters> tuned(Candidate<SimilarItemsParameters> best) {
    Refined refined = family.refine(
        best.parameters(),
        best.model(),
        new Refinement(
            session.users(),
            session.task().rule(),
            session.task().seed(),
            session.task().threads(),
            session.cancellation()));
    Model model = refined.model();
    return session
        .tryOut(STAGE, (SimilarItemsParameters) refined.parameters(), parameters -> model)
        .orElse(best);
  }
}

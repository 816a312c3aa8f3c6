// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.evaluation.Repeats;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.sequence.LadderSearch.Ladder;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.SearchedFamily;
import org.openpersonalize.core.tuning.Session;

/** What the history itself holds; a model has no file. */
public final class RepeatsFamily extends ModelFamily<RepeatsParameters, RepeatsModel>
    implements SearchedFamily {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "repeats";

  /** The one there is. */
  public static final RepeatsFamily INSTANCE = new RepeatsFamily();

  private static final List<Ladder<RepeatsParameters>> LADDERS = List.of(Ladder.of(
      RepeatsParameters::recency,
      (each, value) -> new RepeatsParameters(value),
      0.5,
      1.0,
      2.0,
      3.0,
      5.0,
      10.0,
      30.0));

  private RepeatsFamily() {
    super(NAME, RepeatsParameters.DEFAULT, RepeatsParameters.class, RepeatsModel.class);
  }

  /** Nothing is tried where no item may be recommended again. */
  @Override
  public FamilySearch search(Session session, SearchSpace space) {
    return session.users().repeats() == Repeats.LEFT_OUT
        ? Optional::empty
        : new LadderSearch<>(session, LadderSearch.tried(session, defaults()), LADDERS, 1);
  }

  @Override
  protected Cost costOf(RepeatsParameters parameters) {
    return Cost.FREE;
  }

  @Override
  protected void writeModel(
      ModelWriter writer, String prefix, RepeatsParameters parameters, RepeatsModel model) {}

  @Override
  protected RepeatsModel readModel(ModelParts parts, String prefix, RepeatsParameters parameters) {
    return new RepeatsModel(parts.items(), parameters.recency());
  }
}

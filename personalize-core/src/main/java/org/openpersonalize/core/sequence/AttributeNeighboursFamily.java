// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.sequence.LadderSearch.Ladder;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.SearchedFamily;
import org.openpersonalize.core.tuning.Session;

/** What has the attributes of a history's items; see {@link AttributeNeighboursTrainer} and {@link TransitionModel}. */
public final class AttributeNeighboursFamily
    extends ModelFamily<AttributeNeighboursParameters, TransitionModel> implements SearchedFamily {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "attribute-neighbours";

  /** The one there is. */
  public static final AttributeNeighboursFamily INSTANCE = new AttributeNeighboursFamily();

  private static final String FILE = "attributes.safetensors";
  private static final List<Ladder<AttributeNeighboursParameters>> LADDERS = List.of(Ladder.of(
      AttributeNeighboursParameters::recency,
      (each, value) -> new AttributeNeighboursParameters(value),
      0.5,
      1.0,
      2.0,
      3.0,
      5.0,
      10.0,
      30.0));

  private AttributeNeighboursFamily() {
    super(
        NAME,
        AttributeNeighboursParameters.DEFAULT,
        AttributeNeighboursParameters.class,
        TransitionModel.class);
  }

  /** Nothing is tried where there are no records. */
  @Override
  public FamilySearch search(Session session, SearchSpace space) {
    return session.data().items().isEmpty()
        ? Optional::empty
        : new LadderSearch<>(session, LadderSearch.tried(session, defaults()), LADDERS, 1);
  }

  @Override
  protected Cost costOf(AttributeNeighboursParameters parameters) {
    return new AttributesCost();
  }

  @Override
  protected void writeModel(
      ModelWriter writer,
      String prefix,
      AttributeNeighboursParameters parameters,
      TransitionModel model)
      throws IOException {
    model.transitions().write(writer, prefix + FILE);
  }

  @Override
  protected TransitionModel readModel(
      ModelParts parts, String prefix, AttributeNeighboursParameters parameters)
      throws IOException {
    return new TransitionModel(Transitions.read(parts, prefix + FILE), parameters.recency());
  }

  /** As if each item kept all it may: what the records say is not counted beforehand. */
  private record AttributesCost() implements Cost {
    private static final long BYTES = 8;

    /** Pairs counted for one that is kept. */
    private static final double COUNTED = 8;

    private static double kept(Workload work) {
      return (double) work.items() * Math.min(work.items(), AttributeNeighboursTrainer.MOST);
    }

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return COUNTED * kept(work) * machine.pair();
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return work.meanLength() * kept(work) / Math.max(1, work.items()) * machine.pair();
    }

    @Override
    public long scratchBytes(Workload work) {
      return modelBytes(work);
    }

    @Override
    public long modelBytes(Workload work) {
      return (long) (BYTES * kept(work)) + 4 * work.items();
    }
  }
}

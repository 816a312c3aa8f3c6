// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.io.IOException;
import java.util.List;
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

/** What follows what; see {@link SequentialRulesTrainer} and {@link TransitionModel}. */
public final class SequentialRulesFamily
    extends ModelFamily<SequentialRulesParameters, TransitionModel> implements SearchedFamily {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "sequential-rules";

  /** The one there is. */
  public static final SequentialRulesFamily INSTANCE = new SequentialRulesFamily();

  private static final String FILE = "transitions.safetensors";
  private static final int ROUNDS = 2;
  private static final List<Ladder<SequentialRulesParameters>> LADDERS = List.of(
      Ladder.of(
          SequentialRulesParameters::recency,
          SequentialRulesParameters::withRecency,
          0.3,
          0.6,
          1.0,
          2.0,
          3.0,
          5.0,
          8.0,
          15.0,
          40.0),
      Ladder.of(
          each -> each.gaps().window(),
          (each, value) -> each.withWindow((int) value),
          1.0,
          2.0,
          3.0,
          5.0,
          8.0,
          15.0,
          30.0,
          60.0),
      Ladder.of(
          each -> each.gaps().exponent(),
          SequentialRulesParameters::withGapExponent,
          0.0,
          0.25,
          0.5,
          0.75,
          1.0,
          1.5,
          2.0),
      Ladder.of(
          each -> each.gaps().backward(),
          SequentialRulesParameters::withBackward,
          0.0,
          0.15,
          0.3,
          0.5,
          0.75,
          1.0),
      Ladder.of(
          each -> each.damping().history(),
          SequentialRulesParameters::withHistoryExponent,
          0.0,
          0.15,
          0.3,
          0.5,
          0.7,
          0.85,
          1.0),
      Ladder.of(
          each -> each.damping().target(),
          SequentialRulesParameters::withTargetExponent,
          0.0,
          0.08,
          0.15,
          0.25,
          0.35,
          0.5,
          0.7),
      Ladder.of(
          each -> each.damping().smoothing(),
          SequentialRulesParameters::withSmoothing,
          0.0,
          1.0,
          3.0,
          10.0,
          30.0));

  private SequentialRulesFamily() {
    super(
        NAME,
        SequentialRulesParameters.DEFAULT,
        SequentialRulesParameters.class,
        TransitionModel.class);
  }

  @Override
  public FamilySearch search(Session session, SearchSpace space) {
    return new LadderSearch<>(session, LadderSearch.tried(session, defaults()), LADDERS, ROUNDS);
  }

  @Override
  protected Cost costOf(SequentialRulesParameters parameters) {
    return new RulesCost(parameters.gaps().window());
  }

  @Override
  protected void writeModel(
      ModelWriter writer,
      String prefix,
      SequentialRulesParameters parameters,
      TransitionModel model)
      throws IOException {
    model.transitions().write(writer, prefix + FILE);
  }

  @Override
  protected TransitionModel readModel(
      ModelParts parts, String prefix, SequentialRulesParameters parameters) throws IOException {
    return new TransitionModel(Transitions.read(parts, prefix + FILE), parameters.recency());
  }

  /** @param window the greatest gap, in steps, each of which is taken for one event */
  private record RulesCost(int window) implements Cost {
    private static final double BYTES = 8;

    /** Of the time of a pair counted: adding it to a row in the order of events, and taking what it sums to. */
    private static final double FAR = 4;

    private double counted(Workload work) {
      return Math.min(work.pairs(), 2.0 * window * work.interactions());
    }

    private double kept(Workload work) {
      double all = (double) work.items() * Math.min(work.items(), SequentialRulesTrainer.MOST);
      return Math.min(counted(work), all);
    }

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return FAR * counted(work) * machine.pair();
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return work.meanLength() * kept(work) / Math.max(1, work.items()) * machine.pair();
    }

    @Override
    public long scratchBytes(Workload work) {
      return modelBytes(work) + 16 * work.interactions();
    }

    @Override
    public long modelBytes(Workload work) {
      return (long) (BYTES * kept(work)) + 4 * work.items();
    }
  }
}

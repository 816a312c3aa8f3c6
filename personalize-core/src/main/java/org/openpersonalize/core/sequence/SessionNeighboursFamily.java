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

/** Histories that are like another one; see {@link SessionNeighboursModel}. */
public final class SessionNeighboursFamily
    extends ModelFamily<SessionNeighboursParameters, SessionNeighboursModel>
    implements SearchedFamily {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "session-neighbours";

  /** The one there is. */
  public static final SessionNeighboursFamily INSTANCE = new SessionNeighboursFamily();

  private static final String FILE = "sessions.safetensors";
  private static final List<Ladder<SessionNeighboursParameters>> LADDERS = List.of(
      Ladder.of(
          SessionNeighboursParameters::recency,
          SessionNeighboursParameters::withRecency,
          0.5,
          1.0,
          2.0,
          3.0,
          5.0,
          8.0,
          15.0),
      Ladder.of(
          SessionNeighboursParameters::distance,
          SessionNeighboursParameters::withDistance,
          1.0,
          2.0,
          3.0,
          5.0,
          8.0,
          15.0,
          40.0),
      Ladder.of(
          SessionNeighboursParameters::length,
          SessionNeighboursParameters::withLength,
          0.0,
          0.25,
          0.5,
          0.75,
          1.0),
      Ladder.of(
          SessionNeighboursParameters::rarity,
          SessionNeighboursParameters::withRarity,
          0.0,
          0.5,
          1.0,
          1.5,
          2.0,
          3.0),
      Ladder.of(
          SessionNeighboursParameters::neighbours,
          (each, value) -> each.withNeighbours((int) value),
          100.0,
          200.0,
          400.0,
          700.0));

  private SessionNeighboursFamily() {
    super(
        NAME,
        SessionNeighboursParameters.DEFAULT,
        SessionNeighboursParameters.class,
        SessionNeighboursModel.class);
  }

  @Override
  public FamilySearch search(Session session, SearchSpace space) {
    return new LadderSearch<>(session, LadderSearch.tried(session, defaults()), LADDERS, 1);
  }

  @Override
  protected Cost costOf(SessionNeighboursParameters parameters) {
    return new NeighboursCost(parameters);
  }

  @Override
  protected void writeModel(
      ModelWriter writer,
      String prefix,
      SessionNeighboursParameters parameters,
      SessionNeighboursModel model)
      throws IOException {
    model.sessions().write(writer, prefix + FILE);
  }

  @Override
  protected SessionNeighboursModel readModel(
      ModelParts parts, String prefix, SessionNeighboursParameters parameters) throws IOException {
    return new SessionNeighboursModel(PastSessions.read(parts, prefix + FILE), parameters);
  }

  private record NeighboursCost(SessionNeighboursParameters parameters) implements Cost {
    /** Of the time of a pair counted: meeting a session in a table. */
    private static final double MET = 8;

    private static final long BYTES = 12;

    private double events(Workload work) {
      return Math.min(
          work.interactions(), (double) SessionNeighboursTrainer.MOST_EVENTS * work.users());
    }

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return work.interactions() * machine.interaction();
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      double perItem = Math.min(parameters.perItem(), events(work) / Math.max(1, work.items()));
      return MET * (work.meanLength() * perItem + parameters.neighbours()) * machine.pair();
    }

    @Override
    public long scratchBytes(Workload work) {
      return 16 * work.interactions();
    }

    @Override
    public long modelBytes(Workload work) {
      return (long) (BYTES * events(work)) + 4 * work.users() + 12 * work.items();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.tuning.Candidate;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.Session;

/**
 * Searches one setting after the other, up or else down a ladder of values as long as that gains anything. What comes of all
 * steps together must be clearly better than the defaults: each step alone would drown in noise.
 */
final class LadderSearch<P extends ModelParameters> implements FamilySearch {
  private final Session session;
  private final Optional<Candidate<P>> initial;
  private final List<Ladder<P>> ladders;
  private final int rounds;

  /** The values of one setting, ascending. */
  record Ladder<P>(ToDoubleFunction<P> read, Change<P> change, List<Double> rungs) {
    /** Sets the setting. */
    interface Change<P> {
      P of(P parameters, double value);
    }

    static <P> Ladder<P> of(ToDoubleFunction<P> read, Change<P> change, Double... rungs) {
      return new Ladder<>(read, change, List.of(rungs));
    }

    private int nearest(P parameters) {
      double value = read.applyAsDouble(parameters);
      int nearest = 0;
      for (int rung = 1; rung < rungs.size(); rung++) {
        if (Math.abs(rungs.get(rung) - value) < Math.abs(rungs.get(nearest) - value)) {
          nearest = rung;
        }
      }
      return nearest;
    }
  }

  /**
   * A search that has tried the defaults.
   *
   * @param initial the defaults; empty if nothing is to be searched
   * @param rounds how often all ladders are climbed
   */
  LadderSearch(
      Session session, Optional<Candidate<P>> initial, List<Ladder<P>> ladders, int rounds) {
    this.session = session;
    this.initial = initial;
    this.ladders = ladders;
    this.rounds = rounds;
  }

  /** Tries the defaults of a family, unless no order is known of the data. */
  static <P extends ModelParameters> Optional<Candidate<P>> tried(Session session, P defaults) {
    return session.data().log().happenedAtOnce()
        ? Optional.empty()
        : session.tryOut(defaults.family() + ": default", defaults, session::train);
  }

  @Override
  public Optional<Candidate<P>> run() {
    return initial.map(first -> {
      Candidate<P> best = first;
      for (int round = 0; round < rounds; round++) {
        for (Ladder<P> ladder : ladders) {
          best = climbed(ladder, best);
        }
      }
      return session.chosen(first, best);
    });
  }

  private Candidate<P> climbed(Ladder<P> ladder, Candidate<P> start) {
    Candidate<P> up = climbed(ladder, start, 1);
    return up.score() > start.score() ? up : climbed(ladder, start, -1);
  }

  private Candidate<P> climbed(Ladder<P> ladder, Candidate<P> start, int direction) {
    Candidate<P> best = start;
    for (int rung = ladder.nearest(start.parameters()) + direction;
        rung >= 0 && rung < ladder.rungs.size();
        rung += direction) {
      P proposal = ladder.change.of(best.parameters(), ladder.rungs.get(rung));
      Optional<Candidate<P>> next =
          session.tryOut(proposal.family() + ": settings", proposal, session::train);
      if (next.isEmpty() || next.get().score() <= best.score()) {
        break;
      }
      best = next.get();
    }
    return best;
  }
}

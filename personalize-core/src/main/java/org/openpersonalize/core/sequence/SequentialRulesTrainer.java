// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.matrix.Sequences;
import org.openpersonalize.core.sequence.SequentialRulesParameters.Damping;
import org.openpersonalize.core.sequence.SequentialRulesParameters.Gaps;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Counts what follows what.
 *
 * <p>Ludewig, Jannach: Evaluation of Session-based Recommendation Algorithms, User Modeling and User-Adapted Interaction 2018
 * (sequential rules), with an exponent for the gap, a share for the other direction and exponents for popularity.
 */
final class SequentialRulesTrainer implements Trainer<TransitionModel> {
  /** The strongest that an item keeps. */
  static final int MOST = 500;

  private final SequentialRulesParameters parameters;

  SequentialRulesTrainer(SequentialRulesParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public TransitionModel train(TrainingData data, TrainingProgress progress) {
    Sequences sequences = data.sequences();
    int[] users = sequences.usersOfEntries();
    float[] targets = damped(sequences, parameters.damping().target());
    float[] histories = damped(sequences, parameters.damping().history());
    Transitions transitions = Transitions.of(
        sequences.itemCount(), MOST, data.threads(), progress::throwIfCancelled, () -> {
          Pairs pairs = new Pairs(sequences, users, parameters.gaps());
          return (row, item) -> {
            pairs.addTo(row, item, histories[item]);
            row.scale(targets);
          };
        });
    progress.report(1, Double.NaN, "count");
    return new TransitionModel(transitions, parameters.recency());
  }

  /** {@code (n + s)^−exponent} of items with n events. */
  private float[] damped(Sequences sequences, double exponent) {
    Damping damping = parameters.damping();
    float[] damped = new float[sequences.itemCount()];
    for (int item = 0; item < damped.length; item++) {
      double events = Math.max(1, sequences.count(item)) + damping.smoothing();
      damped[item] = (float) Math.pow(events, -exponent);
    }
    return damped;
  }

  /** The pairs of histories that an item is one of. */
  private static final class Pairs {
    private final Sequences sequences;
    private final int[] users;
    private final float[] forward; // [window + 1], by gap
    private final float[] backward;

    Pairs(Sequences sequences, int[] users, Gaps gaps) {
      this.sequences = sequences;
      this.users = users;
      this.forward = new float[gaps.window() + 1];
      this.backward = new float[gaps.window() + 1];
      for (int gap = 1; gap <= gaps.window(); gap++) {
        forward[gap] = (float) Math.pow(gap, -gaps.exponent());
        backward[gap] = (float) (gaps.backward() * forward[gap]);
      }
      forward[0] = 1; // of one moment, either may have come first
      backward[0] = 1;
    }

    void addTo(SparseRow row, int item, float scale) {
      int[] items = sequences.items();
      int[] steps = sequences.steps();
      for (int n = 0; n < sequences.count(item); n++) {
        int entry = sequences.entry(item, n);
        int end = sequences.end(users[entry]);
        int last = steps[entry] + forward.length - 1;
        for (int later = entry + 1; later < end && steps[later] <= last; later++) {
          add(row, items[later], scale * forward[steps[later] - steps[entry]]);
        }
        int start = sequences.start(users[entry]);
        int first = steps[entry] - forward.length + 1;
        for (int earlier = entry - 1; earlier >= start && steps[earlier] >= first; earlier--) {
          add(row, items[earlier], scale * backward[steps[entry] - steps[earlier]]);
        }
      }
    }

    private static void add(SparseRow row, int other, float weight) {
      if (weight > 0) {
        row.add(other, weight);
      }
    }
  }
}

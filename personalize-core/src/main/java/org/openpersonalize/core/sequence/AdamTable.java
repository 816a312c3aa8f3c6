// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.List;

/**
 * Rows of numbers that are learned by Adam, each row only in the steps in which it has a gradient.
 *
 * <p>Kingma, Ba: Adam: A Method for Stochastic Optimization, ICLR 2015.
 */
final class AdamTable {
  private static final float MEAN_DECAY = 0.9f;
  private static final float SQUARE_DECAY = 0.999f;
  private static final float LEAST = 1e-8f;

  private final int rank;
  private final float[] values; // [rows · rank]
  private final float[] means; // the same, of the gradients
  private final float[] squares; // the same, of the gradients' squares

  /** @param values [rows · rank], where the learning begins; overwritten */
  AdamTable(int rank, float[] values) {
    this.rank = rank;
    this.values = values;
    this.means = new float[values.length];
    this.squares = new float[values.length];
  }

  /** The rows, one after the other; shared, not copied. */
  float[] values() {
    return values;
  }

  /** All that changes. */
  List<float[]> arrays() {
    return List.of(values, means, squares);
  }

  /** How large the steps of one batch are. */
  static float rate(double learningRate, long step) {
    return (float) (learningRate
        * Math.sqrt(1 - Math.pow(SQUARE_DECAY, step))
        / (1 - Math.pow(MEAN_DECAY, step)));
  }

  /** One thread's room for a row. */
  static final class Room {
    private final float[] value;
    private final float[] mean;
    private final float[] square;

    Room(int rank) {
      this.value = new float[rank];
      this.mean = new float[rank];
      this.square = new float[rank];
    }
  }

  /**
   * Takes a step.
   *
   * @param gradient [rank]
   * @param rate see {@link #rate}
   */
  void learn(int row, float[] gradient, float rate, Room room) {
    int at = row * rank;
    System.arraycopy(values, at, room.value, 0, rank);
    System.arraycopy(means, at, room.mean, 0, rank);
    System.arraycopy(squares, at, room.square, 0, rank);
    step(gradient, rate, room.value, room.mean, room.square);
    System.arraycopy(room.value, 0, values, at, rank);
    System.arraycopy(room.mean, 0, means, at, rank);
    System.arraycopy(room.square, 0, squares, at, rank);
  }

  /** All arrays at one index, so that it is done in vectors. */
  private static void step(
      float[] gradient, float rate, float[] value, float[] mean, float[] square) {
    for (int k = 0; k < value.length; k++) {
      mean[k] = MEAN_DECAY * mean[k] + (1 - MEAN_DECAY) * gradient[k];
    }
    for (int k = 0; k < value.length; k++) {
      square[k] = SQUARE_DECAY * square[k] + (1 - SQUARE_DECAY) * gradient[k] * gradient[k];
    }
    for (int k = 0; k < value.length; k++) {
      value[k] -= rate * mean[k] / ((float) Math.sqrt(square[k]) + LEAST);
    }
  }
}

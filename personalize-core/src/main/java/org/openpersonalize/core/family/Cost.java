// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.family;

import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.cost.CountedPairs;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;

/** What training and asking a model by some parameters takes. */
public interface Cost {
  /** Nothing that counts beside all else. */
  Cost FREE = new Cost() {
    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return 0;
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return 0;
    }

    @Override
    public long scratchBytes(Workload work) {
      return 0;
    }

    @Override
    public long modelBytes(Workload work) {
      return 0;
    }
  };

  /**
   * A training that solves the rows of both sides in turn, with few sweeps.
   *
   * @param rank how many numbers a row has
   */
  record Sweeping(ModelParameters parameters, int sweeps, int rank) {}

  /** Seconds to train. */
  double trainSeconds(Workload work, Machine machine);

  /** Seconds to score all items for one user, all threads at work. */
  double askSeconds(Workload work, Machine machine);

  /** Bytes needed while training, the model itself and the matrices not counted. */
  long scratchBytes(Workload work);

  /** Bytes of the model. */
  long modelBytes(Workload work);

  /** The pairs it counts and lets others have that count the same; empty if there are none. */
  default Optional<CountedPairs> countedPairs(Workload work) {
    return Optional.empty();
  }

  /** What to try to learn how fast its sweeps are; empty where sweeps play no part. */
  default Optional<Sweeping> sweeping() {
    return Optional.empty();
  }

  /** The costs of what it weighs against each other when all are trained. */
  default List<Cost> components() {
    return List.of();
  }

  /** May it be tuned by {@link ItemExponents} when it is trained? */
  default boolean hasExponents() {
    return false;
  }
}

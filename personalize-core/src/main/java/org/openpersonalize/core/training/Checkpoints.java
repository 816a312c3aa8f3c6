// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.training;

import java.util.Optional;

/**
 * Where a long training keeps what it has learned so far. One that died goes on from there when it is done again, and
 * ends with the same model, byte for byte, as one that was never interrupted.
 */
public interface Checkpoints {
  /** Nothing is kept. */
  Checkpoints NONE = new Checkpoints() {
    @Override
    public Optional<Checkpoint> latest() {
      return Optional.empty();
    }

    @Override
    public void offer(Checkpoint state) {}

    @Override
    public Checkpoints part(String name) {
      return this;
    }
  };

  /** The newest state of a training on the same data, by the same parameters and seed; empty if there is none. */
  Optional<Checkpoint> latest();

  /**
   * Offers the state after a step, which is kept if it is time to. The arrays may be written again when the call returns.
   */
  void offer(Checkpoint state);

  /** The checkpoints of a part of the training that has its own. */
  Checkpoints part(String name);
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.training;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Keeps copies of all states, and interrupts the training when it has so many. */
public final class CheckpointsInMemory implements Checkpoints {
  private final String part;
  private final Shared shared;

  /** What all parts have in common. */
  private static final class Shared {
    private final Map<String, Checkpoint> states = new HashMap<>();
    private final int last;
    private int steps;

    private Shared(int last) {
      this.last = last;
    }
  }

  /** @param last the training is interrupted when it offers the {@code last}th state */
  public CheckpointsInMemory(int last) {
    this("", new Shared(last));
  }

  private CheckpointsInMemory(String part, Shared shared) {
    this.part = part;
    this.shared = shared;
  }

  /** The same states, for a training that is not interrupted again. */
  public CheckpointsInMemory resumed() {
    CheckpointsInMemory resumed = new CheckpointsInMemory(Integer.MAX_VALUE);
    resumed.shared.states.putAll(shared.states);
    return resumed;
  }

  /** How many states were offered, by all parts. */
  public int steps() {
    return shared.steps;
  }

  /** The newest state of each part. */
  public Collection<Checkpoint> states() {
    return shared.states.values();
  }

  /** A training's progress with these checkpoints. */
  public TrainingProgress progress() {
    return new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {}

      @Override
      public Checkpoints checkpoints() {
        return CheckpointsInMemory.this;
      }

      @Override
      public boolean isCancelled() {
        return false;
      }
    };
  }

  @Override
  public Optional<Checkpoint> latest() {
    return Optional.ofNullable(shared.states.get(part));
  }

  @Override
  public void offer(Checkpoint state) {
    shared.states.put(
        part,
        new Checkpoint(state.step(), state.arrays().stream().map(float[]::clone).toList()));
    if (++shared.steps == shared.last) {
      throw new CancellationException("Interrupted after step " + shared.steps);
    }
  }

  @Override
  public Checkpoints part(String name) {
    return new CheckpointsInMemory(part + "/" + name, shared);
  }
}

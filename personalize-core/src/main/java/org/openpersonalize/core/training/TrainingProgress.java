// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.training;

import java.util.concurrent.CancellationException;

/** Hears how a training goes and may call it off. Called from the training's thread, a few times a second at most. */
public interface TrainingProgress {
  /** Nobody listens and nobody cancels. */
  TrainingProgress NONE = new TrainingProgress() {
    @Override
    public void report(double fraction, double loss, String stage) {}

    @Override
    public boolean isCancelled() {
      return false;
    }
  };

  /**
   * Tells how far the training is.
   *
   * @param fraction done so far, 0 to 1
   * @param loss what the training minimises, NaN where the stage has none
   * @param stage what is being done, such as {@code evaluate} or {@code train}
   */
  void report(double fraction, double loss, String stage);

  /**
   * Tells how well a model predicts what was held out.
   *
   * @param metric its name as GetSolutionMetrics answers it
   */
  default void heldOut(String metric, double value) {}

  /** Where the training may keep its state and find that of an earlier, interrupted one. */
  default Checkpoints checkpoints() {
    return Checkpoints.NONE;
  }

  /** Should the training stop? Must answer at once. */
  boolean isCancelled();

  /**
   * Ends the training if it should stop.
   *
   * @throws CancellationException that says why
   */
  default void throwIfCancelled() {
    if (isCancelled()) {
      throw new CancellationException("The training was stopped");
    }
  }

  /** For trainings that are only tried: called off together with this, and heard and kept by nobody. */
  default TrainingProgress silent() {
    TrainingProgress whole = this;
    return new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {}

      @Override
      public boolean isCancelled() {
        return whole.isCancelled();
      }

      @Override
      public void throwIfCancelled() {
        whole.throwIfCancelled();
      }
    };
  }

  /** The progress of a part that goes from {@code start} to {@code end} of the whole, and is one stage of it. */
  default TrainingProgress part(String stage, double start, double end) {
    TrainingProgress whole = this;
    return new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String ignored) {
        whole.report(start + fraction * (end - start), loss, stage);
      }

      @Override
      public void heldOut(String metric, double value) {
        whole.heldOut(metric, value);
      }

      @Override
      public Checkpoints checkpoints() {
        return whole.checkpoints().part(stage);
      }

      @Override
      public boolean isCancelled() {
        return whole.isCancelled();
      }

      @Override
      public void throwIfCancelled() {
        whole.throwIfCancelled();
      }
    };
  }
}

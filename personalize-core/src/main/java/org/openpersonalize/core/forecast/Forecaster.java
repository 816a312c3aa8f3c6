// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.forecast;

import java.util.function.Supplier;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Forecasts a training: each stage's operations are counted, and what an operation takes on this machine is tried out for
 * a moment, on all threads, with what else the machine has to do. That moment is a second or more, so that it is spared where
 * the training would be over by then on a slow machine, too, and callers keep what was found for a while.
 *
 * <p>The stages are those of {@code RecipeTrainer}: a model of four fifths of the users is evaluated and calibrated on the
 * others, then one of all users is trained.
 */
public final class Forecaster {
  private static final double TRAINED = 0.8; // of the users
  private static final double TESTED = 0.1;
  private static final int PASSES = 4; // over the interactions, for splits, matrices and counts
  private static final double STARTING =
      0.3; // seconds, until everything is compiled and for the files
  private static final long PROBING_MEMORY =
      40L << 20; // of Machine's trials, free again when the training begins
  /** Of evaluation and publication, and of what is learned of records beside: 35 MB of it were measured. */
  private static final long WORKING_MEMORY = 40L << 20;

  /** In seconds: what a trial takes where nothing is compiled, and more than such a training takes on most machines. */
  private static final double SOON_OVER = 3;

  private Forecaster() {}

  /**
   * The forecast of a training that costs so.
   *
   * @param threads ≥ 1
   * @param here how fast this machine is, which is asked for only if a slow one took more than a moment
   */
  public static Forecast of(Workload work, Cost cost, int threads, Supplier<Machine> here) {
    Forecast slow = of(work, cost, Machine.slow(threads));
    return slow.seconds() < SOON_OVER ? slow : of(work, cost, here.get());
  }

  /**
   * Tries how fast this machine is at what costs so; machines tried for costs with the same {@linkplain Cost#sweeping sweeps}, if
   * any, are the same.
   *
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public static Machine probe(Cost cost, int threads, TrainingProgress progress) {
    return MachineProbe.probe(cost, threads, progress.silent());
  }

  /** The forecast of a training that costs so on a machine. */
  static Forecast of(Workload work, Cost cost, Machine machine) {
    Workload past = work.share(TRAINED);
    Asking asking = new Asking(past, machine);
    double tested = TESTED * work.users();
    double seconds = STARTING
        + PASSES * work.interactions() * machine.interaction()
        + cost.trainSeconds(past, machine)
        + cost.trainSeconds(work, machine)
        + asking.tuning(cost, tested)
        + asking.calibrating(cost, tested)
        + asking.ranking(cost, tested);

    long model = cost.modelBytes(work) + 12 * work.items();
    long evaluating = 2 * work.logBytes() + learning(past, cost) + cost.modelBytes(past);
    long training = 2 * work.logBytes() + learning(work, cost) + model;
    long probing = work.logBytes() + PROBING_MEMORY;
    long heap = Math.max(probing, Math.max(evaluating, training) + WORKING_MEMORY) + work.idBytes();
    return new Forecast(seconds, heap, model + work.idBytes() / 2, model + work.idBytes());
  }

  /** Bytes of the matrices, and of what making them or what training needs beside. */
  private static long learning(Workload work, Cost cost) {
    return work.matrixBytes() + Math.max(work.matrixScratchBytes(), cost.scratchBytes(work));
  }

  /**
   * Seconds of what is done with a model of the past.
   *
   * @param past what it was trained on
   */
  record Asking(Workload past, Machine machine) {
    private static final double CALIBRATED_SCORES = 16_000_000;
    private static final double CALIBRATION_PASSES = 15;
    private static final double SECONDS_PER_EXPONENTIAL = 10e-9;
    private static final double SECONDS_PER_RANKED_ITEM = 3e-9;
    private static final double TUNING_USERS = 2000;
    private static final double EXPONENTS_TRIED = 5; // of one component, as a rule
    private static final double WEIGHTINGS = 5;

    double ranking(Cost cost, double users) {
      return users * (cost.askSeconds(past, machine) + rankingSeconds());
    }

    private double rankingSeconds() {
      return past.items() * SECONDS_PER_RANKED_ITEM / machine.threads();
    }

    double calibrating(Cost cost, double users) {
      double scores = Math.min(CALIBRATED_SCORES, users * past.items());
      return scores / Math.max(1, past.items()) * cost.askSeconds(past, machine)
          + scores * CALIBRATION_PASSES * SECONDS_PER_EXPONENTIAL / machine.threads();
    }

    /** What {@code BlendTuning} tries: exponents of one component after the other, then all weights together. */
    double tuning(Cost cost, double users) {
      if (cost.components().isEmpty()) {
        return 0;
      }
      double asked = Math.min(TUNING_USERS, users);
      double exponents = cost.components().stream()
          .filter(Cost::hasExponents)
          .mapToDouble(each -> EXPONENTS_TRIED * ranking(each, asked))
          .sum();
      double weightings = Math.pow(WEIGHTINGS, cost.components().size())
          - Math.pow(WEIGHTINGS - 1, cost.components().size());
      return exponents + 2 * ranking(cost, asked) + asked * weightings * 2 * rankingSeconds();
    }
  }
}

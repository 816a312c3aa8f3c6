package org.openpersonalize.core.forecast;

import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.blend.BlendParameters;
import org.openpersonalize.core.blend.BlendParameters.Component;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.recipe.ModelParameters;
import org.openpersonalize.core.recipe.TrainingProgress;

/**
 * Forecasts a training: each stage's operations are counted, and what an operation takes on this machine is tried out for
 * a moment, on all threads, with what else the machine has to do.
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
  private static final long WORKING_MEMORY = 20L << 20; // of evaluation and publication

  private Forecaster() {}

  /**
   * The forecast of a training by these parameters.
   *
   * @param log all interactions that count
   * @param rule how they become confidences
   * @param threads ≥ 1
   * @param progress of the training, whose cancellation calls off the probe as well
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public static Forecast of(
      InteractionLog log,
      ConfidenceRule rule,
      ModelParameters parameters,
      int threads,
      TrainingProgress progress) {
    Machine machine = Machine.probe(factorization(parameters), threads, progress.silent());
    return of(Workload.of(log, rule), parameters, machine);
  }

  /** The factorization among the parameters, or the usual one, to have something to probe with. */
  private static AlsParameters factorization(ModelParameters parameters) {
    if (parameters instanceof AlsParameters als) {
      return als;
    }
    if (parameters instanceof BlendParameters blend) {
      return blend.components().stream()
          .map(Component::parameters)
          .filter(AlsParameters.class::isInstance)
          .map(AlsParameters.class::cast)
          .findFirst()
          .orElse(AlsParameters.DEFAULT);
    }
    return AlsParameters.DEFAULT;
  }

  static Forecast of(Workload work, ModelParameters parameters, Machine machine) {
    FamilyCost cost = FamilyCost.of(parameters);
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
  private static long learning(Workload work, FamilyCost cost) {
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

    double ranking(FamilyCost cost, double users) {
      return users * (cost.askSeconds(past, machine) + rankingSeconds());
    }

    private double rankingSeconds() {
      return past.items() * SECONDS_PER_RANKED_ITEM / machine.threads();
    }

    double calibrating(FamilyCost cost, double users) {
      double scores = Math.min(CALIBRATED_SCORES, users * past.items());
      return scores / Math.max(1, past.items()) * cost.askSeconds(past, machine)
          + scores * CALIBRATION_PASSES * SECONDS_PER_EXPONENTIAL / machine.threads();
    }

    /** What {@code BlendTuning} tries: exponents of one component after the other, then all weights together. */
    double tuning(FamilyCost cost, double users) {
      if (!(cost instanceof FamilyCost.Blend blend)) {
        return 0;
      }
      double asked = Math.min(TUNING_USERS, users);
      double exponents = blend.components().stream()
          .filter(each -> each instanceof FamilyCost.Ease || each instanceof FamilyCost.ItemItem)
          .mapToDouble(each -> EXPONENTS_TRIED * ranking(each, asked))
          .sum();
      double weightings = Math.pow(WEIGHTINGS, blend.components().size())
          - Math.pow(WEIGHTINGS - 1, blend.components().size());
      return exponents + 2 * ranking(cost, asked) + asked * weightings * 2 * rankingSeconds();
    }
  }
}

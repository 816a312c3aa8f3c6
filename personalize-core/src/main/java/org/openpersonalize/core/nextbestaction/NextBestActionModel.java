// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.als.FactorizedModel;
import org.openpersonalize.core.family.ActionPropensities;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.nextbestaction.Features.Activity;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Query;

/**
 * A factorization, by which it scores items, and for each action a logistic regression on what is known of a user. A user of
 * whom nothing is known takes each action with its rate.
 */
public final class NextBestActionModel implements FactorizedModel, ActionPropensities {
  private final FactorModel factors;
  private final Learned learned;
  private final Features features;

  NextBestActionModel(FactorModel factors, Duration period, Learned learned) {
    this.factors = factors;
    this.learned = learned;
    this.features = new Features(factors, period);
  }

  /**
   * What was learned of actions.
   *
   * @param actions their ids
   * @param offered how often each was lately, [A]
   * @param taken of these, [A]
   * @param rates the share of offers that was taken, [A]; 0 where nothing was learned
   * @param coefficients of the scaled features, and the constant, [A, F + 1]
   */
  record Learned(
      IdIndex actions,
      int[] offered,
      int[] taken,
      float[] rates,
      float[][] coefficients,
      Scale scale) {
    /** All is to be set that was learned. */
    static Learned of(IdIndex actions, Census census, Scale scale) {
      return new Learned(
          actions,
          census.offered(),
          census.taken(),
          new float[actions.size()],
          new float[actions.size()][scale.means().length + 1],
          scale);
    }

    /** Nothing but how often actions were offered. */
    static Learned nothing(IdIndex actions, Census census, int features) {
      return of(actions, census, new Scale(new float[features], new float[features]));
    }

    /** @param fitted with the rate as an offset, [F + 1] */
    void set(int action, double rate, double[] fitted) {
      rates[action] = (float) rate;
      for (int f = 0; f < fitted.length; f++) {
        coefficients[action][f] = (float) fitted[f];
      }
      coefficients[action][fitted.length - 1] += (float) LogisticRegression.logit(rate);
    }

    boolean has(int action) {
      return rates[action] > 0;
    }

    private double propensity(int action, float[] row) {
      double score = coefficients[action][row.length];
      for (int f = 0; f < row.length; f++) {
        score += (double) coefficients[action][f] * row[f];
      }
      return LogisticRegression.probability(score);
    }

    private long sizeInBytes() {
      return actions.sizeInBytes()
          + (long) Float.BYTES * actions.size() * (scale.means().length + 4);
    }
  }

  static NextBestActionModel withoutActions(FactorModel factors, Duration period) {
    IdIndex none = IdIndex.of(List.of());
    Census empty = new Census(new int[0], new int[0], new long[0], 0);
    return new NextBestActionModel(
        factors, period, Learned.nothing(none, empty, new Features(factors, period).count()));
  }

  @Override
  public FactorModel factors() {
    return factors;
  }

  Features features() {
    return features;
  }

  Learned learned() {
    return learned;
  }

  @Override
  public Optional<ActionPropensities> actionPropensities() {
    return Optional.of(this);
  }

  @Override
  public IdIndex actions() {
    return learned.actions();
  }

  @Override
  public int[] offered() {
    return learned.offered().clone();
  }

  @Override
  public int[] taken() {
    return learned.taken().clone();
  }

  @Override
  public double[] propensities(Query query, List<PastEvent> offers, Instant now) {
    long[] times = query.history().epochMillis();
    Activity activity = new Activity(
        query.profile(), times.length, times.length == 0 ? 0 : times[times.length - 1]);
    Features.State state = features.state(
        activity, Offers.of(offers, learned.actions()).before(Long.MAX_VALUE), now.toEpochMilli());
    double[] propensities = new double[learned.actions().size()];
    Arrays.setAll(propensities, action -> propensity(action, state));
    return propensities;
  }

  /** How likely a user is to take an action; 0.0 if nothing was learned of it. */
  double propensity(int action, Features.State state) {
    if (!learned.has(action) || state.isBlank()) {
      return learned.rates()[action];
    }
    float[] row = new float[features.count()];
    state.copyTo(row, action);
    learned.scale().apply(row);
    return learned.propensity(action, row);
  }

  @Override
  public long sizeInBytes() {
    return factors.sizeInBytes() + learned.sizeInBytes();
  }
}

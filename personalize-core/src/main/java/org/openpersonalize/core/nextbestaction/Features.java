// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.time.Duration;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.nextbestaction.Offers.Standing;
import org.openpersonalize.core.nextbestaction.Offers.Tally;

/**
 * What is known of a user and an action at one moment, as F numbers: the user's vector by the items of the past, of length 1; how
 * much the user did with items, and how lately; how often the user took and left this action, and how lately; and what the user
 * made of other actions. Events of that moment itself are not looked at.
 */
final class Features {
  /** Those beside the vector. */
  static final int BESIDE = 9;

  private final FactorModel factors;
  private final double periodMillis;

  Features(FactorModel factors, Duration period) {
    this.factors = factors;
    this.periodMillis = period.toMillis();
  }

  /** F. */
  int count() {
    return factors.rank() + BESIDE;
  }

  /**
   * A user's interactions with items.
   *
   * @param events how many there are, of the newest that count
   * @param newest epoch milliseconds of the newest; of no meaning if there are none
   */
  record Activity(Profile profile, int events, long newest) {
    static final Activity NONE = new Activity(Profile.EMPTY, 0, 0);
  }

  /** A user at a moment. */
  final class State {
    private final float[] vector;
    private final Activity activity;
    private final Standing standing;
    private final long now;

    State(Activity activity, Standing standing, long now) {
      this.vector = unit(factors.foldIn().userVector(activity.profile()));
      this.activity = activity;
      this.standing = standing;
      this.now = now;
    }

    /** Is nothing known of the user? */
    boolean isBlank() {
      return activity.events() == 0
          && activity.profile().isEmpty()
          && standing.all().offered() == 0;
    }

    /** Writes those of the user and an action. */
    void copyTo(float[] into, int action) {
      System.arraycopy(vector, 0, into, 0, vector.length);
      Tally own = standing.of(action);
      int otherTaken = standing.all().taken - own.taken;
      int otherPassed = standing.all().passed - own.passed;
      int at = vector.length;
      into[at++] = (float) Math.log1p(activity.events());
      into[at++] = freshness(activity.events(), activity.newest());
      into[at++] = own.taken > 0 ? 1 : 0;
      into[at++] = (float) Math.log1p(own.taken);
      into[at++] = freshness(own.taken, own.newestTaken);
      into[at++] = (float) Math.log1p(own.passed);
      into[at++] = freshness(own.passed, own.newestPassed);
      into[at++] = (float) Math.log((otherTaken + 1.0) / (otherPassed + 1.0));
      into[at] = (float) Math.log1p(otherTaken + otherPassed);
    }

    /** How lately the newest of some events was: from 1 at this moment down to 0; 0 where there is none. */
    private float freshness(int events, long newest) {
      return events == 0 ? 0 : (float) Math.exp(-Math.max(0, now - newest) / periodMillis);
    }
  }

  State state(Activity activity, Standing standing, long now) {
    return new State(activity, standing, now);
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float each : vector) {
      squares += (double) each * each;
    }
    if (squares > 0) {
      float scale = (float) (1 / Math.sqrt(squares));
      for (int k = 0; k < vector.length; k++) {
        vector[k] *= scale;
      }
    }
    return vector;
  }
}

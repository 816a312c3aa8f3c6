package org.openpersonalize.core.als;

import org.openpersonalize.core.matrix.FactorRows;
import org.openpersonalize.core.matrix.Profile;

/**
 * A user's vector from the user's events, when it is asked for: the exact solution of the equation that training solves
 * for a user, with the item factors as they are.
 *
 * <p>Safe for any number of threads; each call works on memory of its own, K² floats.
 */
public final class FoldIn {
  private final FactorRows items;
  private final Gramian gramian;
  private final Objective objective;

  FoldIn(FactorRows items, Gramian gramian, Objective objective) {
    this.items = items;
    this.gramian = gramian;
    this.objective = objective;
  }

  /** x, [K]; zero for an empty profile. */
  public float[] userVector(Profile profile) {
    float[] x = new float[items.rank()];
    if (!profile.isEmpty()) {
      new CholeskySolver(gramian, objective)
          .solve(items, profile.items(), profile.confidences(), 0, profile.size(), x);
    }
    return x;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.affinity;

/**
 * How likely a user is to take an item, by what is known of both: a logistic function of a sum of
 *
 * <pre>  x·y,  x·y where the user has had it,  has the user had it,  ln(1 + events of the user),
 *   ln(1 + days since the newest of them),  ln(1 + users of the item)  and 1</pre>
 *
 * <p>A product of factors alone puts items in order for a user; for an item it does not tell a frequent customer from one who left.
 *
 * @param coefficients of these, in their order
 */
record Evidence(float[] coefficients) {
  /** How many coefficients there are. */
  static final int SIZE = 7;

  /** Where there is no past to learn from: the products decide. */
  static final Evidence OF_PRODUCTS = new Evidence(new float[] {8, 0, 0, 0, 0, 0, -6});

  /** Writes what the coefficients are multiplied with into {@code features}, [SIZE]. */
  static void describe(
      double product, boolean had, int events, double days, int takers, double[] features) {
    double bounded = Math.max(0, Math.min(2, product));
    features[0] = bounded;
    features[1] = had ? bounded : 0;
    features[2] = had ? 1 : 0;
    features[3] = Math.log1p(events);
    features[4] = Math.log1p(days);
    features[5] = Math.log1p(takers);
    features[6] = 1;
  }

  double probability(double[] features) {
    double sum = 0;
    for (int n = 0; n < SIZE; n++) {
      sum += coefficients[n] * features[n];
    }
    return 1 / (1 + Math.exp(-sum));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.trends;

/**
 * How clearly more users took an item in one interval than in the one before.
 *
 * <p>Of a and b users, who come by Poisson processes of equal rates if nothing changed, a is binomial with n = a + b and ½:
 * the conditional test of Przyborowski and Wilenski: Homogeneity of Results in Testing Samples from Poisson Series,
 * Biometrika 31, 1940. With a prior of c users that are spread over both intervals alike, Beta(c/2, c/2), the expected share
 * of the newer interval is (a + c/2) / (n + c), and its distance from ½ in standard errors
 *
 * <pre>  z = (a − b) / √(a + b + c)</pre>
 *
 * <p>A difference alone would always list what is most popular, whose numbers vary most; a ratio alone whatever went from 0 to 1.
 *
 * @param priorUsers c; the more, the more users it takes to be believed
 */
record IntervalGrowth(double priorUsers) {
  /** What differs by less than a standard error is taken for noise. */
  private static final double LEAST = 1;

  /** In standard errors, at least 1; 0 for what did not clearly grow. */
  float of(int users, int usersBefore) {
    double score = (users - usersBefore) / Math.sqrt(users + usersBefore + priorUsers);
    return score >= LEAST ? (float) score : 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.Arrays;
import org.openpersonalize.core.evaluation.Evaluation.Interval;

/**
 * A mean over users, and where the true one may well lie: the 95 % interval of Student's t.
 *
 * <p>Not a bootstrap: over a few dozen users and more both say the same (Smucker, Allan, Carterette: A Comparison of Statistical
 * Significance Tests for Information Retrieval Evaluation, CIKM 2007), the t test keeps to its error rate where the bootstrap finds
 * too much (Urbano, Lima, Hanjalic: Statistical Significance Testing in Information Retrieval, SIGIR 2019), and it draws no lots,
 * so that a page may work it out for a hundred thousand users each time it is shown.
 *
 * @param users ≥ {@value #FEWEST}
 */
public record Estimate(double mean, Interval interval, int users) {
  /** Of fewer users than this nothing is said. */
  public static final int FEWEST = 30;

  private static final double NORMAL = 1.959964; // 97.5 % of a normal distribution lie below

  /**
   * The estimate of what each user's value is a sample of.
   *
   * @param values of {@value #FEWEST} users at least
   */
  public static Estimate of(double[] values) {
    int users = values.length;
    if (users < FEWEST) {
      throw new IllegalArgumentException("%d users say too little".formatted(users));
    }
    double mean = Arrays.stream(values).sum() / users;
    double squares =
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double reach = quantile(users - 1) * Math.sqrt(squares / (users - 1) / users);
    return new Estimate(mean, new Interval(mean - reach, mean + reach), users);
  }

  /** 97.5 % of Student's t, expanded about the normal one; within 0.001 from 29 degrees of freedom on. */
  private static double quantile(int degrees) {
    double cube = Math.pow(NORMAL, 3);
    double fifth = Math.pow(NORMAL, 5);
    return NORMAL
        + (cube + NORMAL) / (4.0 * degrees)
        + (5 * fifth + 16 * cube + 3 * NORMAL) / (96.0 * degrees * degrees);
  }

  /** Is it sure to be greater than 0, or less? */
  public boolean isDecided() {
    return interval.low() > 0 || interval.high() < 0;
  }
}

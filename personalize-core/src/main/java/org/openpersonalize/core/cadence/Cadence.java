// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cadence;

/** How often a model is trained; the shortest first. */
public enum Cadence {
  DAILY(1),
  WEEKLY(7),
  /** Every four weeks, so that each has as many days of a week. */
  MONTHLY(28),
  /** Once, when the test begins. */
  NEVER(Integer.MAX_VALUE);

  private final int days;

  Cadence(int days) {
    this.days = days;
  }

  /** The day of the training whose model answers on a day, both counted from the first one. */
  public int trainedOn(int day) {
    return day - day % days;
  }

  public double trainingsPerWeek() {
    return this == NEVER ? 0 : 7.0 / days;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * What something takes beside its yardstick, on a machine that others keep busy as well: both in turns, so that they meet
 * with the same neighbours, each by its best round, and for more rounds as long as it seems too slow. So what is slow in
 * every round fails, and what was slow while somebody else was at work does not.
 *
 * <p>What keeps two processors busy loses more to a neighbour than what keeps one busy, in every round: a yardstick is to
 * take as many as what it measures, see {@link #sideBySide}.
 *
 * @param yardstick seconds
 * @param measured seconds
 * @param rounds how many each of them had
 */
public record Turns(double yardstick, double measured, int rounds) {
  private static final int FEWEST = 3;
  private static final int MOST = 12;

  /**
   * Takes turns until what is measured takes at most so many times as long as its yardstick, or has had twelve rounds.
   *
   * @param yardstick does something once and tells how many seconds it took, without what had to be made ready
   * @param measured as {@code yardstick}
   */
  public static Turns untilAtMost(
      double times, Callable<Double> yardstick, Callable<Double> measured) throws Exception {
    Turns best = new Turns(Double.MAX_VALUE, Double.MAX_VALUE, 0);
    while (best.rounds < FEWEST || best.rounds < MOST && best.times() > times) {
      best = new Turns(
          Math.min(best.yardstick, yardstick.call()),
          Math.min(best.measured, measured.call()),
          best.rounds + 1);
    }
    return best;
  }

  /**
   * What something takes that is done twice at once, for a yardstick of what keeps two processors busy.
   *
   * @param each does it once and tells how many seconds it took; called by two threads
   * @return the longer time of the two
   */
  public static double sideBySide(Callable<Double> each) throws Exception {
    FutureTask<Double> other = new FutureTask<>(each);
    Thread beside = new Thread(other, "beside");
    beside.start();
    return Math.max(each.call(), other.get());
  }

  /** How many times as long as its yardstick it took. */
  public double times() {
    return measured / yardstick;
  }
}

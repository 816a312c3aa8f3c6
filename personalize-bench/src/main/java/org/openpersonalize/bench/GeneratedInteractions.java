// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;

/**
 * Interactions as shops have them, made up: items are as popular as Zipf's law with exponent 0.8 says, and how many items
 * users have is log-normal with deviation 1. There is nothing to learn in them: they are for time and memory, not for
 * quality.
 */
final class GeneratedInteractions {
  private static final double ZIPF = 0.8;

  private GeneratedInteractions() {}

  /**
   * @param interactions about how many; no user has an item twice, or more than a quarter of the items
   * @return the same for the same arguments
   */
  static InteractionLog of(int users, int items, int interactions) {
    SplittableRandom random = new SplittableRandom(20);
    double[] popularity = popularity(items);
    double mean = (double) interactions / users;
    int[] lastUser = new int[items];
    Arrays.fill(lastUser, -1);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < users; user++) {
      // The mean of exp(z − ½) is 1 for a standard normal z.
      double activity = Math.exp(random.nextGaussian() - 0.5);
      int length = (int) Math.max(1, Math.min(items / 4, Math.round(mean * activity)));
      String id = "u" + user;
      for (int taken = 0; taken < length; ) {
        int item = drawn(popularity, random);
        if (lastUser[item] != user) {
          lastUser[item] = user;
          log.add(id, "i" + item, "view", Float.NaN, 0);
          taken++;
        }
      }
    }
    return log.build();
  }

  /**
   * Histories in which people come back to items as often as chance has it, at times drawn by lot.
   *
   * @param events of each user
   * @param days among which they lie
   * @return the same for the same arguments
   */
  static InteractionLog histories(int users, int items, int events, int days) {
    SplittableRandom random = new SplittableRandom(20);
    double[] popularity = popularity(items);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < users; user++) {
      for (int event = 0; event < events; event++) {
        long epochMillis = random.nextLong(Duration.ofDays(days).toMillis());
        log.add("u" + user, "i" + drawn(popularity, random), "view", Float.NaN, epochMillis);
      }
    }
    return log.build();
  }

  /** [items], summed up. */
  private static double[] popularity(int items) {
    double[] popularity = new double[items];
    double total = 0;
    for (int item = 0; item < items; item++) {
      total += Math.pow(item + 1, -ZIPF);
      popularity[item] = total;
    }
    return popularity;
  }

  private static int drawn(double[] popularity, SplittableRandom random) {
    double lot = random.nextDouble() * popularity[popularity.length - 1];
    int place = Arrays.binarySearch(popularity, lot);
    return place < 0 ? -place - 1 : place;
  }
}

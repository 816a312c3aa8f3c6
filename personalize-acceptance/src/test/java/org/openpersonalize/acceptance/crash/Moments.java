// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** When to kill a service during what takes some time. */
final class Moments {
  private static final int STEPS = 100;

  private Moments() {}

  /** One random moment of each part, in any order: so few of them as well miss neither the start nor the end. */
  static List<Duration> of(Duration time, int parts, Random random) {
    List<Duration> moments = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      moments.add(
          time.multipliedBy(STEPS * part + random.nextInt(STEPS)).dividedBy((long) STEPS * parts));
    }
    Collections.shuffle(moments, random);
    return moments;
  }
}

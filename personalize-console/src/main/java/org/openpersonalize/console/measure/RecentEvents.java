// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.measure;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.page.Past;
import org.openpersonalize.store.traffic.EventArrivals.Recent;

/** What came in lately, in a line: a picture of {@value #HOURS} hours, {@value #WIDTH} by {@value #HEIGHT}, and what to say of it. */
public record RecentEvents(Recent recent, Instant now) {
  static final int HOURS = 24;
  static final int WIDTH = 96;
  static final int HEIGHT = 20;

  private static final int STEP = WIDTH / HOURS;

  /** Of SVG: a level for each hour, the last one at the right. */
  public String path() {
    StringBuilder path = new StringBuilder("M0 " + HEIGHT);
    long most = Math.max(1, Collections.max(recent.hours()));
    List<Long> hours = recent.hours();
    for (int age = HOURS - 1; age >= 0; age--) {
      path.append("V")
          .append(HEIGHT - Math.round((double) HEIGHT * hours.get(age) / most))
          .append("h")
          .append(STEP);
    }
    return path.append("V").append(HEIGHT).append("z").toString();
  }

  /** How many came in in the last hour. */
  public String lastHour() {
    return Figures.count(recent.hours().get(0));
  }

  public Past last() {
    return Past.of(recent.latest(), now);
  }
}

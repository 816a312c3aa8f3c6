// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.browse;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.openpersonalize.store.browse.VisitorTable.Week;

/** How much somebody did, week by week up to their last one: a picture of bars, {@value #WIDTH} by {@value #HEIGHT}. */
record Weeks(List<Week> newestFirst) {
  static final int SHOWN = 52;
  static final int WIDTH = 416;
  static final int HEIGHT = 60;

  private static final int STEP = WIDTH / SHOWN;

  /** One week, with its bar. */
  public record Bar(int x, int y, int width, int height, Week week) {}

  public List<Bar> bars() {
    return newestFirst.stream()
        .filter(week -> weeksAgo(week) < SHOWN)
        .map(this::bar)
        .sorted(Comparator.comparingInt(Bar::x))
        .toList();
  }

  private Bar bar(Week week) {
    int height = Math.max(2, (int) Math.round((double) HEIGHT * week.count() / most()));
    int x = WIDTH - STEP * ((int) weeksAgo(week) + 1);
    return new Bar(x, HEIGHT - height, STEP - 2, height, week);
  }

  private long weeksAgo(Week week) {
    return ChronoUnit.WEEKS.between(week.monday(), last());
  }

  public LocalDate last() {
    return newestFirst.get(0).monday();
  }

  /** In one of the weeks that are shown. */
  public long most() {
    return newestFirst.stream()
        .filter(week -> weeksAgo(week) < SHOWN)
        .mapToLong(Week::count)
        .max()
        .orElse(1);
  }
}

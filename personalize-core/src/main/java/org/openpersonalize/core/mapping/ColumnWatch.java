// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.mapping.SeenColumn.Kind;
import org.openpersonalize.core.schema.FieldValue;

/** Watches the values of one column pass by, in constant memory: each value tells how well the column fits each form. */
final class ColumnWatch {
  static final int SAMPLES = 3;
  static final int MOST_DIFFERENT = 1_001;

  private static final int LONGEST_SAMPLE = 80;

  /** A longer value is no number and no time. */
  private static final int LONGEST_NUMBER = 48;

  /** A time that is wrong is refused alone; of numbers that are none an import takes one in a hundred. */
  private static final int MISTAKEN_TIMES = 10;

  private static final int MISTAKEN_NUMBERS = 200;

  private final int place;
  private final String name;
  private final List<String> samples = new ArrayList<>();
  private final Set<Integer> different = new HashSet<>(); // by their hash, for values may be long
  private final Map<NumberForm, Fit> numbers = new EnumMap<>(NumberForm.class);
  private final Map<TimeForm, Fit> times = new EnumMap<>(TimeForm.class);
  private boolean whole = true;
  private boolean truth = true;
  private long compared;
  private long filled;
  private int longest;

  ColumnWatch(int place, String name) {
    this.place = place;
    this.name = name;
    for (NumberForm form : NumberForm.values()) {
      numbers.put(form, new Fit());
    }
    for (TimeForm form : TimeForm.values()) {
      times.put(form, new Fit());
    }
  }

  /** How well the values fit a form. */
  private static final class Fit {
    private long hits;
    private long misses;
    private long last = Long.MIN_VALUE;
    private long steps;
    private long back;

    void miss() {
      misses++;
    }

    void hit(long seconds) {
      hits++;
      steps += seconds == last ? 0 : 1;
      back += seconds < last ? 1 : 0;
      last = seconds;
    }

    boolean isHopeless() {
      return misses > 20 && misses > hits;
    }

    /** Are those that do not fit so few that somebody may have made a mistake? */
    boolean isGood(int oneIn) {
      return hits > 0 && (misses * oneIn <= hits || hits < 20 && misses * 2 <= hits);
    }

    /** The share of steps in time that go back; times of a file mostly go one way if they are read as they are meant. */
    double disorder() {
      double share = (double) back / Math.max(1, steps);
      return Math.min(share, 1 - share);
    }
  }

  /** Looks at the current record. */
  void see(CellReader file) {
    @Nullable String cell = file.cell(place);
    if (cell == null || cell.isBlank()) {
      return;
    }
    filled++;
    longest = Math.max(longest, cell.length());
    if (different.size() < MOST_DIFFERENT && different.add(cell.hashCode())) {
      keepSample(cell);
    }
    String value = cell.strip();
    if (!FieldValue.isNothing(value)) {
      compare(value.length() > LONGEST_NUMBER ? "" : value);
    }
  }

  private void keepSample(String cell) {
    if (samples.size() < SAMPLES) {
      samples.add(
          cell.codePointCount(0, cell.length()) <= LONGEST_SAMPLE
              ? cell
              : cell.substring(0, cell.offsetByCodePoints(0, LONGEST_SAMPLE)) + "…");
    }
  }

  private void compare(String value) {
    compared++;
    truth = truth && (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"));
    if (!numbers.isEmpty()) {
      numbers.forEach((form, fit) -> {
        if (form.matches(value)) {
          fit.hit(0);
        } else {
          fit.miss();
        }
      });
      numbers.values().removeIf(Fit::isHopeless);
      whole = whole && value.indexOf('.') < 0 && value.indexOf(',') < 0;
    }
    if (!times.isEmpty()) {
      times.forEach((form, fit) -> form.guess(value).ifPresentOrElse(fit::hit, fit::miss));
      times.values().removeIf(Fit::isHopeless);
    }
  }

  SeenColumn seen() {
    @Nullable NumberForm number = compared == 0 || truth
        ? null
        : best(numbers, MISTAKEN_NUMBERS).stream().findFirst().orElse(null);
    return new SeenColumn(
        place,
        name,
        List.copyOf(samples),
        filled,
        different.size(),
        longest,
        kind(number),
        number,
        best(times, MISTAKEN_TIMES));
  }

  private Kind kind(@Nullable NumberForm number) {
    if (filled == 0) {
      return Kind.EMPTY;
    }
    if (truth && compared > 0) {
      return Kind.TRUTH;
    }
    return number == null ? Kind.TEXT : whole ? Kind.WHOLE : Kind.DECIMAL;
  }

  /** The forms that fit best, the likeliest first. */
  private static <F extends Enum<F>> List<F> best(Map<F, Fit> forms, int oneMistakeIn) {
    long fewest = forms.values().stream().mapToLong(fit -> fit.misses).min().orElse(0);
    return forms.entrySet().stream()
        .filter(form -> form.getValue().misses == fewest && form.getValue().isGood(oneMistakeIn))
        .sorted(Comparator.comparing(form -> form.getValue().disorder()))
        .map(Map.Entry::getKey)
        .toList();
  }
}

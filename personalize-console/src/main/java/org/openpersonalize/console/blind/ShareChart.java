// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.blind;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.chart.Figures;
import org.openpersonalize.console.chart.LineChart;
import org.openpersonalize.serving.blindspot.ShownShare;

/**
 * How much of everything goes to the items that get most: a line for events and one for recommendations over the number of
 * items, on a logarithmic axis. Items that can never be shown are the last ones, which are shaded.
 *
 * @param lines the one for recommendations is missing where nothing was shown
 * @param across marks on the axis of items
 * @param shaded where the items begin that can never be shown; null if there are none
 * @param head about the items in a hundred that get most, in words; the whole is in {@code values}
 */
public record ShareChart(
    List<Line> lines,
    List<Mark> across,
    List<Mark> upright,
    @Nullable Double shaded,
    Value head,
    List<Value> values) {
  private static final int QUARTERS = 4;
  private static final int SEEN = 2;
  private static final int ABOVE = 8;
  private static final int BELOW = 18;

  /**
   * A line as it is drawn, with its name at its middle, where lines are farthest from each other.
   *
   * @param number 1 or 2
   * @param path as SVG's {@code points}
   * @param anchor on which side of {@code x} the name is, as SVG's {@code text-anchor}
   */
  public record Line(int number, String name, String path, double x, double y, String anchor) {}

  /** A mark on an axis. */
  public record Mark(double at, String label) {}

  /**
   * What it was drawn of, in words.
   *
   * @param recommendations null where nothing was shown
   */
  public record Value(String items, String events, @Nullable String recommendations) {
    static Value of(ShownShare share) {
      return new Value(
          Figures.count(share.items()),
          percent(share.events()),
          share.recommendations() == null ? null : percent(share.recommendations()));
    }

    private static String percent(double share) {
      return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
  }

  /**
   * Draws shares.
   *
   * @param never how many items can never be shown
   * @return null if there is only one item, or none
   */
  public static @Nullable ShareChart of(List<ShownShare> shares, int never) {
    if (shares.size() < 2) {
      return null;
    }
    int items = shares.get(shares.size() - 1).items();
    boolean isShown = shares.get(0).recommendations() != null;
    ShownShare middle = nearest(shares, Math.sqrt(items));
    boolean recommendationsLead = isShown && recommendations(middle) > middle.events();
    Line events = line(1, "blind.events", shares, ShownShare::events, middle, !recommendationsLead);
    return new ShareChart(
        isShown
            ? List.of(
                events,
                line(
                    2,
                    "blind.recommendations",
                    shares,
                    ShareChart::recommendations,
                    middle,
                    recommendationsLead))
            : List.of(events),
        shares.stream()
            .filter(share -> isPowerOfTen(share.items()))
            .map(share -> new Mark(x(share.items(), items), Figures.count(share.items())))
            .toList(),
        IntStream.rangeClosed(0, QUARTERS)
            .mapToObj(n -> new Mark(y((double) n / QUARTERS), 100 * n / QUARTERS + " %"))
            .toList(),
        never == 0 ? null : x(Math.max(1, items - never), items),
        Value.of(nearest(shares, items / 100.0)),
        shares.stream().map(Value::of).toList());
  }

  /** How wide what is shaded is: wide enough to be seen. */
  public double shadedWidth() {
    return shaded == null ? 0 : Math.max(SEEN, rounded(LineChart.RIGHT - shaded));
  }

  private static double recommendations(ShownShare share) {
    return share.recommendations() == null ? 0 : share.recommendations();
  }

  private static ShownShare nearest(List<ShownShare> shares, double items) {
    return shares.stream()
        .min(Comparator.comparingDouble(share -> Math.abs(Math.log(share.items() / items))))
        .orElseThrow();
  }

  /** @param isUpper is the other line below it in the middle? */
  private static Line line(
      int number,
      String name,
      List<ShownShare> shares,
      Function<ShownShare, Double> value,
      ShownShare middle,
      boolean isUpper) {
    int items = shares.get(shares.size() - 1).items();
    return new Line(
        number,
        name,
        shares.stream()
            .map(share -> x(share.items(), items) + "," + y(value.apply(share)))
            .collect(Collectors.joining(" ")),
        x(middle.items(), items) + (isUpper ? -ABOVE : ABOVE),
        y(value.apply(middle)) + (isUpper ? -ABOVE : BELOW),
        isUpper ? "end" : "start");
  }

  private static boolean isPowerOfTen(int items) {
    return Math.pow(10, Math.round(Math.log10(items))) == items;
  }

  private static double x(int items, int all) {
    return rounded(
        LineChart.LEFT + Math.log(items) / Math.log(all) * (LineChart.RIGHT - LineChart.LEFT));
  }

  private static double y(double share) {
    return rounded(LineChart.BOTTOM - share * (LineChart.BOTTOM - LineChart.TOP));
  }

  private static double rounded(double at) {
    return Math.round(10 * at) / 10.0;
  }
}

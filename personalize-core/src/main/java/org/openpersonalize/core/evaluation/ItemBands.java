// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.openpersonalize.core.evaluation.ItemBand.Measure;
import org.openpersonalize.core.matrix.InteractionLog;

/** The items of a training by how many users took them, and by how long ago they were first taken where that tells them apart. */
public final class ItemBands {
  private static final List<ItemBand> BY_USERS = List.of(
      new ItemBand(Measure.USERS, 0, 0),
      new ItemBand(Measure.USERS, 1, 4),
      new ItemBand(Measure.USERS, 5, 20),
      new ItemBand(Measure.USERS, 21, null));
  private static final List<ItemBand> BY_AGE = List.of(
      new ItemBand(Measure.AGE_IN_DAYS, 0, 7),
      new ItemBand(Measure.AGE_IN_DAYS, 8, 30),
      new ItemBand(Measure.AGE_IN_DAYS, 31, 90),
      new ItemBand(Measure.AGE_IN_DAYS, 91, null));

  private final List<Grouping> groupings;

  private ItemBands(List<Grouping> groupings) {
    this.groupings = groupings;
  }

  /**
   * A band for each item that has one.
   *
   * @param bandOf the place of each item's band, −1 if it has none: [items]
   */
  private record Grouping(List<ItemBand> bands, int[] bandOf) {
    static Grouping of(List<ItemBand> bands, long[] values) {
      int[] bandOf = Arrays.stream(values)
          .mapToInt(value -> IntStream.range(0, bands.size())
              .filter(band -> bands.get(band).holds(value))
              .findFirst()
              .orElse(-1))
          .toArray();
      return new Grouping(bands, bandOf);
    }

    boolean tellsApart() {
      return Arrays.stream(bandOf).filter(band -> band >= 0).distinct().count() > 1;
    }
  }

  /** The bands of all items that the training has numbers for. */
  public static ItemBands of(InteractionLog training) {
    int items = training.items().size();
    long[] users = new long[items];
    int[] lastUser = new int[items];
    Arrays.fill(lastUser, -1);
    long[] first = new long[items];
    Arrays.fill(first, Long.MAX_VALUE);
    long newest = Long.MIN_VALUE;
    long oldest = Long.MAX_VALUE;
    for (int user = 0; user < training.users().size(); user++) {
      for (int row = training.start(user); row < training.end(user); row++) {
        int item = training.item(row);
        long moment = training.epochMillis(row);
        if (lastUser[item] != user) {
          lastUser[item] = user;
          users[item]++;
        }
        first[item] = Math.min(first[item], moment);
        oldest = Math.min(oldest, moment);
        newest = Math.max(newest, moment);
      }
    }
    List<Grouping> groupings = new ArrayList<>();
    groupings.add(Grouping.of(BY_USERS, users));
    if (oldest < newest) {
      long end = newest;
      long[] days = IntStream.range(0, items)
          .mapToLong(item ->
              users[item] == 0 ? -1 : Duration.ofMillis(end - first[item]).toDays())
          .toArray();
      Grouping byAge = Grouping.of(BY_AGE, days);
      if (byAge.tellsApart()) {
        groupings.add(byAge);
      }
    }
    return new ItemBands(List.copyOf(groupings));
  }

  /**
   * What the lists found and showed of each band.
   *
   * @param lists of the places of the test: [places]
   */
  List<BandReport> reports(TestSet test, int[][] lists) {
    return groupings.stream()
        .flatMap(grouping -> reports(grouping, test, lists).stream())
        .toList();
  }

  private static List<BandReport> reports(Grouping grouping, TestSet test, int[][] lists) {
    int size = grouping.bands().size();
    int[] bandOf = grouping.bandOf();
    int[] items = new int[size];
    int[] sought = new int[size];
    int[] found = new int[size];
    long[] shown = new long[size];
    BitSet excluded = new BitSet();
    Arrays.stream(test.excluded()).forEach(excluded::set);
    for (int item = 0; item < bandOf.length; item++) {
      if (bandOf[item] >= 0 && !excluded.get(item)) {
        items[bandOf[item]]++;
      }
    }
    long places = 0;
    for (int place = 0; place < lists.length; place++) {
      places += lists[place].length;
      int[] list = lists[place].clone();
      Arrays.sort(list);
      for (int item : list) {
        if (bandOf[item] >= 0) {
          shown[bandOf[item]]++;
        }
      }
      for (int item : test.relevant(place)) {
        if (bandOf[item] >= 0) {
          sought[bandOf[item]]++;
          found[bandOf[item]] += Arrays.binarySearch(list, item) >= 0 ? 1 : 0;
        }
      }
    }
    if (grouping.bands().get(0).measure() == Measure.USERS) {
      sought[0] += test.unnumbered();
    }
    List<BandReport> reports = new ArrayList<>();
    for (int band = 0; band < size; band++) {
      double share = EvaluationReport.rounded((double) shown[band] / Math.max(1, places));
      reports.add(new BandReport(
          grouping.bands().get(band), items[band], sought[band], found[band], share));
    }
    return reports;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cadence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.evaluation.Estimate;

/**
 * What cadences come to, on the same users.
 *
 * <p>A user counts once, with the mean of the days on which something was taken: days of one user are not independent of each
 * other. The interval is Student's t over the users' differences, as of versions; it says nothing of another season.
 *
 * @param days how many were tested
 * @param users how many took something on them
 * @param cadences the shortest first
 * @param advised the longest, unless a shorter one is surely better; that, unless one still shorter is surely better than it, and
 *     so on
 */
public record CadenceResult(int days, int users, List<Outcome> cadences, Cadence advised) {
  public CadenceResult {
    cadences = List.copyOf(cadences);
  }

  /**
   * What one cadence comes to.
   *
   * @param ndcg at 10, in the mean over the users
   * @param gain over the next longer cadence; null for the longest, and of too few users
   */
  public record Outcome(
      Cadence cadence, double ndcg, @Nullable Gain gain) {}

  /**
   * By how much a cadence is better than the next longer one.
   *
   * @param low where the 95 % interval begins
   * @param high where it ends
   */
  public record Gain(Cadence over, double mean, double low, double high) {
    static Gain of(Cadence over, Estimate estimate) {
      return new Gain(
          over, estimate.mean(), estimate.interval().low(), estimate.interval().high());
    }

    public boolean isSure() {
      return low > 0;
    }
  }

  /** Adds up what the trainings of a plan came to that were done. */
  public static CadenceResult of(CadencePlan plan, List<DayScores> scores) {
    Map<List<Integer>, DayScores> byTrainingAndDay = scores.stream()
        .collect(Collectors.toMap(each -> List.of(each.training(), each.day()), each -> each));
    List<Integer> days =
        plan.testedAfter(scores.stream().map(DayScores::training).collect(Collectors.toSet()));
    List<Cadence> cadences = plan.cadences();
    Map<Long, Means> users = new HashMap<>();
    for (int day : days) {
      List<Map<Long, Float>> values = cadences.stream()
          .map(cadence -> byUser(byTrainingAndDay.get(List.of(cadence.trainedOn(day), day))))
          .toList();
      Set<Long> all = new HashSet<>(values.get(0).keySet());
      values.forEach(each -> all.retainAll(each.keySet()));
      for (long user : all) {
        users
            .computeIfAbsent(user, absent -> new Means(cadences.size()))
            .add(
                values.stream().mapToDouble(each -> each.getOrDefault(user, 0f)).toArray());
      }
    }
    return of(days.size(), cadences, List.copyOf(users.values()));
  }

  private static Map<Long, Float> byUser(@Nullable DayScores scores) {
    Map<Long, Float> values = new HashMap<>();
    for (int place = 0; scores != null && place < scores.users().length; place++) {
      values.put(scores.users()[place], scores.ndcg()[place]);
    }
    return values;
  }

  private static CadenceResult of(int days, List<Cadence> cadences, List<Means> users) {
    List<Outcome> outcomes = new ArrayList<>();
    int longest = cadences.size() - 1;
    int advised = longest;
    for (int place = longest; place >= 0; place--) {
      int own = place;
      Gain gain = place == longest ? null : gain(cadences, users, place, place + 1);
      Gain overAdvised = gain(cadences, users, place, advised);
      if (overAdvised != null && overAdvised.isSure()) {
        advised = place;
      }
      outcomes.add(
          0,
          new Outcome(
              cadences.get(place),
              users.stream().mapToDouble(user -> user.of(own)).average().orElse(0),
              gain));
    }
    return new CadenceResult(days, users.size(), outcomes, cadences.get(advised));
  }

  /** By how much one cadence is better than another; null of too few users. */
  private static @Nullable Gain gain(
      List<Cadence> cadences, List<Means> users, int one, int other) {
    return users.size() < Estimate.FEWEST
        ? null
        : Gain.of(
            cadences.get(other),
            Estimate.of(users.stream()
                .mapToDouble(user -> user.of(one) - user.of(other))
                .toArray()));
  }

  /** The means of one user, over days. */
  private static final class Means {
    private final double[] sums; // [cadences]
    private int days;

    Means(int cadences) {
      this.sums = new double[cadences];
    }

    void add(double[] ofDay) {
      for (int place = 0; place < sums.length; place++) {
        sums[place] += ofDay[place];
      }
      days++;
    }

    double of(int place) {
      return sums[place] / days;
    }
  }
}

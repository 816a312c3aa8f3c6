// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cadence;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is trained and tested when.
 *
 * <p>The newest days, {@value #MOST_DAYS} at most and no more than half of what there is, are tested: every {@code step}th, which
 * is no multiple of a week, so that all days of a week and all ages of a weekly model have their turn.
 *
 * @param start midnight in UTC of day 0
 * @param days how many there are, whole weeks
 * @param step from one tested day to the next
 */
public record CadencePlan(Instant start, int days, int step) {
  /** With so many trainings there is a plan, if there is one at all. */
  public static final int FEWEST_TRAININGS = 10;

  /** More are never needed. */
  public static final int MOST_TRAININGS = 56;

  static final int MOST_DAYS = 56;
  private static final int FEWEST_DAYS = 14;
  private static final int WEEK = 7;
  private static final int[] STEPS = {1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 15};

  /**
   * The plan that tests most days.
   *
   * @param oldest of the interactions
   * @param newest of the interactions
   * @param maxTrainings at least {@value #FEWEST_TRAININGS}
   * @return empty if there are fewer than four weeks of interactions
   */
  public static Optional<CadencePlan> of(Instant oldest, Instant newest, int maxTrainings) {
    long end = day(newest) + 1;
    int days = (int) Math.min(MOST_DAYS, (end - day(oldest)) / 2 / WEEK * WEEK);
    return days < FEWEST_DAYS
        ? Optional.empty()
        : IntStream.of(STEPS)
            .mapToObj(step ->
                new CadencePlan(Instant.EPOCH.plus(Duration.ofDays(end - days)), days, step))
            .filter(plan -> plan.trainings().size() <= maxTrainings)
            .findFirst();
  }

  private static long day(Instant moment) {
    return Math.floorDiv(moment.toEpochMilli(), Duration.ofDays(1).toMillis());
  }

  /** The cadences that this can tell apart, the shortest first. */
  public List<Cadence> cadences() {
    return Stream.of(Cadence.values())
        .filter(cadence -> cadence != Cadence.MONTHLY || days == MOST_DAYS)
        .toList();
  }

  public List<Integer> testedDays() {
    return IntStream.range(0, days).filter(day -> day % step == 0).boxed().toList();
  }

  /**
   * The days on which a model is trained, of what happened before them: what all tested days need first, and then days all over
   * the plan, so that a test that is cut short has tested some of everywhere.
   */
  public List<Integer> trainings() {
    Set<Integer> trainings = new LinkedHashSet<>();
    cadences().stream()
        .sorted(Comparator.reverseOrder())
        .filter(cadence -> cadence != Cadence.DAILY)
        .forEach(cadence -> testedDays().forEach(day -> trainings.add(cadence.trainedOn(day))));
    List<Integer> tested = testedDays();
    IntStream.range(0, tested.size())
        .boxed()
        .sorted(Comparator.comparingInt(place -> Integer.reverse(place) >>> 1))
        .forEach(place -> trainings.add(tested.get(place)));
    return List.copyOf(trainings);
  }

  /** The days that are tested with the model of a training. */
  public List<Integer> testedWith(int training) {
    return testedDays().stream()
        .filter(day -> cadences().stream().anyMatch(cadence -> cadence.trainedOn(day) == training))
        .toList();
  }

  /** The days that can be told of when some trainings were done. */
  public List<Integer> testedAfter(Set<Integer> trainingsDone) {
    return testedDays().stream()
        .filter(day ->
            cadences().stream().allMatch(cadence -> trainingsDone.contains(cadence.trainedOn(day))))
        .toList();
  }

  /** When a day begins. */
  public Instant begin(int day) {
    return start.plus(Duration.ofDays(day));
  }

  /** When all is over. */
  public Instant end() {
    return begin(days);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.openpersonalize.core.evaluation.HoldOut.Part;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * Interactions cut into what a model learns from and what it is asked; {@link #validation} cuts the former again in the
 * same manner, for choosing hyperparameters without a look at the test.
 *
 * <p>Where a cut goes by time, it is by lot among interactions of the same moment. An item that nobody has in the
 * training is no candidate unless it is {@linkplain #offering offered}, and counts as missed where it was to be found.
 */
public final class Split {
  private static final double VALIDATION_SHARE = 0.15;
  private static final double NEWEST_SHARE = 0.2;

  private final InteractionLog training;
  private final TestSet test;
  private final Supplier<Split> validation;

  Split(InteractionLog training, TestSet test, Supplier<Split> validation) {
    this.training = training;
    this.test = test;
    this.validation = validation;
  }

  /** What to learn from. */
  public InteractionLog training() {
    return training;
  }

  /** What to be asked. */
  public TestSet test() {
    return test;
  }

  /**
   * A split of what there is beside the test.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if that is too little
   */
  public Split validation() {
    return validation.get();
  }

  /**
   * Everything is trained on, and the items to be found come from elsewhere: users and items are matched by their ids.
   * The validation holds back the newest 15 % of each user's interactions.
   */
  public static Split givenTest(InteractionLog training, InteractionLog test, long seed) {
    return new Split(
        training,
        testSet(training, test, Repeats.LEFT_OUT),
        () -> newestOfEachUser(training, seed));
  }

  /** Users and items of a test that the training knows. */
  private static TestSet testSet(InteractionLog training, InteractionLog test, Repeats repeats) {
    int[] users = new int[training.users().size()];
    int[][] relevant = new int[users.length][];
    int[] unreachable = new int[users.length];
    int tested = 0;
    int leftOut = 0;
    int[] items = IntStream.range(0, test.items().size())
        .map(item -> training.items().find(test.items().id(item)).orElse(-1))
        .toArray();
    for (int testUser = 0; testUser < test.users().size(); testUser++) {
      OptionalInt user = training.users().find(test.users().id(testUser));
      if (user.isEmpty() || training.length(user.getAsInt()) == 0) {
        leftOut++;
        continue;
      }
      int[] distinct = IntStream.range(test.start(testUser), test.end(testUser))
          .map(test::item)
          .distinct()
          .map(item -> items[item])
          .filter(item -> item >= 0)
          .sorted()
          .toArray();
      long all = IntStream.range(test.start(testUser), test.end(testUser))
          .map(test::item)
          .distinct()
          .count();
      users[tested] = user.getAsInt();
      relevant[tested] = distinct;
      unreachable[tested] = (int) all - distinct.length;
      tested++;
    }
    return new TestSet(
        training,
        Arrays.copyOf(users, tested),
        Arrays.copyOf(relevant, tested),
        Arrays.copyOf(unreachable, tested),
        items(training),
        repeats,
        leftOut);
  }

  /** Each user's newest interaction is to be found, if the user has another one. */
  public static Split leaveLastOut(InteractionLog log, long seed) {
    return nextItem(log, Repeats.LEFT_OUT, seed);
  }

  /** As {@link #leaveLastOut}, where it is to be said what becomes of items that the user had. */
  public static Split nextItem(InteractionLog log, Repeats repeats, long seed) {
    BitSet heldBack = newest(log, seed, length -> 1);
    return of(log, heldBack, repeats, training -> nextItem(training, repeats, seed + 1));
  }

  /** As {@link #givenTest}, with each user's newest interaction for the validation. */
  public static Split nextItem(
      InteractionLog training, InteractionLog test, Repeats repeats, long seed) {
    return new Split(
        training, testSet(training, test, repeats), () -> nextItem(training, repeats, seed));
  }

  /** The same test of what is trained on less: what validates is given to those who are asked, and nobody learns of it. */
  public Split withoutValidation() {
    Split held = validation();
    return new Split(held.training, test, () -> held);
  }

  /**
   * Sessions are trained on, and what follows the beginnings of others is to be found, the items of the beginning being
   * candidates like all others. The validation is made of a tenth of the sessions.
   */
  public static Split prefixes(InteractionLog sessions, List<Prefix> prefixes, long seed) {
    return PrefixSplit.of(sessions, prefixes, seed);
  }

  /** The newest 15 % of each user's interactions are to be found, at least one if the user has another one. */
  private static Split newestOfEachUser(InteractionLog log, long seed) {
    BitSet heldBack =
        newest(log, seed, length -> (int) Math.max(1, Math.round(length * VALIDATION_SHARE)));
    return of(log, heldBack, Repeats.LEFT_OUT, training -> newestOfEachUser(training, seed + 1));
  }

  /**
   * Interactions after a moment are to be found: the one that leaves a fifth of them, or less where many fall on it.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if nothing comes after
   *     that moment
   */
  public static Split timeSplit(InteractionLog log) {
    long moment = momentOfSplit(log);
    BitSet heldBack = new BitSet();
    for (int row = 0; row < log.size(); row++) {
      heldBack.set(row, log.epochMillis(row) > moment);
    }
    return of(log, heldBack, Repeats.LEFT_OUT, Split::timeSplit);
  }

  static long momentOfSplit(InteractionLog log) {
    return beforeNewest(log)
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "All interactions have the same TIMESTAMP, so that time cannot split them: use leave-last-out, or give a test"
                + " file"));
  }

  /**
   * The moment after which the newest fifth of the interactions happened, or less where many fall on it; empty if all
   * happened at once.
   */
  public static OptionalLong beforeNewest(InteractionLog log) {
    long[] times =
        IntStream.range(0, log.size()).mapToLong(log::epochMillis).sorted().toArray();
    if (times.length == 0 || times[0] == times[times.length - 1]) {
      return OptionalLong.empty();
    }
    int place = (int) Math.ceil((1 - NEWEST_SHARE) * times.length) - 1;
    long moment = times[place];
    return OptionalLong.of(
        moment < times[times.length - 1] ? moment : times[lowerBound(times, moment) - 1]);
  }

  private static int lowerBound(long[] ascending, long value) {
    int place = Arrays.binarySearch(ascending, value);
    while (place > 0 && ascending[place - 1] == value) {
      place--;
    }
    return place;
  }

  /**
   * The same where these items may be recommended as well, though nobody has them in the training.
   *
   * @param items by the numbers of the training
   */
  public Split offering(BitSet items) {
    return new Split(training, test.offering(items), () -> validation().offering(items));
  }

  /** The same split of users who are asked for what goes with their newest item, see {@link TestSet#aboutNewest}. */
  public Split aboutNewest() {
    return new Split(training, test.aboutNewest(), () -> validation().aboutNewest());
  }

  /** The split of {@link HoldOut}: users that are not trained on, who may be recommended what they already had. */
  public static Split official(InteractionLog log, long seed) {
    HoldOut holdOut = new HoldOut(log, seed);
    InteractionLog training = holdOut.training();
    return new Split(
        training,
        holdOut.testSet(Part.TEST),
        () -> new Split(training, holdOut.testSet(Part.VALIDATION), () -> {
          throw new IllegalStateException("The official split has one validation part");
        }));
  }

  private interface Cut {
    Split of(InteractionLog training);
  }

  private static Split of(InteractionLog log, BitSet heldBack, Repeats repeats, Cut again) {
    InteractionLog training = log.where((user, row) -> !heldBack.get(row));
    int[] users = new int[log.users().size()];
    int[][] relevant = new int[users.length][];
    int tested = 0;
    int leftOut = 0;
    for (int user = 0; user < log.users().size(); user++) {
      int[] items = IntStream.range(log.start(user), log.end(user))
          .filter(heldBack::get)
          .map(log::item)
          .sorted()
          .distinct()
          .toArray();
      if (items.length > 0 && training.length(user) == 0) {
        leftOut++;
      } else if (items.length > 0) {
        users[tested] = user;
        relevant[tested] = items;
        tested++;
      }
    }
    TestSet test = new TestSet(
        training,
        Arrays.copyOf(users, tested),
        Arrays.copyOf(relevant, tested),
        new int[tested],
        items(training),
        repeats,
        leftOut);
    return new Split(training, test, () -> again.of(training));
  }

  /** The items that somebody has. */
  static BitSet items(InteractionLog log) {
    BitSet items = new BitSet();
    for (int row = 0; row < log.size(); row++) {
      items.set(log.item(row));
    }
    return items;
  }

  private interface Count {
    int of(int length);
  }

  /** The rows of each user's newest interactions, by lot among those of one moment; users with a single one keep it. */
  private static BitSet newest(InteractionLog log, long seed, Count count) {
    SplittableRandom random = new SplittableRandom(seed);
    BitSet newest = new BitSet();
    for (int user = 0; user < log.users().size(); user++) {
      if (log.length(user) < 2) {
        continue;
      }
      int start = log.start(user);
      int end = log.end(user);
      int first = end - Math.min(log.length(user) - 1, count.of(log.length(user)));
      int from = first;
      while (from > start && log.epochMillis(from - 1) == log.epochMillis(first)) {
        from--;
      }
      int to = first;
      while (to < end && log.epochMillis(to) == log.epochMillis(first)) {
        to++;
      }
      newest.set(to, end);
      draw(newest, Lots.order(log, user, from, to), to - first, random);
    }
    return newest;
  }

  /** Sets the bits of {@code count} of the rows, each choice as likely as another. */
  private static void draw(BitSet bits, int[] rows, int count, SplittableRandom random) {
    int missing = count;
    for (int n = 0; missing > 0; n++) {
      if (random.nextInt(rows.length - n) < missing) {
        bits.set(rows[n]);
        missing--;
      }
    }
  }
}

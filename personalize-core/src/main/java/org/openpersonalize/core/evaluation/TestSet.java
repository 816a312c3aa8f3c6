// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openpersonalize.core.digest.Digests;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.ranking.History;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * What a model is asked: some users, what is given of each, and the items that are to be found.
 *
 * <p>The tested users are addressed by their place, 0 to {@link #size} − 1. Immutable.
 */
public final class TestSet {
  private final InteractionLog given;
  private final int[] users; // [places], numbers in given
  private final int[][] relevant; // [places], distinct items in ascending order
  private final int[] unreachable; // [places]
  private final BitSet candidates;
  private final Repeats repeats;
  private final int usersLeftOut;
  private final List<Map<String, String>> situations; // [places], empty if all are alike
  private final TrainingProgress progress;
  private final int[] seeds; // [places], empty if users are asked for and not items

  /**
   * @param given what is given of each user, by the numbers of users and items that the training has
   * @param users the tested ones
   * @param relevant per tested user the distinct items to be found, candidates or not, in ascending order
   * @param unreachable per tested user how many more distinct items were to be found that have no number
   * @param candidates the items that may be recommended
   * @param repeats what becomes of items that the user was given
   * @param usersLeftOut users with items to be found who are not tested, since nothing is given of them
   */
  TestSet(
      InteractionLog given,
      int[] users,
      int[][] relevant,
      int[] unreachable,
      BitSet candidates,
      Repeats repeats,
      int usersLeftOut) {
    this(
        given,
        users,
        relevant,
        unreachable,
        candidates,
        repeats,
        usersLeftOut,
        List.of(),
        TrainingProgress.NONE,
        new int[0]);
  }

  private TestSet(
      InteractionLog given,
      int[] users,
      int[][] relevant,
      int[] unreachable,
      BitSet candidates,
      Repeats repeats,
      int usersLeftOut,
      List<Map<String, String>> situations,
      TrainingProgress progress,
      int[] seeds) {
    this.given = given;
    this.users = users;
    this.relevant = relevant;
    this.unreachable = unreachable;
    this.candidates = candidates;
    this.repeats = repeats;
    this.usersLeftOut = usersLeftOut;
    this.situations = List.copyOf(situations);
    this.progress = progress;
    this.seeds = seeds;
  }

  /** The same users; asking them ends with a {@link java.util.concurrent.CancellationException} when the training is called off. */
  public TestSet askedFor(TrainingProgress training) {
    return new TestSet(
        given,
        users,
        relevant,
        unreachable,
        candidates,
        repeats,
        usersLeftOut,
        situations,
        training,
        seeds);
  }

  /**
   * The same users, of each of whom nothing is told but the newest item, by lot among those of one moment: what goes with it
   * are the other items to be found. Those with nothing else to be found are not asked.
   */
  public TestSet aboutNewest() {
    int[] newest = Arrays.stream(users).map(this::newestItem).toArray();
    int[][] others = new int[size()][];
    for (int place = 0; place < others.length; place++) {
      int seed = newest[place];
      others[place] =
          Arrays.stream(relevant[place]).filter(item -> item != seed).toArray();
    }
    int[] places = IntStream.range(0, size())
        .filter(place -> others[place].length + unreachable[place] > 0)
        .toArray();
    return new TestSet(
        given,
        select(users, places),
        Arrays.stream(places).mapToObj(place -> others[place]).toArray(int[][]::new),
        select(unreachable, places),
        candidates,
        repeats,
        usersLeftOut + size() - places.length,
        List.of(),
        progress,
        select(newest, places));
  }

  private int newestItem(int user) {
    int end = given.end(user);
    int start = end - 1;
    while (start > given.start(user)
        && given.epochMillis(start - 1) == given.epochMillis(end - 1)) {
      start--;
    }
    int[] rows = Lots.order(given, user, start, end);
    return given.item(rows[rows.length - 1]);
  }

  private static int[] select(int[] values, int[] places) {
    return Arrays.stream(places).map(place -> values[place]).toArray();
  }

  /**
   * The same users, each in a situation.
   *
   * @param ofPlaces per tested user, by the names of the situation's columns
   */
  TestSet in(List<Map<String, String>> ofPlaces) {
    return new TestSet(
        given,
        users,
        relevant,
        unreachable,
        candidates,
        repeats,
        usersLeftOut,
        ofPlaces,
        progress,
        seeds);
  }

  /** @throws java.util.concurrent.CancellationException if nobody wants to know the answers any more */
  void throwIfCancelled() {
    progress.throwIfCancelled();
  }

  /** How many users are tested. */
  public int size() {
    return users.length;
  }

  /** How many items may be recommended. */
  public int candidates() {
    return candidates.cardinality();
  }

  /** How many users were not tested because nothing is given of them. */
  public int usersLeftOut() {
    return usersLeftOut;
  }

  /** How many pairs of user and item cannot be found whatever the model, because the item is no candidate. */
  public int unreachable() {
    return unnumbered()
        + (int) Arrays.stream(relevant)
            .flatMapToInt(Arrays::stream)
            .filter(item -> !candidates.get(item))
            .count();
  }

  /** Is an item to be found that nobody has in the training, though it may be recommended? */
  public boolean seeksUntaken(InteractionLog training) {
    BitSet taken = Split.items(training);
    return Arrays.stream(relevant)
        .flatMapToInt(Arrays::stream)
        .anyMatch(item -> candidates.get(item) && !taken.get(item));
  }

  /** How many pairs of user and item are to be found whose item has no number. */
  int unnumbered() {
    return Arrays.stream(unreachable).sum();
  }

  /** The same where these items may be recommended as well. */
  TestSet offering(BitSet items) {
    BitSet more = (BitSet) candidates.clone();
    more.or(items);
    return new TestSet(
        given,
        users,
        relevant,
        unreachable,
        more,
        repeats,
        usersLeftOut,
        situations,
        progress,
        seeds);
  }

  /** The same for some of the users, drawn by lot; for all of them where there are no more than {@code atMost}. */
  public TestSet sample(int atMost, long seed) {
    if (size() <= atMost) {
      return this;
    }
    int[] places = IntStream.range(0, size()).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int place = 0; place < atMost; place++) {
      int other = place + random.nextInt(places.length - place);
      int drawn = places[other];
      places[other] = places[place];
      places[place] = drawn;
    }
    int[] drawn = Arrays.copyOf(places, atMost);
    Arrays.sort(drawn);
    return new TestSet(
        given,
        select(users, drawn),
        Arrays.stream(drawn).mapToObj(place -> relevant[place]).toArray(int[][]::new),
        select(unreachable, drawn),
        candidates,
        repeats,
        usersLeftOut,
        situations.isEmpty()
            ? situations
            : Arrays.stream(drawn).mapToObj(situations::get).toList(),
        progress,
        seeds.length == 0 ? seeds : select(seeds, drawn));
  }

  /** The number of the user at this place. */
  int user(int place) {
    return users[place];
  }

  /**
   * What nobody else has in common with the user at this place, and that changes with what is given of the user or to be found:
   * 64 bits of a digest. Items are known by their ids, whose numbers change from log to log.
   */
  long fingerprint(int place) {
    int user = users[place];
    MessageDigest digest = Digests.sha256();
    add(digest, given.users().id(user));
    for (int row = given.start(user); row < given.end(user); row++) {
      add(digest, given.items().id(given.item(row)));
    }
    add(digest, "");
    Arrays.stream(relevant[place])
        .mapToObj(given.items()::id)
        .sorted()
        .forEach(id -> add(digest, id));
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  /** Tells the user at this place from others, whatever is given of them or to be found: 64 bits of a digest of the id. */
  public long person(int place) {
    MessageDigest digest = Digests.sha256();
    add(digest, given.users().id(users[place]));
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private static void add(MessageDigest digest, String id) {
    digest.update(id.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  /** What is told of the user at this place, by a rule. */
  Query query(int place, ConfidenceRule rule, ProfileBuilder builder) {
    throwIfCancelled();
    if (seeds.length > 0) {
      return Query.ANYBODY.about(seeds[place]);
    }
    int user = users[place];
    int from = given.start(user);
    int to = given.end(user);
    Profile profile = builder.clear().addAll(given, rule, from, to).build();
    Query query = Query.of(profile, () -> History.of(given, from, to));
    return situations.isEmpty() ? query : query.in(situations.get(place));
  }

  /** The distinct items that the user at this place should be recommended, candidates or not, in ascending order. */
  int[] relevant(int place) {
    return relevant[place];
  }

  /** How many items should be recommended, those that have no number included. */
  int relevantCount(int place) {
    return relevant[place].length + unreachable[place];
  }

  /** What becomes of items that the user was given. */
  public Repeats repeats() {
    return repeats;
  }

  /** Every item given of the user at this place, however old; repeated where the user repeated it. */
  int[] seen(int place) {
    int user = users[place];
    return IntStream.range(given.start(user), given.end(user)).map(given::item).toArray();
  }

  /** The items that may not be recommended to anyone. */
  int[] excluded() {
    return IntStream.range(0, given.items().size())
        .filter(item -> !candidates.get(item))
        .toArray();
  }

  /** Lets ties be broken differently for each user, and the same way in each evaluation. */
  TieBreak tieBreak(int place) {
    return new TieBreak(users[place]);
  }
}

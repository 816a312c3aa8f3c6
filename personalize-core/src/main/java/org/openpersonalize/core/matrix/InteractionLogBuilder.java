package org.openpersonalize.core.matrix;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * Collects interactions in any order and sorts them into an {@link InteractionLog}.
 *
 * <p>Made for rows that stream out of a database by the million: a row costs two table look-ups and 21 bytes, and
 * nothing is boxed. Not thread-safe, and good for one log.
 */
public final class InteractionLogBuilder {
  private static final int MAX_EVENT_TYPES = 256;
  private static final int SMALL = 16;

  private final IdIndex.Builder users = new IdIndex.Builder();
  private final IdIndex.Builder items = new IdIndex.Builder();
  private final IdIndex.Builder eventTypes = new IdIndex.Builder();
  private int size;
  private int[] user = new int[1024];
  private int[] item = new int[1024];
  private byte[] eventType = new byte[1024];
  private float[] eventValue = new float[1024];
  private long[] epochMillis = new long[1024];

  /**
   * Adds one interaction.
   *
   * @param type the event's type, null where the data has none
   * @param value the event's value, NaN where it has none
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} at the 257th type
   */
  public void add(String userId, String itemId, @Nullable String type, float value, long millis) {
    if (size == user.length) {
      grow();
    }
    user[size] = users.add(userId);
    item[size] = items.add(itemId);
    eventType[size] = (byte) eventTypes.add(type == null ? "" : type);
    if (eventTypes.size() > MAX_EVENT_TYPES) {
      throw ErrorCode.INVALID_INPUT.because(
          "The interactions have more than %d event types: keep kinds of event in EVENT_TYPE and details in other columns"
              .formatted(MAX_EVENT_TYPES));
    }
    eventValue[size] = value;
    epochMillis[size] = millis;
    size++;
  }

  /** Adds an item to the catalogue, whether anybody had to do with it or not. */
  public void addItem(String itemId) {
    items.add(itemId);
  }

  /** How many interactions were added. */
  public int size() {
    return size;
  }

  /**
   * Everything added, in an order that does not depend on the order of adding, which a database is free to change: ids
   * are numbered as they sort, and a user's interactions of one moment are put in an arbitrary but fixed order. So the
   * same data always give the same model.
   */
  public InteractionLog build() {
    renumber(user, users.sort());
    renumber(item, items.sort());
    renumber(eventType, eventTypes.sort());
    int[] starts = starts();
    int[] order = byUser(starts);
    int[] scratch = new int[longest(starts)];
    for (int u = 0; u < users.size(); u++) {
      sortByTime(order, starts[u], starts[u + 1], scratch);
    }
    IdIndex types = eventTypes.build();
    return new InteractionLog(
        users.build(),
        items.build(),
        IntStream.range(0, types.size()).mapToObj(types::id).toList(),
        starts,
        arrange(item, order),
        arrange(eventType, order),
        arrange(eventValue, order),
        arrange(epochMillis, order));
  }

  private void renumber(int[] column, int[] newNumbers) {
    for (int row = 0; row < size; row++) {
      column[row] = newNumbers[column[row]];
    }
  }

  private void renumber(byte[] column, int[] newNumbers) {
    for (int row = 0; row < size; row++) {
      column[row] = (byte) newNumbers[column[row] & 0xff];
    }
  }

  private void grow() {
    int length = Growth.next(size, size + 1);
    user = Arrays.copyOf(user, length);
    item = Arrays.copyOf(item, length);
    eventType = Arrays.copyOf(eventType, length);
    eventValue = Arrays.copyOf(eventValue, length);
    epochMillis = Arrays.copyOf(epochMillis, length);
  }

  private int[] starts() {
    int[] starts = new int[users.size() + 1];
    for (int row = 0; row < size; row++) {
      starts[user[row] + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    return starts;
  }

  /** Rows grouped by user, within a user in the order they were added. */
  private int[] byUser(int[] starts) {
    int[] next = starts.clone();
    int[] order = new int[size];
    for (int row = 0; row < size; row++) {
      order[next[user[row]]++] = row;
    }
    return order;
  }

  private static int longest(int[] starts) {
    int longest = 0;
    for (int u = 0; u + 1 < starts.length; u++) {
      longest = Math.max(longest, starts[u + 1] - starts[u]);
    }
    return longest;
  }

  /** Does the first row come after the second? */
  private boolean isAfter(int first, int second) {
    if (epochMillis[first] != epochMillis[second]) {
      return epochMillis[first] > epochMillis[second];
    }
    int order = Integer.compare(scatter(first), scatter(second));
    if (order == 0) {
      order = Integer.compare(item[first], item[second]);
    }
    if (order == 0) {
      order = Byte.compare(eventType[first], eventType[second]);
    }
    return order == 0 ? Float.compare(eventValue[first], eventValue[second]) > 0 : order > 0;
  }

  /** Puts a user's items of one moment in no order that items have elsewhere: a hold-out that cuts there is fair. */
  private int scatter(int row) {
    int mixed = 31 * user[row] + item[row];
    mixed = (mixed ^ (mixed >>> 16)) * 0x45d9f3b;
    mixed = (mixed ^ (mixed >>> 16)) * 0x45d9f3b;
    return mixed ^ (mixed >>> 16);
  }

  /** A merge sort of {@code order[from, to)}: the JDK sorts primitives by their own value only. */
  private void sortByTime(int[] order, int from, int to, int[] scratch) {
    if (to - from < SMALL) {
      insertByTime(order, from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sortByTime(order, from, middle, scratch);
    sortByTime(order, middle, to, scratch);
    if (isAfter(order[middle - 1], order[middle])) {
      merge(order, from, middle, to, scratch);
    }
  }

  private void insertByTime(int[] order, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int row = order[i];
      int at = i;
      while (at > from && isAfter(order[at - 1], row)) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = row;
    }
  }

  private void merge(int[] order, int from, int middle, int to, int[] scratch) {
    System.arraycopy(order, from, scratch, 0, middle - from);
    int left = 0;
    int right = middle;
    for (int at = from; left < middle - from; at++) {
      boolean takeRight = right < to && isAfter(scratch[left], order[right]);
      order[at] = takeRight ? order[right++] : scratch[left++];
    }
  }

  private static int[] arrange(int[] column, int[] order) {
    int[] arranged = new int[order.length];
    for (int row = 0; row < order.length; row++) {
      arranged[row] = column[order[row]];
    }
    return arranged;
  }

  private static byte[] arrange(byte[] column, int[] order) {
    byte[] arranged = new byte[order.length];
    for (int row = 0; row < order.length; row++) {
      arranged[row] = column[order[row]];
    }
    return arranged;
  }

  private static float[] arrange(float[] column, int[] order) {
    float[] arranged = new float[order.length];
    for (int row = 0; row < order.length; row++) {
      arranged[row] = column[order[row]];
    }
    return arranged;
  }

  private static long[] arrange(long[] column, int[] order) {
    long[] arranged = new long[order.length];
    for (int row = 0; row < order.length; row++) {
      arranged[row] = column[order[row]];
    }
    return arranged;
  }
}

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

  /** How many interactions were added. */
  public int size() {
    return size;
  }

  /** Everything added: users in the order of their first interaction here, equal times in the order they were added. */
  public InteractionLog build() {
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

  /** A stable merge sort of {@code order[from, to)}: the JDK sorts primitives by their own value only. */
  private void sortByTime(int[] order, int from, int to, int[] scratch) {
    if (to - from < SMALL) {
      insertByTime(order, from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sortByTime(order, from, middle, scratch);
    sortByTime(order, middle, to, scratch);
    if (epochMillis[order[middle - 1]] > epochMillis[order[middle]]) {
      merge(order, from, middle, to, scratch);
    }
  }

  private void insertByTime(int[] order, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int row = order[i];
      int at = i;
      while (at > from && epochMillis[order[at - 1]] > epochMillis[row]) {
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
      boolean takeRight = right < to && epochMillis[order[right]] < epochMillis[scratch[left]];
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

package org.openpersonalize.core.matrix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * All interactions of a dataset in columns, grouped by user and oldest first within a user; immutable.
 *
 * <p>Row {@code r} of user {@code u} lies in {@code [start(u), end(u))}. Items, users and event types are numbers of
 * their dictionaries. 17 bytes an interaction, at most 2³¹ interactions.
 */
public final class InteractionLog {
  private final IdIndex users;
  private final IdIndex items;
  private final List<String> eventTypes;
  private final int[] starts; // [users + 1]
  private final int[] item;
  private final byte[] eventType; // unsigned
  private final float[] eventValue; // NaN where absent
  private final long[] epochMillis;

  InteractionLog(
      IdIndex users,
      IdIndex items,
      List<String> eventTypes,
      int[] starts,
      int[] item,
      byte[] eventType,
      float[] eventValue,
      long[] epochMillis) {
    this.users = users;
    this.items = items;
    this.eventTypes = List.copyOf(eventTypes);
    this.starts = starts;
    this.item = item;
    this.eventType = eventType;
    this.eventValue = eventValue;
    this.epochMillis = epochMillis;
  }

  /** How many interactions there are. */
  public int size() {
    return item.length;
  }

  public IdIndex users() {
    return users;
  }

  public IdIndex items() {
    return items;
  }

  /** The dictionary of {@link #eventType}; an interaction without a type has the empty one. */
  public List<String> eventTypes() {
    return eventTypes;
  }

  /** The user's first row. */
  public int start(int user) {
    return starts[user];
  }

  /** The row after the user's last one. */
  public int end(int user) {
    return starts[user + 1];
  }

  /** How many interactions the user has. */
  public int length(int user) {
    return starts[user + 1] - starts[user];
  }

  /** How many users have at least so many interactions. */
  public int usersWith(int interactions) {
    int count = 0;
    for (int user = 0; user < users.size(); user++) {
      count += length(user) >= interactions ? 1 : 0;
    }
    return count;
  }

  public int item(int row) {
    return item[row];
  }

  public int eventType(int row) {
    return Byte.toUnsignedInt(eventType[row]);
  }

  /** The event's value, NaN where it has none. */
  public float eventValue(int row) {
    return eventValue[row];
  }

  public long epochMillis(int row) {
    return epochMillis[row];
  }

  /** Did everything happen at the same instant? Then time says nothing, as in data sets that lost their time stamps. */
  public boolean happenedAtOnce() {
    for (long time : epochMillis) {
      if (time != epochMillis[0]) {
        return false;
      }
    }
    return true;
  }

  /** Which interactions stay. */
  @FunctionalInterface
  public interface RowFilter {
    boolean keeps(int user, int row);
  }

  /**
   * The interactions that {@code filter} keeps, in the same order.
   *
   * <p>Users and items keep their numbers, so what is learned from a part applies to the whole; some have no
   * interactions then.
   */
  public InteractionLog where(RowFilter filter) {
    boolean[] kept = new boolean[size()];
    int[] newStarts = new int[starts.length];
    int count = 0;
    for (int user = 0; user < users.size(); user++) {
      for (int row = start(user); row < end(user); row++) {
        kept[row] = filter.keeps(user, row);
        count += kept[row] ? 1 : 0;
      }
      newStarts[user + 1] = count;
    }
    return count == size() ? this : copyOf(kept, newStarts, count);
  }

  private InteractionLog copyOf(boolean[] kept, int[] newStarts, int count) {
    int[] newItem = new int[count];
    byte[] newType = new byte[count];
    float[] newValue = new float[count];
    long[] newTime = new long[count];
    int to = 0;
    for (int row = 0; row < kept.length; row++) {
      if (kept[row]) {
        newItem[to] = item[row];
        newType[to] = eventType[row];
        newValue[to] = eventValue[row];
        newTime[to] = epochMillis[row];
        to++;
      }
    }
    return new InteractionLog(
        users, items, eventTypes, newStarts, newItem, newType, newValue, newTime);
  }

  /** SHA-256 over everything in the log, in hex: equal digests mean a model was trained on the same data. */
  public String digest() {
    MessageDigest sha256 = sha256();
    ByteBuffer row = ByteBuffer.allocate(Integer.BYTES + 1 + Float.BYTES + Long.BYTES);
    eventTypes.forEach(type -> update(sha256, type));
    for (int index = 0; index < items.size(); index++) {
      update(sha256, items.id(index));
    }
    for (int user = 0; user < users.size(); user++) {
      update(sha256, users.id(user));
      for (int r = start(user); r < end(user); r++) {
        row.clear();
        row.putInt(item[r]).put(eventType[r]).putFloat(eventValue[r]).putLong(epochMillis[r]);
        sha256.update(row.array());
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

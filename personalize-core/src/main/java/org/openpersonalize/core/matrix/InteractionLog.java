// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.digest.Digests;

/**
 * All interactions of a dataset in columns, grouped by user and oldest first within a user; immutable.
 *
 * <p>Row {@code r} of user {@code u} lies in {@code [start(u), end(u))}. Items, users and event types are numbers of
 * their dictionaries. 8 to 15 bytes an interaction, and 4 for each {@link ContextColumn}: what all rows have in common is not
 * stored; see {@link TimeColumn}. At most 2³¹ interactions.
 */
public final class InteractionLog {
  private static final int BYTES_PER_ROW = Integer.BYTES + 1 + Float.BYTES + Long.BYTES;
  private static final int ROWS_AT_A_TIME = 64;

  private final IdIndex users;
  private final IdIndex items;
  private final List<String> eventTypes;
  private final int[] starts; // [users + 1]
  private final int[] item;
  private final byte @Nullable [] eventType; // unsigned; null if there is but one
  private final float @Nullable [] eventValue; // NaN where absent; null if there is none
  private final TimeColumn epochMillis;
  private final List<ContextColumn> context;
  private @Nullable String digest;

  InteractionLog(
      IdIndex users,
      IdIndex items,
      List<String> eventTypes,
      int[] starts,
      int[] item,
      byte @Nullable [] eventType,
      float @Nullable [] eventValue,
      TimeColumn epochMillis,
      List<ContextColumn> context) {
    this.users = users;
    this.items = items;
    this.eventTypes = List.copyOf(eventTypes);
    this.starts = starts;
    this.item = item;
    this.eventType = eventType;
    this.eventValue = eventValue;
    this.epochMillis = epochMillis;
    this.context = List.copyOf(context);
  }

  /** Bytes held in memory, beside the dictionaries. */
  public long sizeInBytes() {
    return 4L * starts.length
        + 4L * item.length
        + (eventType == null ? 0 : eventType.length)
        + (eventValue == null ? 0 : 4L * eventValue.length)
        + epochMillis.sizeInBytes()
        + context.stream().mapToLong(ContextColumn::sizeInBytes).sum();
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
    return eventType == null ? 0 : Byte.toUnsignedInt(eventType[row]);
  }

  /** The event's value, NaN where it has none. */
  public float eventValue(int row) {
    return eventValue == null ? Float.NaN : eventValue[row];
  }

  public long epochMillis(int row) {
    return epochMillis.get(row);
  }

  /** What is known of interactions beside, in the order in which it was asked for. */
  public List<ContextColumn> context() {
    return context;
  }

  /** What is known of interactions under this name; empty if nothing is, or nobody asked for it. */
  public Optional<ContextColumn> context(String name) {
    return context.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** Did everything happen at the same instant? Then time says nothing, as in data sets that lost their time stamps. */
  public boolean happenedAtOnce() {
    return epochMillis.isConstant();
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
    int[] kept = new int[size()];
    int[] newStarts = new int[starts.length];
    int count = 0;
    for (int user = 0; user < users.size(); user++) {
      for (int row = start(user); row < end(user); row++) {
        kept[count] = row;
        count += filter.keeps(user, row) ? 1 : 0;
      }
      newStarts[user + 1] = count;
    }
    return count == size() ? this : select(Arrays.copyOf(kept, count), newStarts);
  }

  private InteractionLog select(int[] rows, int[] newStarts) {
    return new InteractionLog(
        users,
        items,
        eventTypes,
        newStarts,
        Columns.select(item, rows),
        eventType == null ? null : Columns.select(eventType, rows),
        eventValue == null ? null : Columns.select(eventValue, rows),
        epochMillis.select(rows),
        contextOf(rows));
  }

  /**
   * The same interactions as far as their dates can be true at a moment: what is dated up to a day later counts as of then,
   * and what is dated later still as its user's oldest. The same log if no date is later.
   */
  public InteractionLog asOf(Instant moment) {
    long now = moment.toEpochMilli();
    int[] rows = new int[size()];
    long[] times = new long[size()];
    boolean same = true;
    int to = 0;
    for (int user = 0; user < users.size(); user++) {
      int wrong = firstWrong(user, now);
      long oldest = Math.min(now, wrong > start(user) ? epochMillis(start(user)) : now);
      for (int row = wrong; row < end(user); row++) {
        rows[to] = row;
        times[to++] = oldest;
      }
      for (int row = start(user); row < wrong; row++) {
        rows[to] = row;
        times[to++] = Math.min(now, epochMillis(row));
      }
      same &= length(user) == 0 || epochMillis(end(user) - 1) <= now;
    }
    return same ? this : rearranged(rows, times);
  }

  /** The user's first row whose date cannot be true; rows are ordered by date. */
  private int firstWrong(int user, long now) {
    int row = end(user);
    while (row > start(user) && WrongDate.is(epochMillis(row - 1), now)) {
      row--;
    }
    return row;
  }

  private InteractionLog rearranged(int[] rows, long[] times) {
    return new InteractionLog(
        users,
        items,
        eventTypes,
        starts,
        Columns.select(item, rows),
        eventType == null ? null : Columns.select(eventType, rows),
        eventValue == null ? null : Columns.select(eventValue, rows),
        column(times),
        contextOf(rows));
  }

  private List<ContextColumn> contextOf(int[] rows) {
    return context.stream().map(column -> column.select(rows)).toList();
  }

  private static TimeColumn column(long[] times) {
    LongSummaryStatistics span = Arrays.stream(times).summaryStatistics();
    boolean wholeSeconds = Arrays.stream(times).allMatch(time -> time % 1_000 == 0);
    TimeColumn column =
        TimeColumn.spanning(times.length, span.getMin(), span.getMax(), wholeSeconds);
    for (int row = 0; row < times.length; row++) {
      column.set(row, times[row]);
    }
    return column;
  }

  /** SHA-256 over everything in the log, in hex: equal digests mean a model was trained on the same data. */
  public synchronized String digest() {
    if (digest == null) {
      digest = computeDigest();
    }
    return digest;
  }

  private String computeDigest() {
    MessageDigest sha256 = Digests.sha256();
    ByteBuffer rows = ByteBuffer.allocate(ROWS_AT_A_TIME * BYTES_PER_ROW);
    eventTypes.forEach(type -> update(sha256, type));
    for (int index = 0; index < items.size(); index++) {
      update(sha256, items.id(index));
    }
    for (int user = 0; user < users.size(); user++) {
      update(sha256, users.id(user));
      for (int row = start(user); row < end(user); row++) {
        rows.putInt(item[row])
            .put((byte) eventType(row))
            .putFloat(eventValue(row))
            .putLong(epochMillis(row));
        if (!rows.hasRemaining() || row + 1 == end(user)) {
          sha256.update(rows.flip());
          rows.clear();
        }
      }
    }
    context.forEach(column -> update(sha256, column));
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void update(MessageDigest digest, ContextColumn column) {
    update(digest, column.name());
    for (int value = 0; value < column.values().size(); value++) {
      update(digest, column.values().id(value));
    }
    ByteBuffer code = ByteBuffer.allocate(Integer.BYTES);
    for (int row = 0; row < size(); row++) {
      digest.update(code.putInt(0, column.code(row)).array());
    }
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}

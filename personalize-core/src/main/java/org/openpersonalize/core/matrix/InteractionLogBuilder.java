// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * Collects interactions and sorts them into an {@link InteractionLog}.
 *
 * <p>Made for rows that stream out of a database by the million: a row costs two table look-ups and nothing is boxed.
 * Rows are collected in chunks, which need no copying to grow, take 16 to 21 bytes a row and go column by column while
 * the log is made: 27 bytes an interaction at the most, beside the ids. Not thread-safe, and good for one log.
 */
public final class InteractionLogBuilder {
  private static final int MAX_EVENT_TYPES = 256;
  private static final Utf8Slice NO_TYPE = Utf8Slice.of("");

  private final IdIndex.Builder users = new IdIndex.Builder();
  private final IdIndex.Builder items = new IdIndex.Builder();
  private final IdIndex.Builder spelledTypes = new IdIndex.Builder();
  private final IdIndex.Builder eventTypes = new IdIndex.Builder(); // in lower case
  private int[] typeOfSpelling = new int[16];
  private final List<String> contextNames;
  private final List<IdIndex.Builder> contextValues;
  private final List<Chunk> chunks = new ArrayList<>();
  private int size;
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;
  private boolean wholeSeconds = true;

  public InteractionLogBuilder() {
    this(List.of());
  }

  /** @param contextNames what the log's {@link ContextColumn}s are called, if there is anything to be in them */
  public InteractionLogBuilder(List<String> contextNames) {
    this.contextNames = List.copyOf(contextNames);
    this.contextValues =
        contextNames.stream().map(name -> new IdIndex.Builder()).toList();
  }

  /** Some rows, column by column; a column that says nothing is absent. */
  private static final class Chunk {
    static final int ROWS = 1 << 15;

    int[] user = new int[ROWS];
    int[] item = new int[ROWS];
    byte @Nullable [] eventType;
    float @Nullable [] eventValue;
    long[] epochMillis = new long[ROWS];
    final int[] @Nullable [] context; // the value's number + 1, 0 where missing

    Chunk(int contextColumns) {
      context = new int[contextColumns][];
    }

    void set(int row, int newUser, int newItem, int type, float value, long millis) {
      user[row] = newUser;
      item[row] = newItem;
      epochMillis[row] = millis;
      if (type != 0 && eventType == null) {
        eventType = new byte[ROWS];
      }
      if (eventType != null) {
        eventType[row] = (byte) type;
      }
      if (!Float.isNaN(value) && eventValue == null) {
        eventValue = new float[ROWS];
        Arrays.fill(eventValue, Float.NaN);
      }
      if (eventValue != null) {
        eventValue[row] = value;
      }
    }

    void setContext(int row, int column, int value) {
      int[] codes = context[column];
      if (codes == null) {
        codes = new int[ROWS];
        context[column] = codes;
      }
      codes[row] = value + 1;
    }

    int context(int row, int column) {
      int[] codes = context[column];
      return codes == null ? -1 : codes[row] - 1;
    }

    byte eventType(int row) {
      return eventType == null ? 0 : eventType[row];
    }

    /** The first type of all, which goes without saying, may get another number than 0. */
    void renumberTypes(int[] newTypes) {
      if (eventType == null && newTypes[0] != 0) {
        eventType = new byte[ROWS];
      }
      if (eventType != null) {
        for (int row = 0; row < ROWS; row++) {
          eventType[row] = (byte) newTypes[Byte.toUnsignedInt(eventType[row])];
        }
      }
    }

    float eventValue(int row) {
      return eventValue == null ? Float.NaN : eventValue[row];
    }
  }

  /**
   * Adds one interaction.
   *
   * @param type the event's type, null where the data has none; types that differ in case alone are one
   * @param value the event's value, NaN where it has none
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} at the 257th type
   */
  public void add(
      Utf8Slice userId, Utf8Slice itemId, @Nullable Utf8Slice type, float value, long millis) {
    int row = size % Chunk.ROWS;
    if (row == 0) {
      chunks.add(new Chunk(contextNames.size()));
    }
    int typeNumber = typeNumber(type == null ? NO_TYPE : type);
    chunks
        .get(chunks.size() - 1)
        .set(row, users.add(userId), items.add(itemId), typeNumber, value, millis);
    size = Math.incrementExact(size);
    earliest = Math.min(earliest, millis);
    latest = Math.max(latest, millis);
    wholeSeconds &= millis % 1_000 == 0;
  }

  /**
   * Adds to the interaction that was added last what is known of it beside.
   *
   * @param column the place of its name among the context's names
   * @param value null where there is none
   */
  public void addContext(int column, @Nullable Utf8Slice value) {
    if (value != null) {
      int row = size - 1;
      chunks
          .get(row / Chunk.ROWS)
          .setContext(row % Chunk.ROWS, column, contextValues.get(column).add(value));
    }
  }

  /** Every spelling is made lower case once. */
  private int typeNumber(Utf8Slice type) {
    int known = spelledTypes.size();
    int spelling = spelledTypes.add(type);
    if (spelling == known) {
      if (spelling == typeOfSpelling.length) {
        typeOfSpelling = Arrays.copyOf(typeOfSpelling, Growth.next(spelling, spelling + 1));
      }
      typeOfSpelling[spelling] =
          eventTypes.add(Utf8Slice.of(type.toString().toLowerCase(Locale.ROOT)));
    }
    int number = typeOfSpelling[spelling];
    if (number >= MAX_EVENT_TYPES) {
      throw ErrorCode.INVALID_INPUT.because(
          "The interactions have more than %d event types: keep kinds of event in EVENT_TYPE and details in other columns"
              .formatted(MAX_EVENT_TYPES));
    }
    return number;
  }

  /** As {@link #add(Utf8Slice, Utf8Slice, Utf8Slice, float, long)}, with texts. */
  public void add(String userId, String itemId, @Nullable String type, float value, long millis) {
    add(
        Utf8Slice.of(userId),
        Utf8Slice.of(itemId),
        type == null ? null : Utf8Slice.of(type),
        value,
        millis);
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
   * Everything added: ids are numbered as they sort, and a user's interactions stand in the order of their times, those of
   * one moment in the order in which they were added.
   */
  public InteractionLog build() {
    int[] starts = placeByUser(users.sort());
    IdIndex types = sortTypes();
    TimeColumn times = placeTimes();
    int[] item = placeItems(items.sort());
    byte @Nullable [] eventType = types.size() > 1 ? placeTypes() : null;
    float @Nullable [] eventValue = hasValues() ? placeValues() : null;
    int[][] context = placeContext();
    chunks.clear();
    new Sorter(item, eventType, eventValue, times, context).sortUsers(starts);
    return new InteractionLog(
        users.build(),
        items.build(),
        IntStream.range(0, types.size()).mapToObj(types::id).toList(),
        starts,
        item,
        eventType,
        eventValue,
        times,
        IntStream.range(0, contextNames.size())
            .filter(column -> contextValues.get(column).size() > 0)
            .mapToObj(column -> new ContextColumn(
                contextNames.get(column), contextValues.get(column).build(), context[column]))
            .toList());
  }

  /** The columns of the context, without rows where a column has no value at all. */
  private int[][] placeContext() {
    int[][] placed = new int[contextNames.size()][];
    for (int column = 0; column < placed.length; column++) {
      placed[column] = contextValues.get(column).size() == 0 ? new int[0] : placeContext(column);
    }
    return placed;
  }

  private int[] placeContext(int column) {
    int[] newValues = contextValues.get(column).sort();
    int[] placed = new int[size];
    forEachRow((chunk, row) -> {
      int value = chunk.context(row, column);
      placed[chunk.user[row]] = value < 0 ? value : newValues[value];
    });
    return placed;
  }

  /** Replaces every row's user by the row's place among all rows grouped by user; answers where the users' rows start. */
  private int[] placeByUser(int[] newUsers) {
    int[] starts = new int[users.size() + 1];
    forEachRow((chunk, row) -> starts[newUsers[chunk.user[row]] + 1]++);
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    forEachRow((chunk, row) -> chunk.user[row] = next[newUsers[chunk.user[row]]]++);
    return starts;
  }

  private IdIndex sortTypes() {
    int[] newTypes = eventTypes.sort();
    for (Chunk chunk : chunks) {
      chunk.renumberTypes(newTypes);
    }
    return eventTypes.build();
  }

  private TimeColumn placeTimes() {
    TimeColumn placed = TimeColumn.spanning(size, earliest, latest, wholeSeconds);
    forEachRow((chunk, row) -> placed.set(chunk.user[row], chunk.epochMillis[row]));
    chunks.forEach(chunk -> chunk.epochMillis = new long[0]);
    return placed;
  }

  private int[] placeItems(int[] newItems) {
    int[] placed = new int[size];
    forEachRow((chunk, row) -> placed[chunk.user[row]] = newItems[chunk.item[row]]);
    chunks.forEach(chunk -> chunk.item = new int[0]);
    return placed;
  }

  private byte[] placeTypes() {
    byte[] placed = new byte[size];
    forEachRow((chunk, row) -> placed[chunk.user[row]] = chunk.eventType(row));
    chunks.forEach(chunk -> chunk.eventType = null);
    return placed;
  }

  private boolean hasValues() {
    return chunks.stream().anyMatch(chunk -> chunk.eventValue != null);
  }

  private float[] placeValues() {
    float[] placed = new float[size];
    forEachRow((chunk, row) -> placed[chunk.user[row]] = chunk.eventValue(row));
    return placed;
  }

  private interface RowVisitor {
    void visit(Chunk chunk, int row);
  }

  private void forEachRow(RowVisitor visitor) {
    for (int from = 0; from < size; from += Chunk.ROWS) {
      Chunk chunk = chunks.get(from / Chunk.ROWS);
      int rows = Math.min(Chunk.ROWS, size - from);
      for (int row = 0; row < rows; row++) {
        visitor.visit(chunk, row);
      }
    }
  }
}

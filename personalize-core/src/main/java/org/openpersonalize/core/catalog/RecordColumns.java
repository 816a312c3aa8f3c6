// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.Utf8Slice;

/**
 * The records of a dataset in columns, as they were at one moment; immutable.
 *
 * <p>Records are numbered from 0, and their ids and numbers say each other. There is a {@link Column} for each field of the
 * schema but the id: a {@link StringColumn}, {@link NumberColumn}, {@link BooleanColumn} or, for prose, {@link TextColumn}.
 * 4 to 8 bytes a value, beside the different texts.
 */
public final class RecordColumns {
  /** How many records a piece has, of those that states of the table share. */
  public static final int PIECE = Pieces.LENGTH;

  private static final String CREATION_TIMESTAMP = "CREATION_TIMESTAMP";

  private static final long PIECE_BYTES = (long) PIECE * Long.BYTES; // of the widest values

  /** A text beside an index is there as two strings, a category once more. */
  private static final long MOST_BYTES_A_CHARACTER = 8;

  private final RecordText text;
  private final Dictionary ids;
  private final int size;
  private final Column[] columns;
  private final Pieces<long[]> versions;

  RecordColumns(
      RecordText text, Dictionary ids, int size, Column[] columns, Pieces<long[]> versions) {
    this.text = text;
    this.ids = ids;
    this.size = size;
    this.columns = columns;
    this.versions = versions;
  }

  /** How many records there are. */
  public int size() {
    return size;
  }

  /** The number of the record with this id; empty if there is none. */
  public OptionalInt find(String id) {
    OptionalInt row = ids.find(id);
    return row.isPresent() && row.getAsInt() < size ? row : OptionalInt.empty();
  }

  /** The id of the record with this number. */
  public String id(int row) {
    return ids.text(row);
  }

  /** When a record says that what it describes was created; empty if it does not. */
  public Optional<Instant> created(int row) {
    return column(CREATION_TIMESTAMP, NumberColumn.class)
        .filter(column -> column.isPresent(row))
        .map(column -> Instant.ofEpochSecond(column.integer(row)));
  }

  /** The numbers of the records with other ids, such as a model's items: [ids], −1 where there is no record. */
  public int[] rowsOf(IdIndex others) {
    int[] rows = new int[others.size()];
    Arrays.setAll(rows, number -> find(others.id(number)).orElse(-1));
    return rows;
  }

  /** All columns, in the order of the schema. */
  public List<Column> columns() {
    return List.of(columns);
  }

  /**
   * The column of exactly this name; empty if the schema has none, or one of another kind.
   *
   * @param kind one of those that {@link Column} permits
   */
  public <C extends Column> Optional<C> column(String name, Class<C> kind) {
    return Optional.ofNullable(text.places().get(name))
        .map(place -> columns[place])
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  /** How many pieces of records there are. */
  public int pieceCount() {
    return (size + PIECE - 1) / PIECE;
  }

  /**
   * Is a piece of the records the same in another state of this table? If so, what was found out about its records still
   * holds.
   */
  public boolean sharesPiece(RecordColumns other, int piece) {
    return text == other.text
        && versions.isSame(other.versions, piece)
        && Math.min(size, (piece + 1) * PIECE) == Math.min(other.size, (piece + 1) * PIECE);
  }

  /** Is this a state of the same table, so that a record has the number here that it has there? */
  public boolean isOfTable(RecordColumns other) {
    return text == other.text;
  }

  /** Bytes held in memory, about. */
  public long sizeInBytes() {
    return sizeInBytes(ids, columns, versions);
  }

  static long sizeInBytes(Dictionary ids, Column[] columns, Pieces<long[]> versions) {
    return ids.sizeInBytes()
        + Arrays.stream(columns).mapToLong(Column::sizeInBytes).sum()
        + PIECE_BYTES * versions.count();
  }

  /** Bytes that the table is larger by after a record was put, at most and about. */
  public long roomFor(String id, String properties) {
    OptionalInt known = find(id);
    int row = known.orElse(size);
    long pieces = (versions.holds(row) ? 0 : 1)
        + (known.isPresent() || row % PIECE != 0 ? 0 : columns.length);
    return pieces * PIECE_BYTES
        + (columns.length + 1) * Dictionary.BYTES_BESIDE
        + MOST_BYTES_A_CHARACTER * (id.length() + properties.length());
  }

  /**
   * The table after a record was put; this one if it has a later version. Of one table only one may be made so, for the two
   * share their dictionaries.
   */
  RecordColumns with(String id, String properties, long version) {
    int row = ids.add(id);
    if (row < size && versions.holds(row) && versions.of(row)[Pieces.at(row)] > version) {
      return this;
    }
    Column[] written =
        Arrays.stream(columns).map(column -> column.owning(row)).toArray(Column[]::new);
    text.read(Utf8Slice.of(properties), written, row);
    Pieces<long[]> writtenVersions = versions.owning(row);
    writtenVersions.writable(row)[Pieces.at(row)] = version;
    return new RecordColumns(text, ids, Math.max(size, row + 1), written, writtenVersions);
  }

  /** The same with its dictionaries in the form that is read fastest. */
  RecordColumns compact() {
    return new RecordColumns(
        text,
        ids.compact(),
        size,
        Arrays.stream(columns).map(Column::compact).toArray(Column[]::new),
        versions);
  }
}

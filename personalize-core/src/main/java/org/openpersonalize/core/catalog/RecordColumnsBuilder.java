// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.util.List;
import java.util.function.Predicate;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;

/**
 * Makes {@link RecordColumns} of records that stream by, of two with one id the later. Not thread-safe, and good for one
 * table.
 */
public final class RecordColumnsBuilder {
  private final RecordText text;
  private final Column[] columns;
  private final Dictionary ids = new Dictionary();
  private final Pieces<long[]> versions =
      new Pieces<>(() -> new long[Pieces.LENGTH], long[]::clone);

  /** @param schema of Items, Users or Actions */
  public RecordColumnsBuilder(DatasetSchema schema) {
    this(schema, field -> true);
  }

  /**
   * @param schema of Items, Users or Actions
   * @param wanted which columns the table is to have; what records have for others is passed over
   */
  public RecordColumnsBuilder(DatasetSchema schema, Predicate<Field> wanted) {
    List<Field> fields = schema.fields().stream()
        .filter(field -> !field.name().equals(schema.type().idColumn()))
        .filter(wanted)
        .toList();
    this.text = new RecordText(fields);
    this.columns = fields.stream().map(Column::of).toArray(Column[]::new);
  }

  /**
   * Adds a record.
   *
   * @param properties a JSON object keyed by the schema's column names; what the schema does not have is passed over
   */
  public void add(Utf8Slice id, Utf8Slice properties) {
    add(id, properties, 0);
  }

  /** As {@link #add(Utf8Slice, Utf8Slice)}, for a table that {@link LiveRecords} goes on with. */
  public void add(Utf8Slice id, Utf8Slice properties, long version) {
    int row = ids.add(id);
    text.read(properties, columns, row);
    if (version != 0) {
      versions.writable(row)[Pieces.at(row)] = version;
    }
  }

  /** How many records were added, of two with one id one. */
  public int size() {
    return ids.size();
  }

  /** Bytes held in memory, about, with what {@link #build} will take beside them. */
  public long sizeInBytes() {
    return RecordColumns.sizeInBytes(ids, columns, versions);
  }

  /** The table of all records added. */
  public RecordColumns build() {
    return new RecordColumns(text, ids, ids.size(), columns, versions).compact();
  }
}

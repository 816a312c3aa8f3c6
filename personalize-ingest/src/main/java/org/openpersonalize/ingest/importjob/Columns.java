// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.schema.RecordSource;

/** The places of a schema's columns, by which a {@link RecordSource} is asked. */
final class Columns {
  private final List<Field> fields;

  Columns(DatasetSchema schema) {
    this.fields = schema.fields();
  }

  /** A column's place, or −1. */
  int of(String name) {
    return IntStream.range(0, fields.size())
        .filter(column -> fields.get(column).name().equals(name))
        .findFirst()
        .orElse(-1);
  }

  /** The places of some of the columns. */
  int[] of(List<Field> some) {
    return some.stream().mapToInt(fields::indexOf).toArray();
  }

  /** The places of all columns but one. */
  int[] except(int column) {
    return IntStream.range(0, fields.size()).filter(each -> each != column).toArray();
  }

  /** The text of a column that the schema may not have. */
  static @Nullable String text(RecordSource record, int column) {
    return column < 0 ? null : record.text(column);
  }

  /** The text of an id. */
  static String id(RecordSource record, int column) {
    String text = record.text(column);
    if (text == null) {
      throw new IllegalStateException("The schema lets an id be null");
    }
    return text;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.CsvLines;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.csv.GeneratedInput;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;

/**
 * The records of a file in the bulk format, with the columns of a schema. They are made as they are read, so that a file of any
 * size takes the memory of a few records. What the reader refuses is left out, if it goes on behind it. A record is one line:
 * what parts the lines of a value becomes a blank.
 */
public final class ConvertedCopy extends GeneratedInput {
  private final DatasetRecordReader records;
  private final int columns;
  private final CsvLines lines = new CsvLines(true);
  private boolean exhausted;
  private long rows;

  /** @param records of that schema, closed by {@link #close} */
  public ConvertedCopy(DatasetRecordReader records, DatasetSchema schema) {
    this.records = records;
    this.columns = schema.fields().size();
    lines.header(schema.fields().stream().map(Field::name).toList());
  }

  /** How many records were read so far. */
  public long rows() {
    return rows;
  }

  @Override
  protected byte @Nullable [] next() throws IOException {
    if (exhausted) {
      return null;
    }
    while (!lines.isFull()) {
      if (!records.next()) {
        exhausted = true;
        break;
      }
      rows++;
      for (int column = 0; column < columns; column++) {
        lines.cell(records.source(column));
      }
      lines.end();
    }
    return lines.take();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.exportjob;

import java.util.List;
import org.openpersonalize.core.csv.CellWriter;
import org.openpersonalize.core.csv.CsvLines;
import org.openpersonalize.core.csv.FileKind;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.ingest.parquet.ParquetRecordWriter;
import org.openpersonalize.store.object.S3Location;

/** In which form an export writes its files. The folder's name says it, for requests have no member that could. */
enum ExportForm {
  CSV(FileKind.CSV) {
    @Override
    CellWriter begin(List<Field> columns) {
      CsvLines lines = new CsvLines(false);
      lines.header(columns.stream().map(Field::name).toList());
      return lines;
    }
  },
  PARQUET(FileKind.PARQUET) {
    @Override
    CellWriter begin(List<Field> columns) {
      return new ParquetRecordWriter(columns);
    }
  };

  private final FileKind kind;

  ExportForm(FileKind kind) {
    this.kind = kind;
  }

  /** Parquet into {@code s3://bucket/items.parquet/}, CSV into any other folder. */
  static ExportForm of(S3Location folder) {
    return folder.key().endsWith(FileKind.PARQUET.ending() + "/") ? PARQUET : CSV;
  }

  /** How the names of its files end. */
  String ending() {
    return kind.ending();
  }

  /** Begins a file. */
  abstract CellWriter begin(List<Field> columns);
}

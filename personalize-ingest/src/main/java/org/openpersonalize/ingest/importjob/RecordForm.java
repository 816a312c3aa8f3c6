// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.csv.Refusals;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.store.object.S3Location;

/** How the records of an import stand in its files. */
interface RecordForm {
  /** What they are held to. */
  DatasetSchema schema();

  /** How messages name what lies there. */
  String name(S3Location file);

  /** May a file of texts be of another form than the bulk format? */
  boolean isLenient();

  /** @param file closed by the reader */
  DatasetRecordReader open(CellReader file, UnfitValues unfit, Refusals refusals);

  /**
   * The bulk format: the columns are found by their names.
   *
   * @param strict refuse values that do not fit, in whatever column
   */
  record Bulk(DatasetSchema schema, boolean strict) implements RecordForm {
    @Override
    public String name(S3Location file) {
      return file.toString();
    }

    @Override
    public boolean isLenient() {
      return false;
    }

    @Override
    public DatasetRecordReader open(CellReader file, UnfitValues unfit, Refusals refusals) {
      return new DatasetRecordReader(file, schema, strict, unfit, refusals);
    }
  }
}

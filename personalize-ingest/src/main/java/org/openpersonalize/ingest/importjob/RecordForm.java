// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import java.io.IOException;
import java.io.InputStream;
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

  /** @param bytes of the file, closed by the reader */
  DatasetRecordReader open(InputStream bytes, S3Location file, UnfitValues unfit, Refusals refusals)
      throws IOException;

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
    public DatasetRecordReader open(
        InputStream bytes, S3Location file, UnfitValues unfit, Refusals refusals)
        throws IOException {
      return new DatasetRecordReader(bytes, name(file), schema, strict, unfit, refusals);
    }
  }
}

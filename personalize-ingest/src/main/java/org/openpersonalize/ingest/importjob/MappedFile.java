// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.csv.Refusals;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.mapping.FileMapping;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.store.object.S3Location;

/**
 * A file that was not written for a dataset.
 *
 * @param name what messages call it
 * @param location an object
 * @param mapping which of its columns fill which of the schema
 */
public record MappedFile(String name, String location, FileMapping mapping, DatasetSchema schema) {

  /** As the records of the schema. */
  RecordForm form(boolean strict) {
    return new Mapped(this, strict);
  }

  private record Mapped(MappedFile file, boolean strict) implements RecordForm {
    @Override
    public DatasetSchema schema() {
      return file.schema();
    }

    @Override
    public String name(S3Location location) {
      return file.name();
    }

    @Override
    public boolean isLenient() {
      return true;
    }

    @Override
    public DatasetRecordReader open(CellReader cells, UnfitValues unfit, Refusals refusals) {
      return new DatasetRecordReader(
          cells, file.schema(), file.mapping().cells(file.schema()), strict, unfit, refusals);
    }
  }
}

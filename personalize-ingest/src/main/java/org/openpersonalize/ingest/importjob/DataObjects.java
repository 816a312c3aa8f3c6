// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import java.io.IOException;
import java.io.InputStream;
import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.csv.CsvRecordReader;
import org.openpersonalize.core.csv.FileKind;
import org.openpersonalize.core.csv.GzipInput;
import org.openpersonalize.ingest.parquet.ParquetRecordReader;
import org.openpersonalize.store.object.ObjectRanges;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.S3Location;

/** Opens objects that hold records, each in the form that its name tells. */
final class DataObjects {
  private final ObjectStore objects;

  DataObjects(ObjectStore objects) {
    this.objects = objects;
  }

  ObjectStore store() {
    return objects;
  }

  /**
   * Opens one.
   *
   * @param name what messages call it, and what tells its form
   * @param lenient may a file of texts be of another form than the bulk format?
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link
   *     org.openpersonalize.core.resource.ErrorCode#INVALID_INPUT} if it is not of a form that is read, or not of the one that its
   *     name tells
   * @throws ObjectStore.ObjectNotFound if there is no such object
   */
  CellReader open(S3Location object, String name, boolean lenient) throws IOException {
    FileKind kind = FileKind.of(name);
    if (kind == FileKind.PARQUET) {
      ObjectRanges ranges = objects.ranges(object.bucket(), object.key());
      return new ParquetRecordReader(ranges::read, ranges.length(), name);
    }
    InputStream bytes = objects.open(object.bucket(), object.key());
    try {
      InputStream text = kind == FileKind.GZIPPED_CSV ? new GzipInput(bytes, name) : bytes;
      return lenient ? CsvRecordReader.lenient(text, name) : new CsvRecordReader(text, name);
    } catch (IOException | RuntimeException e) {
      bytes.close(); // or the connection would never be given back
      throw e;
    }
  }
}

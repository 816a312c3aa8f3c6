// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.csv.Refusals;
import org.openpersonalize.core.mapping.ColumnLook;
import org.openpersonalize.core.mapping.ConvertedCopy;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectNotFound;
import org.openpersonalize.store.object.S3Location;
import org.springframework.stereotype.Component;

/**
 * Files whose columns are found by a mapping, and how they become files of the bulk format. {@link ImportDryRunService} says what
 * an import of one would come to.
 */
@Component
public class MappedFiles {
  private final ImportFiles files;
  private final ObjectStore objects;
  private final ImportSettings settings;

  MappedFiles(ImportFiles files, ObjectStore objects, ImportSettings settings) {
    this.files = files;
    this.objects = objects;
    this.settings = settings;
  }

  /**
   * What stands in the columns of an object.
   *
   * @param name what messages call it
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is no such object, or it is of no form that is
   *     read
   */
  public ColumnLook look(String name, String location) {
    S3Location object = files.location(location);
    if (object.isFolder()) {
      throw ErrorCode.INVALID_INPUT.because(
          "Invalid Data location. %s is a folder: name one file in it".formatted(location));
    }
    try (CellReader file = files.objects().open(object, name, true)) {
      return ColumnLook.at(file);
    } catch (ObjectNotFound e) {
      throw notThere(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the records of a file in the bulk format into {@link ImportSettings#bucket}, where they are when all of them are.
   *
   * @param refusals whether the copy is made without what is refused
   * @return its location
   */
  public String convert(MappedFile file, String key, Refusals refusals) {
    try (DatasetRecordReader records = files.of(file, refusals).open();
        ConvertedCopy copy = new ConvertedCopy(records, file.schema())) {
      objects.put(settings.bucket(), key, copy);
      return new S3Location(settings.bucket(), key).toString();
    } catch (ObjectNotFound e) {
      throw notThere(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the records of a file that are refused as CSV for a spreadsheet: line, column, value, reason, and the record. */
  public void writeRefused(MappedFile file, Writer out) {
    try {
      RefusedRows rows = new RefusedRows(out);
      rows.begin();
      files.of(file, rows).read(record -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PersonalizeException notThere(ObjectNotFound missing) {
    return ErrorCode.INVALID_INPUT.because(
        "Invalid Data location. %s: upload the data first".formatted(missing.getMessage()),
        missing);
  }
}

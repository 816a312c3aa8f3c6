package org.openpersonalize.ingest.importjob;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.openpersonalize.store.object.ObjectStore.ObjectNotFound;

/**
 * The CSV files of one import: one object, or all objects that lie directly in a folder, in the order of their keys.
 *
 * <p>What the user can mend is thrown as {@link PersonalizeException} with {@link ErrorCode#INVALID_INPUT}; an {@link
 * IOException} means that the object store failed.
 */
final class DatasetFiles {
  private final ObjectStore objects;
  private final S3Location location;
  private final DatasetSchema schema;

  DatasetFiles(ObjectStore objects, S3Location location, DatasetSchema schema) {
    this.objects = objects;
    this.location = location;
    this.schema = schema;
  }

  /** Takes one record, on which the reader stands. */
  @FunctionalInterface
  interface Sink<X extends Exception> {
    void record(DatasetRecordReader record) throws X;
  }

  /** Reads all records of all files, holding one line in memory. */
  <X extends Exception> void forEach(Sink<X> sink) throws IOException, X {
    try {
      List<String> header = List.of();
      for (S3Location file : files()) {
        try (InputStream content = objects.open(file.bucket(), file.key());
            DatasetRecordReader records =
                new DatasetRecordReader(content, file.toString(), schema)) {
          if (header.isEmpty()) {
            header = records.header();
          } else if (!header.equals(records.header())) {
            throw ErrorCode.INVALID_INPUT.because(
                "%s has another header than the files before it in %s: give all files of a folder the header %s"
                    .formatted(file, location, String.join(",", header)));
          }
          while (records.next()) {
            sink.record(records);
          }
        }
      }
    } catch (ObjectNotFound e) {
      throw ErrorCode.INVALID_INPUT.because(
          "Invalid Data location. %s: upload the data and create another import job"
              .formatted(e.getMessage()),
          e);
    }
  }

  /** Empty objects in a folder are passed over: they are markers. */
  private List<S3Location> files() throws IOException {
    if (!location.isFolder()) {
      return List.of(location);
    }
    List<S3Location> files = objects.list(location.bucket(), location.key()).stream()
        .filter(object -> object.size() > 0 && location.directlyHolds(object.key()))
        .map(ObjectEntry::key)
        .map(location::object)
        .toList();
    if (files.isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "Invalid Data location. There are no objects directly in %s: upload the data and create another import job"
              .formatted(location));
    }
    return files;
  }
}

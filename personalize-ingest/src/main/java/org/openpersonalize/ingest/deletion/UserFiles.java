// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.deletion;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.CsvRecordReader;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.ingest.importjob.ImportSettings;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.openpersonalize.store.object.ObjectStore.ObjectNotFound;
import org.openpersonalize.store.object.S3Location;
import org.springframework.stereotype.Component;

/** The files that say who is to be deleted: CSV with the one column {@code USER_ID}. */
@Component
class UserFiles {
  private static final String COLUMN = "USER_ID";
  private static final String ENDING = ".csv";
  private static final long MOST_BYTES = 100_000_000;
  private static final String REFUSED = "Invalid Data location";

  private final ObjectStore objects;
  private final ImportSettings settings;

  UserFiles(ObjectStore objects, ImportSettings settings) {
    this.objects = objects;
    this.settings = settings;
  }

  /** @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if data cannot be read from there */
  S3Location location(DataSource source) {
    return S3Location.parse(source.dataLocation(), settings.modelBucket(), REFUSED);
  }

  /**
   * Reads an object, or all whose names end in {@code .csv} in a folder and in those in it.
   *
   * @param reader takes each id, some more than once
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is none, if they are too long together, or are not of
   *     this form
   */
  void read(DataSource source, Consumer<String> reader) throws IOException {
    S3Location location = location(source);
    try {
      for (String key : keys(location)) {
        read(location.object(key), reader);
      }
    } catch (ObjectNotFound e) {
      throw refusal(
          "%s: upload the file and create another data deletion job".formatted(e.getMessage()), e);
    }
  }

  private List<String> keys(S3Location location) throws IOException {
    List<ObjectEntry> files = objects.list(location.bucket(), location.key()).stream()
        .filter(file -> location.isFolder()
            ? file.size() > 0 && file.key().toLowerCase(Locale.ROOT).endsWith(ENDING)
            : file.key().equals(location.key()))
        .toList();
    if (files.isEmpty()) {
      throw refusal(
          location.isFolder()
              ? "There is no .csv file in %s: upload one and create another data deletion job"
                  .formatted(location)
              : "There is no object %s: upload the file and create another data deletion job"
                  .formatted(location),
          null);
    }
    long bytes = files.stream().mapToLong(ObjectEntry::size).sum();
    if (bytes > MOST_BYTES) {
      throw refusal(
          "The files have %d bytes together and may have %d: create a job for each part of them"
              .formatted(bytes, MOST_BYTES),
          null);
    }
    return files.stream().map(ObjectEntry::key).toList();
  }

  private void read(S3Location file, Consumer<String> reader) throws IOException {
    try (InputStream bytes = objects.open(file.bucket(), file.key());
        CsvRecordReader csv = new CsvRecordReader(bytes, file.toString())) {
      if (csv.header().size() != 1 || csv.column(COLUMN) != 0) {
        throw ErrorCode.INVALID_INPUT.because(
            "%s, line 1: the header is '%s', but must be %s and nothing else"
                .formatted(file, String.join(",", csv.header()), COLUMN));
      }
      while (csv.next()) {
        String id = csv.cell(0);
        if (id != null && !id.isBlank() && id.indexOf('\0') < 0) { // none of these is anybody's
          reader.accept(id);
        }
      }
    }
  }

  private static PersonalizeException refusal(String sentence, @Nullable Exception cause) {
    return ErrorCode.INVALID_INPUT.because(REFUSED + ". " + sentence, cause);
  }
}

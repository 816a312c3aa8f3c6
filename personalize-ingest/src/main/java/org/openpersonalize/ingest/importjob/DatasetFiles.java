// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.csv.FileKind;
import org.openpersonalize.core.csv.Refusals;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.RecordSource;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.openpersonalize.store.object.ObjectStore.ObjectNotFound;
import org.openpersonalize.store.object.S3Location;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one import: one object, or those that lie directly in a folder and hold data, in the order of their keys.
 *
 * <p>What the user can mend is thrown as {@link PersonalizeException} with {@link ErrorCode#INVALID_INPUT}; an {@link
 * UncheckedIOException} means that the object store failed.
 */
final class DatasetFiles {
  /** Endings of what programs and people put beside data. */
  private static final Set<String> ACCOMPANYING = Set.of(
      "crc",
      "html",
      "json",
      "log",
      "manifest",
      "md",
      "md5",
      "metadata",
      "pdf",
      "sha256",
      "xml",
      "yaml",
      "yml");

  private static final Logger log = LoggerFactory.getLogger(DatasetFiles.class);

  private final DataObjects objects;
  private final S3Location location;
  private final RecordForm form;
  private final Refusals refusals;
  private final UnfitValues unfit = new UnfitValues();
  private boolean ofBulkFormat = true;

  /** @param refusals told of each record that is refused */
  DatasetFiles(DataObjects objects, S3Location location, RecordForm form, Refusals refusals) {
    this.objects = objects;
    this.location = location;
    this.form = form;
    this.refusals = refusals;
  }

  /** How messages name them. */
  String name() {
    return form.name(location);
  }

  /** What the records are held to. */
  DatasetSchema schema() {
    return form.schema();
  }

  /** Would all that was read so far be read the same as records of the bulk format? */
  boolean isOfBulkFormat() {
    return ofBulkFormat;
  }

  /** What of the records read so far does not fit. */
  UnfitValues unfit() {
    return unfit;
  }

  /** Reads all records that are not refused; the source stands on each when it is handed out. */
  void read(Consumer<RecordSource> reader) {
    try {
      for (S3Location file : list()) {
        try (DatasetRecordReader records = open(file)) {
          while (records.next()) {
            reader.accept(records);
          }
          ofBulkFormat &= records.isOfBulkFormat();
        }
      }
    } catch (ObjectNotFound e) {
      throw ErrorCode.INVALID_INPUT.because(
          "Invalid Data location. %s: upload the data and create another import job"
              .formatted(e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One file, which must not be a folder. */
  DatasetRecordReader open(S3Location file) throws IOException {
    CellReader cells = objects.open(file, form.name(file), form.isLenient());
    try {
      return form.open(cells, unfit, refusals);
    } catch (RuntimeException e) {
      cells.close(); // or the connection would never be given back
      throw e;
    }
  }

  /** The only file. */
  DatasetRecordReader open() throws IOException {
    return open(location);
  }

  /** The files, in the order of their keys. */
  private List<S3Location> list() throws IOException {
    if (!location.isFolder()) {
      return List.of(location);
    }
    List<String> names = objects.store().list(location.bucket(), location.key()).stream()
        .filter(object -> object.size() > 0 && location.directlyHolds(object.key()))
        .map(ObjectEntry::key)
        .filter(key -> !isMarker(nameOf(key)))
        .toList();
    List<S3Location> files = data(names).stream().map(location::object).toList();
    if (files.isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "Invalid Data location. There are no objects directly in %s: upload the data and create another import job"
              .formatted(location));
    }
    return files;
  }

  /** Programs that write folders leave such objects beside the data, {@code _SUCCESS} for example. */
  private static boolean isMarker(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }

  /**
   * The keys that hold data: all but those that tell of another object, {@code a.csv.metadata} of {@code a.csv} for example, or
   * are of a form that accompanies data. One that is called as if it were data of a form that is not read is refused, for passing
   * it over would lose its records.
   */
  private List<String> data(List<String> keys) {
    for (String key : keys) {
      FileKind kind = FileKind.of(location.object(key).toString());
      if (kind != FileKind.CSV) {
        requireAlone(key, keys);
      }
    }
    List<String> data = keys.stream()
        .filter(key -> !ACCOMPANYING.contains(ending(key))
            && keys.stream().noneMatch(other -> key.startsWith(other + ".")))
        .toList();
    if (data.size() < keys.size()) {
      log.info(
          "Passing over {} objects in {} that are no data", keys.size() - data.size(), location);
    }
    return data;
  }

  /** {@code a.csv.gz} beside {@code a.csv} holds the same, most likely: read both, and all is there twice. */
  private void requireAlone(String key, List<String> keys) {
    keys.stream().filter(other -> key.startsWith(other + ".")).findFirst().ifPresent(other -> {
      throw ErrorCode.INVALID_INPUT.because(
          "%s seems to be %s once more: leave one of them out of the folder"
              .formatted(location.object(key), nameOf(other)));
    });
  }

  private static String nameOf(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private static String ending(String key) {
    String name = nameOf(key);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}

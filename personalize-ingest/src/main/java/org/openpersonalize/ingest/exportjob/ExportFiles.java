// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.exportjob;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.ingest.importjob.ImportSettings;
import org.openpersonalize.store.catalog.DatasetExportJobOutput;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.openpersonalize.store.object.ObjectStore.ObjectNotFound;
import org.openpersonalize.store.object.S3Location;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The files of exports: {@code <job name>.part-00001.csv} and so on, or {@code .parquet}, directly in the folder that the job names, so that an import
 * reads the folder. There is no point in a job's name, so what a job writes is told from all else.
 *
 * <p>Each file is there whole or not at all. A job that is run again writes the same files again, and takes away what a run that
 * died had more of.
 */
@Component
class ExportFiles {
  /** Well below what an import or an upload takes, and few for data of any size. */
  private static final long BYTES_A_PART = 1L << 30;

  private final ObjectStore objects;
  private final ImportSettings settings;
  private final long bytesAPart;

  @Autowired
  ExportFiles(ObjectStore objects, ImportSettings settings) {
    this(objects, settings, BYTES_A_PART);
  }

  /** @param bytesAPart after which another part is begun */
  ExportFiles(ObjectStore objects, ImportSettings settings, long bytesAPart) {
    this.objects = objects;
    this.settings = settings;
    this.bytesAPart = bytesAPart;
  }

  /** @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if it cannot be one */
  S3Location location(DatasetExportJobOutput output) {
    return S3Location.parseOutput(output.s3DataDestination().path(), settings.modelBucket());
  }

  /**
   * Writes all records that are left, in parts: one at least, if only of a header or a footer.
   *
   * @return how many records each file has, by its name, part after part
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is no such bucket
   */
  Map<String, Long> write(S3Location folder, String jobName, ExportedRecords records)
      throws IOException {
    ExportForm form = ExportForm.of(folder);
    Map<String, Long> written = new LinkedHashMap<>();
    do {
      String name = name(jobName, written.size() + 1, form);
      long before = records.count();
      put(folder, name, records.part(form, bytesAPart));
      written.put(name, records.count() - before);
    } while (records.hasMore());
    removeBehind(written.size(), folder, jobName);
    return written;
  }

  private void put(S3Location folder, String name, ExportedRecords.Part part) throws IOException {
    try (part) {
      objects.put(folder.bucket(), folder.key() + name, part);
    } catch (ObjectNotFound e) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s. %s: make the bucket and create another export job"
              .formatted(S3Location.INVALID_OUTPUT, e.getMessage()),
          e);
    }
  }

  private void removeBehind(int last, S3Location folder, String jobName) throws IOException {
    String lastKey = folder.key() + name(jobName, last, ExportForm.of(folder));
    List<String> behind = of(folder, jobName).stream()
        .map(ObjectEntry::key)
        .filter(key -> inOrder().compare(key, lastKey) > 0)
        .toList();
    objects.delete(folder.bucket(), behind);
  }

  /**
   * What is there of a job, part after part.
   *
   * @throws ObjectNotFound if there is no such bucket
   */
  List<ObjectEntry> of(S3Location folder, String jobName) throws IOException {
    String prefix = folder.key() + jobName + ".part-";
    Pattern name = Pattern.compile(
        Pattern.quote(prefix) + "\\d{5,9}" + Pattern.quote(ExportForm.of(folder).ending()));
    return objects.list(folder.bucket(), prefix).stream()
        .filter(entry -> name.matcher(entry.key()).matches())
        .sorted(Comparator.comparing(ObjectEntry::key, inOrder()))
        .toList();
  }

  /** Of the parts of one job: numbers of more digits than are filled up with zeros are the greater ones. */
  private static Comparator<String> inOrder() {
    return Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());
  }

  /** Opens a file of a job. */
  InputStream open(S3Location folder, String name) throws IOException {
    return objects.open(folder.bucket(), folder.key() + name);
  }

  private static String name(String jobName, int part, ExportForm form) {
    return "%s.part-%05d%s".formatted(jobName, part, form.ending());
  }
}

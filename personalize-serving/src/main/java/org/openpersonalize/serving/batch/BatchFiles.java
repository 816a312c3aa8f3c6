// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.store.catalog.BatchJobInput;
import org.openpersonalize.store.catalog.BatchJobOutput;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.openpersonalize.store.object.ObjectStore.ObjectNotFound;
import org.openpersonalize.store.object.S3Location;
import org.springframework.stereotype.Component;

/**
 * The files of batch jobs: of each that is read, one with {@code .out} behind its name is written, line by line, and when all are
 * there an empty {@code _CHECK}.
 *
 * <p>A file is written whole or not at all, in the memory of a line and of a part of the object. A job that is run again writes
 * the same files again.
 */
@Component
class BatchFiles {
  private static final String MARKER = "_CHECK";
  private static final String ENDING = ".out";

  private final ObjectStore objects;
  private final BatchSettings settings;

  BatchFiles(ObjectStore objects, BatchSettings settings) {
    this.objects = objects;
    this.settings = settings;
  }

  /**
   * Checks where a job reads and writes, as far as can be known without a look.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} saying what is wrong
   */
  void require(BatchJobInput input, BatchJobOutput output) {
    S3Location from = input(input);
    S3Location to = output(output);
    if (from.equals(to)) {
      throw ErrorCode.INVALID_INPUT.because(
          "Invalid S3 output path. %s is the input as well: name another folder".formatted(to));
    }
  }

  private S3Location input(BatchJobInput input) {
    return S3Location.parse(
        input.s3DataSource().path(), settings.modelBucket(), "Invalid S3 input path");
  }

  private S3Location output(BatchJobOutput output) {
    return S3Location.parseOutput(output.s3DataDestination().path(), settings.modelBucket());
  }

  /**
   * Answers all lines of all files.
   *
   * @return how many lines that were
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is nothing to read,
   *     or no bucket to write into
   */
  long answer(BatchJobInput input, BatchJobOutput output, LineAnswer answer) throws IOException {
    S3Location from = input(input);
    S3Location to = output(output);
    long lines = 0;
    for (String key : keys(from)) {
      try (InputStream file = objects.open(from.bucket(), key);
          AnsweredLines answered = new AnsweredLines(file, answer)) {
        write(to, key.substring(key.lastIndexOf('/') + 1) + ENDING, answered);
        lines += answered.count();
      }
    }
    write(to, MARKER, new ByteArrayInputStream(new byte[0]));
    return lines;
  }

  private List<String> keys(S3Location from) throws IOException {
    try {
      List<String> keys = objects.list(from.bucket(), from.key()).stream()
          .filter(object -> object.size() > 0 && !object.key().endsWith(ENDING))
          .map(ObjectEntry::key)
          .toList();
      if (keys.isEmpty()) {
        throw ErrorCode.INVALID_INPUT.because(
            "Invalid S3 input path. There is no object whose key begins with %s: upload the file and create another job"
                .formatted(from));
      }
      return keys;
    } catch (ObjectNotFound e) {
      throw ErrorCode.INVALID_INPUT.because("Invalid S3 input path. " + e.getMessage(), e);
    }
  }

  private void write(S3Location folder, String name, InputStream body) throws IOException {
    try {
      objects.put(folder.bucket(), folder.key() + name, body);
    } catch (ObjectNotFound e) {
      throw ErrorCode.INVALID_INPUT.because("Invalid S3 output path. " + e.getMessage(), e);
    }
  }
}

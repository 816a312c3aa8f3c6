// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.store.batch.BatchFileTable;
import org.openpersonalize.store.catalog.BatchJob;
import org.openpersonalize.store.catalog.BatchJobInput;
import org.openpersonalize.store.catalog.BatchJobOutput;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.openpersonalize.store.object.ObjectStore.ObjectNotFound;
import org.openpersonalize.store.object.S3Location;
import org.springframework.stereotype.Component;

/**
 * The files of batch jobs: of each that is read, one with {@code .out} behind its name is written, line by line, and when all are
 * there an empty {@code _CHECK}. Of a file further down than the location says the folders stay in the name.
 *
 * <p>A file is written whole or not at all, in the memory of some lines and of a part of the object. A job that is run again
 * after a crash goes on with the files that are not done ({@link BatchFileTable}), each from its beginning: no line is answered
 * twice in a file, and none is missing.
 */
@Component
class BatchFiles {
  private static final String MARKER = "_CHECK";
  private static final String ENDING = ".out";
  private static final Duration NOTED = Duration.ofSeconds(1);

  private final ObjectStore objects;
  private final BatchFileTable table;
  private final BatchSettings settings;
  private final Limits limits;

  BatchFiles(ObjectStore objects, BatchFileTable table, BatchSettings settings, Limits limits) {
    this.objects = objects;
    this.table = table;
    this.settings = settings;
    this.limits = limits;
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
   * Answers all lines of all files that are not answered yet.
   *
   * @return how many lines the files have
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is nothing to read,
   *     no bucket to write into, or a line too long; {@link ErrorCode#LIMIT_EXCEEDED} if there are too many files or lines
   */
  long answer(BatchJob job, LineAnswer answer) throws IOException {
    S3Location from = input(job.jobInput());
    S3Location to = output(job.jobOutput());
    List<ObjectEntry> files = files(from);
    Set<String> done = table.begin(job.arn(), files);
    ExecutorService workers = Executors.newFixedThreadPool(settings.threads());
    try {
      for (ObjectEntry file : files) {
        if (!done.contains(file.key())) {
          answer(
              job.arn(), from.object(file.key()), to.object(name(from, to, file)), answer, workers);
        }
      }
    } finally {
      workers.shutdownNow();
    }
    write(to.object(to.key() + MARKER), new ByteArrayInputStream(new byte[0]));
    return table.stand(job.arn()).lines();
  }

  private static String name(S3Location from, S3Location to, ObjectEntry file) {
    return to.key() + file.key().substring(from.key().lastIndexOf('/') + 1) + ENDING;
  }

  private void answer(
      Arn job, S3Location from, S3Location to, LineAnswer answer, ExecutorService workers)
      throws IOException {
    Noted noted = new Noted(job, from.key());
    try (InputStream file = objects.open(from.bucket(), from.key());
        AnsweredLines answered =
            new AnsweredLines(file, from.toString(), answer, workers, settings.threads(), noted)) {
      write(to, answered);
    }
    noted.done();
  }

  /** Writes down how far a file is, once a second at most. */
  private final class Noted implements AnsweredLines.Progress {
    private final Arn job;
    private final String key;
    private long last = System.nanoTime();
    private long bytesRead;
    private long lines;

    Noted(Arn job, String key) {
      this.job = job;
      this.key = key;
    }

    @Override
    public void answered(long bytes, long answeredLines) {
      bytesRead = bytes;
      lines = answeredLines;
      if (System.nanoTime() - last > NOTED.toNanos()) {
        last = System.nanoTime();
        table.update(job, key, bytesRead, lines);
      }
    }

    void done() {
      table.done(job, key, bytesRead, lines);
    }
  }

  private List<ObjectEntry> files(S3Location from) throws IOException {
    List<ObjectEntry> files = list(from).stream()
        .filter(object -> object.size() > 0 && !object.key().endsWith(ENDING))
        .toList();
    if (files.isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because(
          "Invalid S3 input path. There is no object whose key begins with %s: upload the file and create another job"
              .formatted(from));
    }
    if (files.size() > limits.batchFiles()) {
      throw ErrorCode.LIMIT_EXCEEDED.because(
          "%s has %d files, and a job reads %d at most. Create several jobs."
              .formatted(from, files.size(), limits.batchFiles()));
    }
    for (ObjectEntry file : files) {
      if (file.size() > limits.batchFileSize().toBytes()) {
        throw ErrorCode.LIMIT_EXCEEDED.because(
            "%s has %d bytes, and a file may have %d. Split it, and create another job."
                .formatted(
                    from.object(file.key()), file.size(), limits.batchFileSize().toBytes()));
      }
    }
    return files;
  }

  private List<ObjectEntry> list(S3Location from) throws IOException {
    try {
      return objects.list(from.bucket(), from.key());
    } catch (ObjectNotFound e) {
      throw ErrorCode.INVALID_INPUT.because("Invalid S3 input path. " + e.getMessage(), e);
    }
  }

  private void write(S3Location to, InputStream body) throws IOException {
    try {
      objects.put(to.bucket(), to.key(), body);
    } catch (ObjectNotFound e) {
      throw ErrorCode.INVALID_INPUT.because("Invalid S3 output path. " + e.getMessage(), e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.serving.batch.AnsweredLines.Piece;
import org.openpersonalize.store.batch.BatchFileTable;
import org.openpersonalize.store.batch.FileStand;
import org.openpersonalize.store.catalog.BatchJob;
import org.openpersonalize.store.catalog.BatchJobInput;
import org.openpersonalize.store.catalog.BatchJobOutput;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectEntry;
import org.openpersonalize.store.object.ObjectStore.ObjectNotFound;
import org.openpersonalize.store.object.PartedUpload.UploadGone;
import org.openpersonalize.store.object.S3Location;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The files of batch jobs: of each that is read, one with {@code .out} behind its name is written, line by line, and when all are
 * there an empty {@code _CHECK}. Of a file further down than the location says the folders stay in the name.
 *
 * <p>A file is there whole or not at all, and takes the memory of some lines and of a part of the object. A job that is run again
 * after a crash goes on with the files that are not done, each behind the last line of which the answer is stored ({@link
 * AnswerUpload}): no line is answered twice in a file, and none is missing.
 */
@Component
class BatchFiles {
  private static final Logger log = LoggerFactory.getLogger(BatchFiles.class);

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

  /** Writes down what a run has done, as long as the job is still its own. */
  @FunctionalInterface
  interface Journal {
    /** @throws IllegalStateException if another run has taken over */
    void note(Runnable change);
  }

  /**
   * Answers all lines of all files that are not answered yet.
   *
   * @return how many lines the files have
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is nothing to read,
   *     no bucket to write into, or a line too long; {@link ErrorCode#LIMIT_EXCEEDED} if there are too many files or lines
   */
  long answer(BatchJob job, LineAnswer answer, Journal journal) throws IOException {
    S3Location from = input(job.jobInput());
    S3Location to = output(job.jobOutput());
    List<ObjectEntry> files = files(from);
    Map<String, FileStand> kept = keptStands(job, files);
    table.begin(job.arn(), files, List.copyOf(kept.values()));
    ExecutorService workers = Executors.newFixedThreadPool(settings.threads());
    try {
      for (ObjectEntry file : files) {
        FileStand stand = kept.getOrDefault(file.key(), FileStand.of(file));
        if (!stand.isDone()) {
          answerFile(job, stand, answer, workers, journal);
        }
      }
    } finally {
      workers.shutdownNow();
    }
    write(to.object(to.key() + MARKER), new ByteArrayInputStream(new byte[0]));
    return table.stand(job.arn()).lines();
  }

  /** What is answered of files that are as they were; uploads of answers to others are given up. */
  private Map<String, FileStand> keptStands(BatchJob job, List<ObjectEntry> files)
      throws IOException {
    Map<String, FileStand> kept = new HashMap<>();
    for (FileStand stand : table.stands(job.arn())) {
      if (files.stream().anyMatch(stand::isOf)) {
        kept.put(stand.objectKey(), stand);
      } else {
        abort(job, stand);
      }
    }
    return kept;
  }

  /**
   * Where the answers to files of a job lie whose answers are stored, {@code most} of them; whoever owns them may have moved them.
   */
  List<S3Location> written(BatchJob job, int most) {
    return table.done(job.arn(), most).stream().map(key -> answersTo(job, key)).toList();
  }

  /** Opens what a job has written. */
  InputStream open(S3Location written) throws IOException {
    return objects.open(written.bucket(), written.key());
  }

  /** Gives up what a job, which will not run again, has stored of answers that are not complete. */
  void abandon(BatchJob job) throws IOException {
    for (FileStand stand : table.stands(job.arn())) {
      if (stand.uploadId() != null) {
        abort(job, stand);
        table.beginUpload(job.arn(), stand.objectKey(), null);
      }
    }
  }

  private void abort(BatchJob job, FileStand stand) throws IOException {
    if (stand.uploadId() != null) {
      S3Location to = answersTo(job, stand.objectKey());
      objects.upload(to.bucket(), to.key(), stand.uploadId()).abort();
    }
  }

  /** Where the answers to a file go. */
  private S3Location answersTo(BatchJob job, String objectKey) {
    S3Location from = input(job.jobInput());
    S3Location to = output(job.jobOutput());
    return to.object(to.key() + objectKey.substring(from.key().lastIndexOf('/') + 1) + ENDING);
  }

  /** Goes on where an earlier run was; from the first line, if what it has stored is not there any more. */
  private void answerFile(
      BatchJob job, FileStand stand, LineAnswer answer, ExecutorService workers, Journal journal)
      throws IOException {
    try {
      answerRest(job, stand, answer, workers, journal);
    } catch (UploadGone e) {
      log.info(
          "The answers to {} of {} are begun anew: {}",
          stand.objectKey(),
          job.arn(),
          e.getMessage());
      journal.note(() -> table.beginUpload(job.arn(), stand.objectKey(), null));
      answerRest(job, stand.begun(null), answer, workers, journal);
    }
  }

  private void answerRest(
      BatchJob job, FileStand stand, LineAnswer answer, ExecutorService workers, Journal journal)
      throws IOException {
    S3Location from = input(job.jobInput()).object(stand.objectKey());
    AnswerUpload upload = new AnswerUpload(
        objects, table, journal, job.arn(), stand, answersTo(job, stand.objectKey()));
    Noted noted = new Noted(job.arn(), stand.objectKey());
    try (AnsweredLines answered = new AnsweredLines(
        new Lines(rest(from, stand), from.toString(), stand.bytesRead()),
        stand.lines(),
        answer,
        workers,
        settings.threads())) {
      for (Piece piece = answered.next(); piece != null; piece = answered.next()) {
        upload.add(piece);
        noted.answered(piece);
      }
    }
    upload.complete();
  }

  private InputStream rest(S3Location from, FileStand stand) throws IOException {
    return stand.bytesRead() < stand.size()
        ? objects.open(from.bucket(), from.key(), stand.bytesRead())
        : InputStream.nullInputStream();
  }

  /** Writes down how far a file is, once a second at most. */
  private final class Noted {
    private final Arn job;
    private final String key;
    private long last = System.nanoTime();

    Noted(Arn job, String key) {
      this.job = job;
      this.key = key;
    }

    void answered(Piece piece) {
      if (System.nanoTime() - last > NOTED.toNanos()) {
        last = System.nanoTime();
        table.update(job, key, piece.bytesRead(), piece.lines());
      }
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

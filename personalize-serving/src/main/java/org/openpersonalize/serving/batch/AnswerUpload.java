// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.serving.batch.AnsweredLines.Piece;
import org.openpersonalize.store.batch.BatchFileTable;
import org.openpersonalize.store.batch.FileStand;
import org.openpersonalize.store.batch.FileStand.Part;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.object.ObjectStore.ObjectNotFound;
import org.openpersonalize.store.object.PartedUpload;
import org.openpersonalize.store.object.S3Location;

/**
 * The answers to one file on their way to the object store: at once if they are short, or else in parts. A part ends where the answer
 * to a line does, and is noted with the line when it is stored: whoever goes on asks from the next line on.
 */
final class AnswerUpload {
  private static final int PART = ObjectStore.LEAST_PART;

  private final ObjectStore objects;
  private final BatchFileTable table;
  private final BatchFiles.Journal journal;
  private final Arn job;
  private final S3Location to;
  private final ByteArrayOutputStream part = new ByteArrayOutputStream(PART);
  private @Nullable PartedUpload upload;
  private FileStand stand;
  private long bytesRead;
  private long lines;

  /** @param stand what is stored already */
  AnswerUpload(
      ObjectStore objects,
      BatchFileTable table,
      BatchFiles.Journal journal,
      Arn job,
      FileStand stand,
      S3Location to) {
    this.objects = objects;
    this.table = table;
    this.journal = journal;
    this.job = job;
    this.to = to;
    this.stand = stand;
    this.bytesRead = stand.bytesRead();
    this.lines = stand.lines();
    this.upload =
        stand.uploadId() == null ? null : objects.upload(to.bucket(), to.key(), stand.uploadId());
  }

  /** Takes the next answers. */
  void add(Piece piece) throws IOException {
    part.writeBytes(piece.answers());
    bytesRead = piece.bytesRead();
    lines = piece.lines();
    if (part.size() >= PART) {
      storePart(upload == null ? begin() : upload);
    }
  }

  private PartedUpload begin() throws IOException {
    PartedUpload begun = begunUpload();
    upload = begun;
    stand = stand.begun(begun.id());
    journal.note(() -> table.beginUpload(job, stand.objectKey(), begun.id()));
    return begun;
  }

  private PartedUpload begunUpload() throws IOException {
    try {
      return objects.upload(to.bucket(), to.key());
    } catch (ObjectNotFound e) {
      throw noBucket(e);
    }
  }

  /** Nobody but the job's own run may put anything into an upload that its next run goes on with. */
  private void storePart(PartedUpload into) throws IOException {
    journal.note(() -> {});
    int number = stand.parts().size() + 1;
    Part stored = new Part(into.put(number, part.toByteArray(), part.size()), bytesRead, lines);
    part.reset();
    stand = stand.with(stored);
    journal.note(() -> table.add(job, stand.objectKey(), number, stored));
  }

  /** All answers were taken: they are there as a whole when this returns. */
  void complete() throws IOException {
    if (upload == null) {
      try {
        objects.put(to.bucket(), to.key(), new ByteArrayInputStream(part.toByteArray()));
      } catch (ObjectNotFound e) {
        throw noBucket(e);
      }
    } else {
      if (part.size() > 0) {
        storePart(upload);
      }
      upload.complete(stand.parts().stream().map(Part::tag).toList());
    }
    journal.note(() -> table.done(job, stand.objectKey(), bytesRead, lines));
  }

  private static RuntimeException noBucket(ObjectNotFound e) {
    return ErrorCode.INVALID_INPUT.because("Invalid S3 output path. " + e.getMessage(), e);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.GeneratedInput;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * The answers to the lines of a file in their order; blank lines have none. Some lines at a time are answered in parallel ahead
 * of who reads, but only a few: what is in memory does not depend on the length of the file.
 */
final class AnsweredLines extends GeneratedInput {
  private final Lines lines;
  private final String name;
  private final LineAnswer answer;
  private final ExecutorService workers;
  private final int ahead;
  private final Progress progress;
  private final Queue<Piece> underWay = new ArrayDeque<>();
  private long asked;
  private long answered;

  /**
   * @param name of the file, to be said of what is wrong
   * @param ahead how many pieces are answered ahead of who reads
   * @param progress is told in the thread of who reads
   */
  AnsweredLines(
      InputStream file,
      String name,
      LineAnswer answer,
      ExecutorService workers,
      int ahead,
      Progress progress) {
    this.lines = new Lines(file, name);
    this.name = name;
    this.answer = answer;
    this.workers = workers;
    this.ahead = ahead;
    this.progress = progress;
  }

  /** Is told how far the file is. */
  @FunctionalInterface
  interface Progress {
    /** @param bytesRead of the file, up to the last line that was answered */
    void answered(long bytesRead, long lines);
  }

  /** Lines that are answered together, and where they end. */
  private record Piece(Future<byte[]> answers, long lines, long bytesRead) {}

  @Override
  protected byte @Nullable [] next() throws IOException {
    ask();
    Piece piece = underWay.poll();
    if (piece == null) {
      return null;
    }
    byte[] answers = result(piece.answers());
    answered += piece.lines();
    progress.answered(piece.bytesRead(), answered);
    return answers;
  }

  private void ask() throws IOException {
    while (underWay.size() <= ahead) {
      List<String> next = nextLines();
      if (next.isEmpty()) {
        return;
      }
      asked += next.size();
      if (asked > answer.mostLines()) {
        throw ErrorCode.LIMIT_EXCEEDED.because(
            "%s has more than %d lines. Split it, and create another job."
                .formatted(name, answer.mostLines()));
      }
      underWay.add(new Piece(workers.submit(() -> answers(next)), next.size(), lines.bytesRead()));
    }
  }

  private List<String> nextLines() throws IOException {
    List<String> next = new ArrayList<>();
    while (next.size() < answer.linesAtOnce()) {
      String line = lines.next();
      if (line == null) {
        return next;
      }
      if (!line.isBlank()) {
        next.add(line);
      }
    }
    return next;
  }

  private byte[] answers(List<String> asking) {
    ByteArrayOutputStream together = new ByteArrayOutputStream();
    for (byte[] line : answer.of(asking)) {
      together.writeBytes(line);
      together.write('\n');
    }
    return together.toByteArray();
  }

  private static byte[] result(Future<byte[]> answers) {
    try {
      return answers.get();
    } catch (ExecutionException e) {
      @Nullable Throwable cause = e.getCause();
      throw cause instanceof RuntimeException known
          ? known
          : new IllegalStateException("Lines could not be answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException stopped = new CancellationException("The service stops");
      stopped.initCause(e);
      throw stopped;
    }
  }

  @Override
  public void close() throws IOException {
    underWay.forEach(piece -> piece.answers().cancel(true));
    lines.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * The answers to the lines of a file in their order; blank lines have none. Some lines at a time are answered in parallel ahead
 * of who reads, but only a few: what is in memory does not depend on the length of the file.
 */
final class AnsweredLines implements Closeable {
  private final Lines lines;
  private final LineAnswer answer;
  private final ExecutorService workers;
  private final int ahead;
  private final Queue<Asked> underWay = new ArrayDeque<>();
  private long asked;

  /**
   * @param lines those of the file that are not answered yet
   * @param answered how many are
   * @param ahead how many pieces are answered ahead of who reads
   */
  AnsweredLines(Lines lines, long answered, LineAnswer answer, ExecutorService workers, int ahead) {
    this.lines = lines;
    this.asked = answered;
    this.answer = answer;
    this.workers = workers;
    this.ahead = ahead;
  }

  /**
   * Answers to lines that stand one behind the other.
   *
   * @param bytesRead of the file, up to the last of these lines
   * @param lines of the file, up to the same
   */
  record Piece(byte[] answers, long bytesRead, long lines) {}

  private record Asked(Future<byte[]> answers, long bytesRead, long lines) {}

  /** The answers to the next lines; null behind the last. */
  @Nullable Piece next() throws IOException {
    ask();
    Asked next = underWay.poll();
    return next == null ? null : new Piece(result(next.answers()), next.bytesRead(), next.lines());
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
                .formatted(lines.name(), answer.mostLines()));
      }
      underWay.add(new Asked(workers.submit(() -> answers(next)), lines.bytesRead(), asked));
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

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The answers to the lines of a file, each made when it is read; blank lines have none. */
final class AnsweredLines extends InputStream {
  private final BufferedReader lines;
  private final LineAnswer answer;
  private byte[] current = new byte[0];
  private int at;
  private long count;

  AnsweredLines(InputStream file, LineAnswer answer) {
    this.lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
    this.answer = answer;
  }

  /** How many lines were answered so far. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? current[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int copied = Math.min(length, current.length - at);
    System.arraycopy(current, at, into, offset, copied);
    at += copied;
    return copied;
  }

  private boolean hasMore() throws IOException {
    while (at == current.length) {
      String line = lines.readLine();
      if (line == null) {
        return false;
      }
      if (!line.isBlank()) {
        byte[] answered = answer.of(line);
        current = Arrays.copyOf(answered, answered.length + 1);
        current[answered.length] = '\n';
        at = 0;
        count++;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

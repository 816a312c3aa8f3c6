// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.GeneratedInput;

/** The answers to the lines of a file, each made when it is read; blank lines have none. */
final class AnsweredLines extends GeneratedInput {
  private final BufferedReader lines;
  private final LineAnswer answer;
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
  protected byte @Nullable [] next() throws IOException {
    String line = lines.readLine();
    while (line != null && line.isBlank()) {
      line = lines.readLine();
    }
    if (line == null) {
      return null;
    }
    count++;
    byte[] answered = answer.of(line);
    byte[] ended = Arrays.copyOf(answered, answered.length + 1);
    ended[answered.length] = '\n';
    return ended;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;

/** The lines of a file in UTF-8, of which none is so long that it would fill the memory. */
final class Lines implements Closeable {
  static final int LONGEST = 1 << 20;

  private final InputStream file;
  private final String name;
  private byte[] line = new byte[1 << 10];
  private long bytesRead;

  /**
   * @param name to be said of what is wrong
   * @param before how many bytes of the file stand before these lines
   */
  Lines(InputStream file, String name, long before) {
    this.file = new BufferedInputStream(file, 1 << 16);
    this.name = name;
    this.bytesRead = before;
  }

  /** Whose lines they are, to be said of what is wrong. */
  String name() {
    return name;
  }

  /**
   * The next line without its end, which is {@code \n} or {@code \r\n}; null if there is none.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if it is longer than {@value
   *     #LONGEST} bytes
   */
  @Nullable String next() throws IOException {
    int length = 0;
    long start = bytesRead;
    for (int next = file.read(); next >= 0; next = file.read()) {
      bytesRead++;
      if (next == '\n') {
        return text(length);
      }
      if (length == LONGEST) {
        throw ErrorCode.INVALID_INPUT.because(
            "The line at byte %d of %s is longer than %d bytes. Write one JSON object a line, and create another job."
                .formatted(start, name, LONGEST));
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = (byte) next;
    }
    return length == 0 ? null : text(length);
  }

  private String text(int length) {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return new String(line, 0, end, StandardCharsets.UTF_8);
  }

  /** How many bytes of the file are read: those before the next line. */
  long bytesRead() {
    return bytesRead;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

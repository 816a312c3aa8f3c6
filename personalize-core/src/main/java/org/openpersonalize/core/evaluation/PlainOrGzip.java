// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.openpersonalize.core.resource.ErrorCode;

/** Opens files that may be gzipped, whatever they are called. */
final class PlainOrGzip {
  private static final int BUFFER = 1 << 16;
  private static final int GZIP_MAGIC = 0x8B1F; // its two bytes, the first one lowest

  private PlainOrGzip() {}

  /**
   * The file's content.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is no such file
   */
  static InputStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s is a directory: name a CSV file in it".formatted(file));
    }
    try {
      InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      in.mark(2);
      int magic = in.read() | in.read() << 8;
      in.reset();
      return magic == GZIP_MAGIC ? new GZIPInputStream(in, BUFFER) : in;
    } catch (NoSuchFileException e) {
      throw ErrorCode.INVALID_INPUT.because("There is no file %s".formatted(file), e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/** Reads what stands at the end of a file: its columns, and where their values are. */
final class ParquetFooter {
  /** With this a file begins and ends. */
  static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private static final String ENCRYPTED = "PARE";

  /** The footer's length and the magic bytes behind it. */
  private static final int TAIL = 8;

  private static final int FIRST_READ = 1 << 16;

  private ParquetFooter() {}

  /** @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if the file is no Parquet, not whole or encrypted */
  static FileMetaData read(FileParts parts, long length, String file) throws IOException {
    if (length < MAGIC.length + TAIL || !magic(parts.read(0, MAGIC.length), 0).startsWith("PAR")) {
      throw refusal(
          file, "is called Parquet by its name and is none: give it a name that tells what it is");
    }
    byte[] end = parts.read(Math.max(0, length - FIRST_READ), (int) Math.min(FIRST_READ, length));
    String last = magic(end, end.length - MAGIC.length);
    if (last.equals(ENCRYPTED)) {
      throw refusal(file, "is encrypted: write it without encryption");
    }
    int footer = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(end.length - TAIL);
    if (!last.equals(magic(MAGIC, 0)) || footer <= 0 || footer > length - TAIL - MAGIC.length) {
      throw refusal(file, "is damaged, or was not copied whole: write it again");
    }
    ByteArrayInputStream bytes = footer + TAIL <= end.length
        ? new ByteArrayInputStream(end, end.length - TAIL - footer, footer)
        : new ByteArrayInputStream(parts.read(length - TAIL - footer, footer));
    try {
      return Util.readFileMetaData(bytes);
    } catch (IOException | RuntimeException e) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s is damaged: its footer cannot be read. Write it again".formatted(file), e);
    }
  }

  private static String magic(byte[] bytes, int from) {
    return new String(bytes, from, MAGIC.length, StandardCharsets.ISO_8859_1);
  }

  private static PersonalizeException refusal(String file, String sentence) {
    return ErrorCode.INVALID_INPUT.because("%s %s".formatted(file, sentence));
  }
}

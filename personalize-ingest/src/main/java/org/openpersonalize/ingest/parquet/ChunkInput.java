// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import java.io.IOException;
import java.io.InputStream;

/** A part of a file from its beginning to its end, fetched in pieces: small ones first, for who only looks at the beginning. */
final class ChunkInput extends InputStream {
  private static final int FIRST_PIECE = 1 << 17;
  private static final int LARGEST_PIECE = 1 << 20;

  private final FileParts parts;
  private final long end;
  private long next;
  private byte[] piece = new byte[0];
  private int at;
  private int size = FIRST_PIECE;

  ChunkInput(FileParts parts, long from, long end) {
    this.parts = parts;
    this.next = from;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    return isExhausted() ? -1 : piece[at++] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (isExhausted()) {
      return -1;
    }
    int count = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, buffer, offset, count);
    at += count;
    return count;
  }

  private boolean isExhausted() throws IOException {
    if (at == piece.length && next < end) {
      piece = parts.read(next, (int) Math.min(size, end - next));
      size = Math.min(2 * size, LARGEST_PIECE);
      next += piece.length;
      at = 0;
    }
    return at == piece.length;
  }
}

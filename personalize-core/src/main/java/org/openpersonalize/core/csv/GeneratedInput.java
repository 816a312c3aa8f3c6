// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A file that is made as it is read, so that one of any size takes the memory of a piece. */
public abstract class GeneratedInput extends InputStream {
  private byte[] piece = new byte[0];
  private int at;

  /** The next piece, which may be empty; null behind the last. */
  protected abstract byte @Nullable [] next() throws IOException;

  @Override
  public final int read() throws IOException {
    return isExhausted() ? -1 : piece[at++] & 0xff;
  }

  @Override
  public final int read(byte[] buffer, int offset, int length) throws IOException {
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
    while (at == piece.length) {
      byte[] next = next();
      if (next == null) {
        return true;
      }
      piece = next;
      at = 0;
    }
    return false;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.object;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/**
 * An object's content. A transfer that breaks off is an error, not an early end, and closing the stream before its end
 * gives the transfer up instead of fetching the rest.
 */
final class ObjectInput extends FilterInputStream {
  private final ResponseInputStream<?> object;
  private long left;

  /** @param length of the whole object, in bytes */
  ObjectInput(ResponseInputStream<?> object, long length) {
    super(object);
    this.object = object;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    count(one < 0 ? -1 : 1);
    return one;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    count(count);
    return count;
  }

  private void count(int read) throws EOFException {
    if (read >= 0) {
      left -= read;
    } else if (left > 0) {
      throw new EOFException(
          "The transfer broke off %d bytes before the object's end".formatted(left));
    }
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    left -= skipped;
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (left > 0) {
      object.abort();
    } else {
      super.close();
    }
  }
}

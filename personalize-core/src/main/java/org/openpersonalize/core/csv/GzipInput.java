// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/**
 * What a gzip file holds, all its members one after the other.
 *
 * <p>The JDK's stream takes a member for the last one if its source says that no byte is {@linkplain InputStream#available
 * available} at the moment, as sources beyond a network do between two packets, and it takes a source that fails there for one that
 * ended. Either would lose records without a word; here they are read, and the failure is thrown.
 */
public final class GzipInput extends InputStream {
  private static final int BUFFER = 1 << 16;

  private final String file;
  private final Compressed compressed;
  private final InputStream content;

  /**
   * @param in closed by {@link #close}
   * @param file how messages name it
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if it does not begin as gzip does
   */
  public GzipInput(InputStream in, String file) throws IOException {
    this.file = file;
    this.compressed = new Compressed(in);
    try {
      this.content = new GZIPInputStream(compressed, BUFFER);
    } catch (ZipException | EOFException e) {
      compressed.throwFailure();
      throw ErrorCode.INVALID_INPUT.because(
          "%s is called gzip by its name and is none: give it a name that tells what it is"
              .formatted(file),
          e);
    }
  }

  /** @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if the file is damaged or ends too early */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int count = content.read(buffer, offset, length);
      compressed.throwFailure();
      return count;
    } catch (ZipException | EOFException e) {
      compressed.throwFailure();
      throw ErrorCode.INVALID_INPUT.because(
          "%s is damaged, or was not copied whole: make it again with gzip".formatted(file), e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  /** The file's bytes: says truthfully whether there are more, and remembers how it failed. */
  private static final class Compressed extends FilterInputStream {
    private final byte[] ahead = new byte[1];
    private boolean hasAhead;
    private @Nullable IOException failure;

    Compressed(InputStream in) {
      super(in);
    }

    void throwFailure() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public int available() throws IOException {
      if (!hasAhead) {
        hasAhead = fetch(ahead, 0, 1) == 1;
      }
      return hasAhead ? 1 : 0;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (hasAhead && length > 0) {
        buffer[offset] = ahead[0];
        hasAhead = false;
        return 1;
      }
      return fetch(buffer, offset, length);
    }

    private int fetch(byte[] buffer, int offset, int length) throws IOException {
      try {
        return in.read(buffer, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}

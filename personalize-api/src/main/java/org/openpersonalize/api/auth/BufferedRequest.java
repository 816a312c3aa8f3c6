// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.digest.Digests;
import org.openpersonalize.core.resource.ErrorCode;
import org.springframework.util.unit.DataSize;

/** A request whose body was read to be hashed, and can be read once more. */
final class BufferedRequest extends HttpServletRequestWrapper {
  private final byte[] body;

  private BufferedRequest(HttpServletRequest request, byte[] body) {
    super(request);
    this.body = body;
  }

  /** Reads the body; {@link ErrorCode#REQUEST_TOO_LARGE} if it is longer than {@code limit}. */
  static BufferedRequest read(HttpServletRequest request, DataSize limit) throws IOException {
    int most = Math.toIntExact(limit.toBytes());
    if (request.getContentLengthLong() > most) {
      throw tooLarge(limit);
    }
    byte[] body = body(request, most);
    if (body.length > most) {
      throw tooLarge(limit);
    }
    return new BufferedRequest(request, body);
  }

  /** One more byte at most, so that it is seen that there are too many. A body of known length, which most have, needs no more room than it takes. */
  private static byte[] body(HttpServletRequest request, int most) throws IOException {
    int length = request.getContentLength();
    if (length < 0) {
      return request.getInputStream().readNBytes(most + 1);
    }
    byte[] body = new byte[length];
    int read = request.getInputStream().readNBytes(body, 0, length);
    return read == length ? body : Arrays.copyOf(body, read);
  }

  private static RuntimeException tooLarge(DataSize limit) {
    return ErrorCode.REQUEST_TOO_LARGE.because(
        "The request body is longer than %d bytes; send fewer records at a time, or a file to /uploads"
            .formatted(limit.toBytes()));
  }

  /** SHA-256 of the body, in lower-case hex. */
  String sha256() {
    return Digests.sha256Hex(body);
  }

  @Override
  public ServletInputStream getInputStream() {
    return new BodyStream(new ByteArrayInputStream(body));
  }

  @Override
  public BufferedReader getReader() {
    @Nullable String encoding = getCharacterEncoding();
    Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
    return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), charset));
  }

  private static final class BodyStream extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    BodyStream(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return bytes.read(buffer, offset, length);
    }

    @Override
    public byte[] readAllBytes() {
      return bytes.readAllBytes();
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("The body is here already; read it without a listener");
    }
  }
}

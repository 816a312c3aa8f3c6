// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.digest.Digests;
import org.openpersonalize.core.resource.ErrorCode;

/**
 * A body that is hashed as it is read, and that throws at its end if it is not what the sender announced: whoever is
 * storing it then stops before the last part.
 */
final class HashedBody extends FilterInputStream {
  private final MessageDigest sha256 = Digests.sha256();
  private final MessageDigest md5 = Digests.md5();
  private final @Nullable String announcedSha256;
  private final @Nullable String announcedMd5;
  private @Nullable String hash;

  /**
   * @param announcedSha256 64 hex digits; null if the sender did not say
   * @param announcedMd5 base64, as {@code Content-MD5} carries it; null if the sender did not say
   */
  HashedBody(InputStream body, @Nullable String announcedSha256, @Nullable String announcedMd5) {
    super(body);
    this.announcedSha256 = announcedSha256;
    this.announcedMd5 = announcedMd5;
  }

  /** SHA-256 of the whole body in lower-case hex, once it has been read to its end. */
  String sha256() {
    if (hash == null) {
      throw new IllegalStateException("The body has not been read to its end");
    }
    return hash;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read < 0) {
      finish();
    } else {
      sha256.update(buffer, offset, read);
      md5.update(buffer, offset, read);
    }
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    return readNBytes(Math.toIntExact(Math.min(bytes, 8192))).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void finish() {
    if (hash != null) {
      return;
    }
    hash = HexFormat.of().formatHex(sha256.digest());
    require("SHA-256", announcedSha256, hash);
    require("MD5", announcedMd5, Base64.getEncoder().encodeToString(md5.digest()));
  }

  private static void require(String algorithm, @Nullable String announced, String actual) {
    if (announced != null && !announced.equals(actual)) {
      throw ErrorCode.INVALID_INPUT.because(
          "The %s of what arrived is %s, but %s was announced; nothing was stored, send the file again"
              .formatted(algorithm, actual, announced));
    }
  }
}

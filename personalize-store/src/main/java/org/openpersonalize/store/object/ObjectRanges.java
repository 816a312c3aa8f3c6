// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.object;

import java.io.IOException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An object of which parts are read, all of them of the content that it had when it was opened. */
public final class ObjectRanges {
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client s3;
  private final String bucket;
  private final String key;
  private final long length;
  private final String tag;

  ObjectRanges(S3Client s3, String bucket, String key, long length, String tag) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
    this.length = length;
    this.tag = tag;
  }

  /** In bytes. */
  public long length() {
    return length;
  }

  /**
   * Some bytes of it, all of which must lie within it.
   *
   * @throws IOException if the object is not the same any more, too
   */
  public byte[] read(long from, int count) throws IOException {
    try {
      byte[] bytes = s3.getObjectAsBytes(request -> request
              .bucket(bucket)
              .key(key)
              .ifMatch(tag)
              .range("bytes=%d-%d".formatted(from, from + count - 1)))
          .asByteArrayUnsafe();
      if (bytes.length != count) {
        throw new IOException("s3://%s/%s answers %d bytes from %d on in the place of %d"
            .formatted(bucket, key, bytes.length, from, count));
      }
      return bytes;
    } catch (S3Exception e) {
      throw new IOException(
          e.statusCode() == PRECONDITION_FAILED
              ? "s3://%s/%s was replaced while it was read".formatted(bucket, key)
              : "Cannot read s3://%s/%s: %s".formatted(bucket, key, e.getMessage()),
          e);
    }
  }
}

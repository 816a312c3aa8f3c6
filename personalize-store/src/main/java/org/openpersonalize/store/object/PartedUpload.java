// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.object;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An object that is stored in parts, if need be by one process after the other, and is there when it is complete. What is neither
 * completed nor aborted takes room in the store.
 */
public final class PartedUpload {
  private static final String NO_SUCH_UPLOAD = "NoSuchUpload";

  private final S3Client s3;
  private final String bucket;
  private final String key;
  private final String id;

  /** There is no such upload any more, or a part of it is not the one that was stored. */
  public static final class UploadGone extends IOException {
    UploadGone(String message, Throwable cause) {
      super(message, cause);
    }
  }

  PartedUpload(S3Client s3, String bucket, String key, String id) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
    this.id = id;
  }

  /** What another process needs to go on with it. */
  public String id() {
    return id;
  }

  /**
   * Stores a part, in the place of one with the same number.
   *
   * @param number from 1 to 10,000
   * @param length at least {@link ObjectStore#LEAST_PART}, but for the last part
   * @return the tag by which the store knows it
   * @throws UploadGone if there is no such upload any more
   */
  public String put(int number, byte[] bytes, int length) throws IOException {
    try {
      return s3.uploadPart(
              part -> part.bucket(bucket).key(key).uploadId(id).partNumber(number),
              RequestBody.fromContentProvider(
                  () -> new ByteArrayInputStream(bytes, 0, length),
                  length,
                  "application/octet-stream"))
          .eTag();
    } catch (S3Exception e) {
      throw failed("store a part of", e);
    }
  }

  /**
   * Makes an object of the parts, which replaces what has its key.
   *
   * @param tags of the parts from the first on
   * @throws UploadGone if there is no such upload any more, or a part is not the one with this tag
   */
  public void complete(List<String> tags) throws IOException {
    List<CompletedPart> parts = IntStream.range(0, tags.size())
        .mapToObj(
            n -> CompletedPart.builder().partNumber(n + 1).eTag(tags.get(n)).build())
        .toList();
    try {
      s3.completeMultipartUpload(upload ->
          upload.bucket(bucket).key(key).uploadId(id).multipartUpload(all -> all.parts(parts)));
    } catch (S3Exception e) {
      throw failed("complete", e);
    }
  }

  /** Frees the room that the parts take; there is nothing to do if there is no such upload any more. */
  public void abort() throws IOException {
    try {
      s3.abortMultipartUpload(upload -> upload.bucket(bucket).key(key).uploadId(id));
    } catch (S3Exception e) {
      if (!isGone(e)) {
        throw failed("abort", e);
      }
    }
  }

  private static boolean isGone(S3Exception e) {
    return e instanceof NoSuchBucketException
        || e.awsErrorDetails() != null
            && List.of(NO_SUCH_UPLOAD, "InvalidPart")
                .contains(e.awsErrorDetails().errorCode());
  }

  private IOException failed(String verb, S3Exception e) {
    String message = "Cannot %s s3://%s/%s: %s".formatted(verb, bucket, key, e.getMessage());
    return isGone(e) ? new UploadGone(message, e) : new IOException(message, e);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openpersonalize.core.resource.ErrorCode;

/** Where an upload goes: a bucket that is not the service's own, and a key that is the same path everywhere. */
record UploadTarget(String bucket, String key) {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final int LONGEST_KEY = 1_024;

  /**
   * Where {@code PUT /uploads/bucket/key} goes.
   *
   * @param modelBucket is out of reach: whoever could write there could change what is recommended
   */
  static UploadTarget of(String bucket, String key, String modelBucket) {
    if (!BUCKET.matcher(bucket).matches()) {
      throw ErrorCode.INVALID_INPUT.because(
          "A bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens");
    }
    if (bucket.equals(modelBucket)) {
      throw ErrorCode.ACCESS_DENIED.because(
          "The bucket %s holds the service's models; upload to another".formatted(modelBucket));
    }
    if (key.isEmpty() || key.getBytes(UTF_8).length > LONGEST_KEY) {
      throw ErrorCode.INVALID_INPUT.because(
          "PUT to /uploads/<bucket>/<key>, the key with 1 to %d bytes".formatted(LONGEST_KEY));
    }
    if (Stream.of(key.split("/", -1)).anyMatch(UploadTarget::isUnsafe)) {
      throw ErrorCode.INVALID_INPUT.because(
          "A key has no empty, '.' or '..' segment, no backslash and no control character");
    }
    return new UploadTarget(bucket, key);
  }

  String location() {
    return "s3://%s/%s".formatted(bucket, key);
  }

  private static boolean isUnsafe(String segment) {
    return segment.isEmpty()
        || segment.equals(".")
        || segment.equals("..")
        || segment.chars().anyMatch(c -> c == '\\' || Character.isISOControl(c));
  }
}

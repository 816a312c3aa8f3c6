// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.importjob;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/**
 * An object, or a folder when the key is empty or ends in {@code /}.
 *
 * @param key the object's key, or the prefix that a folder's keys begin with
 */
record S3Location(String bucket, String key) {
  private static final Pattern FORM =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.*)");

  /**
   * Reads a location.
   *
   * @param modelBucket the service's own bucket: nobody's data, and not for reading through an import
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if data cannot be read from there
   */
  static S3Location parse(String text, String modelBucket) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw ErrorCode.INVALID_INPUT.because(
          "Invalid Data location. '%s' must be s3://<bucket>/<object> or s3://<bucket>/<folder>/"
              .formatted(text));
    }
    if (parts.group(1).equals(modelBucket)) {
      throw ErrorCode.INVALID_INPUT.because(
          "Invalid Data location. The bucket %s holds models; put data into another bucket"
              .formatted(modelBucket));
    }
    return new S3Location(parts.group(1), parts.group(2));
  }

  boolean isFolder() {
    return key.isEmpty() || key.endsWith("/");
  }

  /** Does an object with this key lie in the folder itself, not further down? */
  boolean directlyHolds(String objectKey) {
    return objectKey.indexOf('/', key.length()) < 0;
  }

  S3Location object(String objectKey) {
    return new S3Location(bucket, objectKey);
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}

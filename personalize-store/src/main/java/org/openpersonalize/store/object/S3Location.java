// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.object;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/**
 * An object, or a folder when the key is empty or ends in {@code /}.
 *
 * @param key the object's key, or the prefix that a folder's keys begin with
 */
public record S3Location(String bucket, String key) {
  private static final Pattern FORM =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.*)");

  /**
   * Reads a location.
   *
   * @param modelBucket the service's own bucket: nobody's data, and not for reading or writing by a job
   * @param refused how the refusal begins
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if it cannot be that of data
   */
  public static S3Location parse(String text, String modelBucket, String refused) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s. '%s' must be s3://<bucket>/<object> or s3://<bucket>/<folder>/"
              .formatted(refused, text));
    }
    if (parts.group(1).equals(modelBucket)) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s. The bucket %s holds models; name another bucket".formatted(refused, modelBucket));
    }
    return new S3Location(parts.group(1), parts.group(2));
  }

  public boolean isFolder() {
    return key.isEmpty() || key.endsWith("/");
  }

  /** Does an object with this key lie in the folder itself, not further down? */
  public boolean directlyHolds(String objectKey) {
    return objectKey.indexOf('/', key.length()) < 0;
  }

  public S3Location object(String objectKey) {
    return new S3Location(bucket, objectKey);
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}

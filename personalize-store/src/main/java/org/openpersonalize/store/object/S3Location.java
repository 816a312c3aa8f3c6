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
  /** How a refusal of a place to write to begins. */
  public static final String INVALID_OUTPUT = "Invalid S3 output path";

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

  /**
   * Reads the location of a folder that a job writes into.
   *
   * @param modelBucket as for {@link #parse}
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if it cannot be one
   */
  public static S3Location parseOutput(String text, String modelBucket) {
    S3Location location = parse(text, modelBucket, INVALID_OUTPUT);
    if (!location.isFolder()) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s. %s must be a folder: end it with /".formatted(INVALID_OUTPUT, location));
    }
    return location;
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

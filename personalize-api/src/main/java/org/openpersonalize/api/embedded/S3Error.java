// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import java.util.Objects;

/** What S3 calls the reasons for which a request about a bucket's policy is refused. */
enum S3Error {
  ACCESS_DENIED("AccessDenied", 403),
  AUTHORIZATION_HEADER_MALFORMED("AuthorizationHeaderMalformed", 400),
  ENTITY_TOO_LARGE("EntityTooLarge", 400),
  INVALID_ACCESS_KEY_ID("InvalidAccessKeyId", 403),
  MALFORMED_POLICY("MalformedPolicy", 400),
  NO_SUCH_BUCKET("NoSuchBucket", 404),
  NO_SUCH_BUCKET_POLICY("NoSuchBucketPolicy", 404),
  NOT_IMPLEMENTED("NotImplemented", 501),
  REQUEST_TIME_TOO_SKEWED("RequestTimeTooSkewed", 403),
  SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403);

  private final String code;
  private final int status;

  S3Error(String code, int status) {
    this.code = code;
    this.status = status;
  }

  String code() {
    return code;
  }

  int status() {
    return status;
  }

  /** The exception to throw; {@code sentence} is for the user and says what to do. */
  Refusal because(String sentence) {
    return new Refusal(this, sentence);
  }

  /** A request that is answered with an error. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final S3Error error;

    private Refusal(S3Error error, String sentence) {
      super(sentence);
      this.error = error;
    }

    /** The sentence for the client. */
    @Override
    public String getMessage() {
      return Objects.requireNonNull(super.getMessage());
    }

    S3Error error() {
      return error;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.resource;

import org.jspecify.annotations.Nullable;

/**
 * The errors a client can be answered with, by the names the API gives them.
 *
 * <p>Services throw them with {@link #because}: the sentence says what is wrong and what to do about it.
 */
public enum ErrorCode {
  INVALID_INPUT("InvalidInputException"),
  RESOURCE_NOT_FOUND("ResourceNotFoundException"),
  RESOURCE_ALREADY_EXISTS("ResourceAlreadyExistsException"),
  RESOURCE_IN_USE("ResourceInUseException"),
  LIMIT_EXCEEDED("LimitExceededException"),
  INVALID_NEXT_TOKEN("InvalidNextTokenException"),
  TOO_MANY_TAGS("TooManyTagsException"),
  TOO_MANY_TAG_KEYS("TooManyTagKeysException"),
  UNKNOWN_OPERATION("UnknownOperationException"),
  SERIALIZATION("SerializationException"),
  ACCESS_DENIED("AccessDeniedException"),
  MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException"),
  INCOMPLETE_SIGNATURE("IncompleteSignatureException"),
  INVALID_SIGNATURE("InvalidSignatureException"),
  REQUEST_EXPIRED("RequestExpired"),
  UNRECOGNIZED_CLIENT("UnrecognizedClientException"),
  REQUEST_TOO_LARGE("RequestEntityTooLargeException"),
  INTERNAL_FAILURE("InternalFailure"),
  SERVICE_UNAVAILABLE("ServiceUnavailableException");

  private final String wire;

  ErrorCode(String wire) {
    this.wire = wire;
  }

  /** The error's name as clients know it, for example {@code ResourceNotFoundException}. */
  public String wire() {
    return wire;
  }

  /** The exception to throw; {@code sentence} is for the user and says what to do. */
  public PersonalizeException because(String sentence) {
    return new PersonalizeException(this, sentence, null);
  }

  /** As {@link #because(String)}, keeping what led to it for the log. */
  public PersonalizeException because(String sentence, @Nullable Throwable cause) {
    return new PersonalizeException(this, sentence, cause);
  }
}

package org.openpersonalize.core.resource;

import org.jspecify.annotations.Nullable;

/** The one exception a service throws when a request cannot be done as asked; see {@link ErrorCode#because}. */
public final class PersonalizeException extends RuntimeException {
  private final ErrorCode code;

  PersonalizeException(ErrorCode code, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}

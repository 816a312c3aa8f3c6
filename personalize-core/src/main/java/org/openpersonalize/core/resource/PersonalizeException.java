// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.resource;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one exception a service throws when a request cannot be done as asked; see {@link ErrorCode#because}. */
public final class PersonalizeException extends RuntimeException {
  private final ErrorCode code;

  PersonalizeException(ErrorCode code, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  /** The sentence for the caller. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  public ErrorCode code() {
    return code;
  }
}

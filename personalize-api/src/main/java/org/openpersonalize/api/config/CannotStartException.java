// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The service cannot start as configured; the message is one sentence that tells the operator what to change. */
public final class CannotStartException extends RuntimeException {
  public CannotStartException(String sentence) {
    this(sentence, null);
  }

  /** As {@link #CannotStartException(String)}, keeping what led to it. */
  public CannotStartException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }

  /** The sentence for the operator. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}

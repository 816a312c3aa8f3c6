// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/** Expects a service to say no. */
public final class Refusals {
  private Refusals() {}

  /** Expects {@code call} to be refused with this code and a message that contains {@code named}. */
  public static void assertRefused(ErrorCode code, String named, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(PersonalizeException.class)
        .hasMessageContaining(named)
        .extracting(e -> ((PersonalizeException) e).code())
        .isEqualTo(code);
  }
}

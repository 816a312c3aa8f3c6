// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.form;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a form: an answer, or errors.
 *
 * @param answer null if there are errors, or where the service answers nothing
 */
public record Submission<A>(@Nullable A answer, FormErrors errors) {
  static <A> Submission<A> refused(FormErrors errors) {
    return new Submission<>(null, errors);
  }

  public boolean isRefused() {
    return errors.any();
  }

  /** Of a form that was not refused. */
  public A orThrow() {
    return Objects.requireNonNull(answer, () -> "refused: " + errors);
  }
}

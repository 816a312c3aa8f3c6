// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.form;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with a form, in the order of its fields; templates have it as {@code errors}. */
public record FormErrors(List<FormError> list) {
  public static final FormErrors NONE = new FormErrors(List.of());

  public static FormErrors of(FormError... errors) {
    return new FormErrors(List.of(errors));
  }

  public boolean any() {
    return !list.isEmpty();
  }

  /** The first one at a field; null if there is none. */
  public @Nullable FormError at(String field) {
    return list.stream()
        .filter(error -> error.field().equals(field))
        .findFirst()
        .orElse(null);
  }
}

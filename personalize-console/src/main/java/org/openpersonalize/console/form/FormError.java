// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.form;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.store.request.Name;

/**
 * What is wrong with one field, or with the form.
 *
 * @param field the id and name of the input; empty for the form as a whole
 * @param key of the sentence in the bundles; null if a service has said it
 * @param arguments of the sentence in the bundles
 * @param sentence what a service has said; null if it is in the bundles
 */
public record FormError(
    String field,
    @Nullable String key,
    List<Object> arguments,
    @Nullable String sentence) {
  private static final String NAME = Name.class.getAnnotation(Pattern.class).regexp();

  /** A sentence of the bundles. */
  public static FormError of(String field, String key, Object... arguments) {
    return new FormError(field, key, List.of(arguments), null);
  }

  /** A sentence that a service has said. */
  public static FormError said(String field, String sentence) {
    return new FormError(field, null, List.of(), sentence);
  }

  static FormError of(ConstraintViolation<?> violation) {
    String field = field(violation.getPropertyPath());
    Annotation constraint = violation.getConstraintDescriptor().getAnnotation();
    Object value = violation.getInvalidValue();
    if (constraint instanceof NotNull || value instanceof String text && text.isEmpty()) {
      return of(field, "form.missing");
    }
    if (constraint instanceof Size size) {
      return of(field, "form.size", size.min(), size.max());
    }
    if (constraint instanceof Pattern pattern) {
      return pattern.regexp().equals(NAME)
          ? of(field, "form.name")
          : of(field, "form.pattern", pattern.regexp());
    }
    return said(field, violation.getMessage());
  }

  /** The innermost member that is wrong: what forms name their inputs after. */
  private static String field(Path path) {
    String innermost = "";
    int row = 0;
    for (Path.Node node : path) {
      if (node.getIndex() != null) {
        row = node.getIndex();
      }
      if (node.getName() != null && !node.getName().startsWith("<")) {
        innermost = node.getName();
      }
    }
    return field(innermost, row);
  }

  /**
   * The input of a form that has several rows of the same inputs: {@code weight}, {@code weight2} and so on.
   *
   * @param row from 0
   */
  public static String field(String member, int row) {
    return row == 0 ? member : member + (row + 1);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import static java.util.Comparator.comparing;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Words violated constraints as AWS does: {@code 1 validation error detected: Value 'x y' at 'name' failed to satisfy
 * constraint: Member must satisfy regular expression pattern: ^[a-z]+}. Elements of a list count from 1.
 */
final class ConstraintSentence {
  private static final int LONGEST_VALUE = 100;

  private ConstraintSentence() {}

  static String of(Collection<? extends ConstraintViolation<?>> violations) {
    List<String> sentences = violations.stream()
        .map(violation -> "Value%s at '%s' failed to satisfy constraint: %s"
            .formatted(
                value(violation.getInvalidValue()),
                path(violation.getPropertyPath()),
                constraint(violation)))
        .sorted(comparing(sentence -> sentence.substring(sentence.indexOf(" at '"))))
        .toList();
    return "%d validation error%s detected: %s"
        .formatted(
            sentences.size(), sentences.size() == 1 ? "" : "s", String.join("; ", sentences));
  }

  /** Lists and objects are left out: they would be the whole request once more. */
  private static String value(@Nullable Object value) {
    if (value == null) {
      return " null";
    }
    if (value instanceof Collection<?> || value instanceof Map<?, ?> || value instanceof Record) {
      return "";
    }
    String text = value.toString();
    return " '%s'"
        .formatted(text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "..." : text);
  }

  private static String path(Path nodes) {
    StringBuilder path = new StringBuilder();
    for (Path.Node node : nodes) {
      if (node.getIndex() != null) {
        path.append('.').append(node.getIndex() + 1).append(".member");
      } else if (node.getKey() != null) {
        path.append('.').append(node.getKey());
      }
      if (node.getName() != null && !node.getName().startsWith("<")) {
        path.append(path.isEmpty() ? "" : ".").append(node.getName());
      }
    }
    return path.toString();
  }

  private static String constraint(ConstraintViolation<?> violation) {
    Annotation constraint = violation.getConstraintDescriptor().getAnnotation();
    if (constraint instanceof NotNull) {
      return "Member must not be null";
    }
    if (constraint instanceof Size size) {
      return "Member must have length " + bound(size, violation.getInvalidValue());
    }
    if (constraint instanceof Pattern pattern) {
      return "Member must satisfy regular expression pattern: " + pattern.regexp();
    }
    if (constraint instanceof Min min) {
      return "Member must have value greater than or equal to " + min.value();
    }
    if (constraint instanceof Max max) {
      return "Member must have value less than or equal to " + max.value();
    }
    if (constraint instanceof DecimalMin min) {
      return "Member must have value greater than or equal to " + min.value();
    }
    if (constraint instanceof DecimalMax max) {
      return "Member must have value less than or equal to " + max.value();
    }
    return violation.getMessage();
  }

  private static String bound(Size size, Object value) {
    return CharacterCount.of(value) < size.min()
        ? "greater than or equal to " + size.min()
        : "less than or equal to " + size.max();
  }
}

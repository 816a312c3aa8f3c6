// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.wire;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Says in one sentence, for the client, what Jackson found wrong.
 *
 * <p>Jackson's own messages name Java classes; these name the member, in the notation of AWS: {@code
 * eventList.1.member.sentAt} is the time of the first event.
 */
final class JsonFault {
  static final String NOT_AN_OBJECT = "The request body must be one JSON object, such as {}";

  private JsonFault() {}

  static PersonalizeException explain(JacksonException e) {
    String member = path(e.getPath());
    if (e.getCause() instanceof PersonalizeException refused) {
      return member.isEmpty()
          ? refused
          : refused.code().because("'%s': %s".formatted(member, refused.getMessage()), e);
    }
    if (e instanceof UnrecognizedPropertyException) {
      return ErrorCode.INVALID_INPUT.because(
          "'%s' is not served by this version of Open Personalize; leave it out. See docs/compatibility.md."
              .formatted(member),
          e);
    }
    if (e instanceof InvalidNullException) {
      return ErrorCode.INVALID_INPUT.because(
          "'%s' must not be null; leave it out".formatted(member), e);
    }
    if (e instanceof InputCoercionException number) {
      return mismatch(member, number.getTargetType(), e);
    }
    if (e instanceof MismatchedInputException value && !member.isEmpty()) {
      return mismatch(member, value.getTargetType(), e);
    }
    if (e instanceof StreamReadException || e instanceof MismatchedInputException) {
      return ErrorCode.SERIALIZATION.because(malformed(e), e);
    }
    if (e instanceof DatabindException) {
      throw e; // a type that cannot be read is our mistake, not the client's
    }
    return ErrorCode.SERIALIZATION.because(NOT_AN_OBJECT, e);
  }

  private static PersonalizeException mismatch(
      String member, @Nullable Class<?> type, JacksonException cause) {
    return ErrorCode.INVALID_INPUT.because(
        "'%s' must be %s".formatted(member, expected(type)), cause);
  }

  private static String malformed(JacksonException e) {
    return e instanceof StreamReadException && e.getLocation() != null
        ? "The request body is not valid JSON: see line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())
        : NOT_AN_OBJECT;
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type == Instant.class) {
      return "a time: the seconds (not milliseconds) since 1970, such as 1542392161.837, or ISO 8601 with an offset";
    }
    if (type == String.class || type == Arn.class || type == Status.class) {
      return "a string";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type == Integer.class || type == int.class) {
      return "a whole number from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == Long.class || type == long.class) {
      return "a whole number from %d to %d".formatted(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (Number.class.isAssignableFrom(type)
        || type == LooseNumber.class
        || type == double.class
        || type == float.class) {
      return "a number";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name())
          .collect(Collectors.joining(", ", "one of [", "]"));
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "a list";
    }
    return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "of another type";
  }

  private static String path(List<JacksonException.Reference> references) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference reference : references) {
      if (reference.getPropertyName() == null) {
        path.append('.').append(reference.getIndex() + 1).append(".member");
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
      }
    }
    return path.toString();
  }
}

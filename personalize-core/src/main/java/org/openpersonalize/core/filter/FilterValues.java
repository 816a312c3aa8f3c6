// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/**
 * The {@code filterValues} of a request: by the name of a parameter one value or several, separated by commas.
 *
 * <p>Texts stand in double quotes, in which a backslash makes the next character an ordinary one; without quotes a value is
 * what stands between two commas.
 */
final class FilterValues {
  private final Map<String, String> values;

  FilterValues(Map<String, String> values) {
    this.values = values;
  }

  boolean has(String parameter) {
    return values.containsKey(parameter);
  }

  /** The values of a parameter that there is. */
  List<Operand.Text> of(String parameter) {
    String source = Objects.requireNonNull(values.get(parameter));
    List<Operand.Text> texts = new ArrayList<>();
    int at = 0;
    do {
      at = skipSpace(source, at);
      StringBuilder text = new StringBuilder();
      if (at < source.length() && source.charAt(at) == '"') {
        at = readQuoted(parameter, source, at + 1, text);
      } else {
        int comma = source.indexOf(',', at);
        int end = comma < 0 ? source.length() : comma;
        text.append(source.substring(at, end).strip());
        if (text.isEmpty()) {
          throw refusal(parameter, "has an empty value: leave it out, or put it in quotes");
        }
        at = end;
      }
      texts.add(new Operand.Text(text.toString()));
    } while (at++ < source.length());
    return texts;
  }

  private static int skipSpace(String source, int from) {
    int at = from;
    while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Reads on to the end of a quoted text and to the comma behind it; returns where that is. */
  private static int readQuoted(String parameter, String source, int from, StringBuilder text) {
    int at = from;
    while (at < source.length() && source.charAt(at) != '"') {
      if (source.charAt(at) == '\\' && at + 1 < source.length()) {
        at++;
      }
      text.append(source.charAt(at++));
    }
    if (at == source.length()) {
      throw refusal(parameter, "has a quote that is not closed: close it");
    }
    at = skipSpace(source, at + 1);
    if (at < source.length() && source.charAt(at) != ',') {
      throw refusal(parameter, "has something behind a quoted value: separate values by commas");
    }
    return at;
  }

  private static PersonalizeException refusal(String parameter, String sentence) {
    return ErrorCode.INVALID_INPUT.because("filterValues: %s %s.".formatted(parameter, sentence));
  }
}

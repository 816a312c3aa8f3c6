// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in an expression something is wrong.
 *
 * @param line the line of it, or what is around the place in a long one
 * @param pointer as long, with a caret below the place
 */
public record Caret(String line, String pointer) {
  private static final Pattern PLACE = Pattern.compile("\\bat column (\\d{1,9})\\b");
  private static final int BEFORE = 40;
  private static final int AFTER = 40;

  /** @param sentence which names the place, counted in characters from 1 */
  static Optional<Caret> of(String expression, String sentence) {
    Matcher place = PLACE.matcher(sentence);
    int[] characters = expression.codePoints().toArray();
    if (!place.find() || Integer.parseInt(place.group(1)) > characters.length + 1) {
      return Optional.empty();
    }
    int at = Math.max(0, Integer.parseInt(place.group(1)) - 1);
    int start = at;
    while (start > 0 && start > at - BEFORE && characters[start - 1] != '\n') {
      start--;
    }
    int end = at;
    while (end < characters.length && end < at + AFTER && characters[end] != '\n') {
      end++;
    }
    return Optional.of(
        new Caret(new String(characters, start, end - start), " ".repeat(at - start) + "^"));
  }
}

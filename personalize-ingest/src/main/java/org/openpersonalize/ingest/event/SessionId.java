// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openpersonalize.core.schema.FieldValue;

/**
 * Tells the ids of sessions and users from what templates and languages print where there is none.
 *
 * <p>Under such a text the events of all visitors would meet, and the first who signs in would be taken for all of them.
 */
final class SessionId {
  private static final Set<String> NO_SESSION = Set.of(
      "unknown",
      "empty",
      "anonymous",
      "guest",
      "default",
      "true",
      "false",
      "session",
      "sessionid",
      "session id",
      "object object",
      "optional.empty",
      "no session",
      "-1");

  private static final Set<String> NOBODY =
      Set.of("null", "undefined", "None", "nil", "NaN", "<nil>", "(null)");

  /** No letter and no digit but 0, as in {@code -}, {@code 0} and the UUID of zeros. */
  private static final Pattern NO_NAME = Pattern.compile("[^\\p{L}1-9]*");

  /** What stands in brackets, quotes or the like, or behind the sign of a template or of a format. */
  private static final Pattern WRAPPED = Pattern.compile(
      "\"(.*)\"|'(.*)'|[$#%@]?\\{+(.*?)}+|<%?=?(.*?)%?>|\\[(.*)]|\\((.*)\\)|%!?[a-z](.*)|%(\\w+)%|[$:](\\w+)|__(\\w+)__");

  private static final Pattern DIGIT = Pattern.compile("\\d");
  private static final Pattern SEPARATORS = Pattern.compile("[-_ ]+");
  private static final Pattern PREFIX = Pattern.compile("^[a-z]+[-_: .=]+");

  private SessionId() {}

  /** Does this text name one session? */
  static boolean namesOne(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (NO_NAME.matcher(lower).matches() || saysNothing(lower)) {
      return false;
    }
    Matcher wrapped = WRAPPED.matcher(lower);
    if (!wrapped.matches()) {
      return true;
    }
    String inside = inside(wrapped);
    return DIGIT.matcher(inside).find()
        && namesOne(inside); // a UUID in braces, but no variable of a template
  }

  private static String inside(Matcher wrapped) {
    for (int group = 1; group <= wrapped.groupCount(); group++) {
      if (wrapped.group(group) != null) {
        return wrapped.group(group);
      }
    }
    return "";
  }

  /** Is this how a program prints a user's id that it does not have? Names of people are not looked at so closely. */
  static boolean isNobody(String userId) {
    return NOBODY.contains(userId);
  }

  /** {@code null}, and also {@code session-null}. */
  private static boolean saysNothing(String lower) {
    String word = PREFIX.matcher(lower).replaceFirst("");
    return FieldValue.NOTHING.contains(lower)
        || NO_SESSION.contains(SEPARATORS.matcher(lower).replaceAll(" "))
        || NO_SESSION.contains(lower)
        || FieldValue.NOTHING.contains(word);
  }
}

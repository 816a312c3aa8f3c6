package org.openpersonalize.ingest.event;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells a session's id from what templates and languages print where there is none.
 *
 * <p>Under such a text the events of all visitors would meet, and the first who signs in would be taken for all of them.
 */
final class SessionId {
  private static final Set<String> NOTHING = Set.of(
      "null",
      "nil",
      "none",
      "undefined",
      "nan",
      "na",
      "n/a",
      "unknown",
      "empty",
      "anonymous",
      "guest",
      "default",
      "true",
      "false",
      "session",
      "sessionid",
      "session_id",
      "session-id",
      "[object object]");

  /** No letter and no digit but 0, as in {@code -}, {@code 0} and the UUID of zeros; or one below zero. */
  private static final Pattern NO_NAME = Pattern.compile("[^\\p{L}1-9]*|-\\d+");

  /** What a template would have replaced: <code>${sessionId}</code>, <code>{{session}}</code>, {@code <%= id %>}, {@code %s}. */
  private static final Pattern TEMPLATE =
      Pattern.compile("[$#%@]?\\{.*}|<.*>|\\[.*]|\\(.*\\)|%[A-Za-z_]+%?|\\$[A-Za-z_]+|__.*__");

  private SessionId() {}

  /** Does this text name one session? */
  static boolean namesOne(String text) {
    String stripped = text.strip();
    String inside = withoutBrackets(stripped.toLowerCase(Locale.ROOT));
    return !NOTHING.contains(inside)
        && !NO_NAME.matcher(inside).matches()
        && !TEMPLATE.matcher(stripped).matches();
  }

  /** {@code "null"}, {@code (null)} and {@code 'None'} are what stands inside. */
  private static String withoutBrackets(String text) {
    return text.length() > 2 && "\"'".indexOf(text.charAt(0)) >= 0
        ? text.substring(1, text.length() - 1)
        : text;
  }
}

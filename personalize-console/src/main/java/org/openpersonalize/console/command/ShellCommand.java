// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.store.request.Addition;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.util.ReflectionUtils;

/**
 * A request of the API as a line for a POSIX shell: a command of the AWS CLI, or of curl for what that does not know. The keys
 * come from where the CLI finds them.
 */
public final class ShellCommand {
  /** The CLI's name of the service whose paths these are; all else is the control plane's. */
  private static final Map<String, String> SERVICES = Map.of(
      "/recommendations", "personalize-runtime",
      "/personalize-ranking", "personalize-runtime",
      "/events", "personalize-events",
      "/items", "personalize-events",
      "/users", "personalize-events");

  private ShellCommand() {}

  /**
   * The command.
   *
   * @param endpoint of the service, such as {@code http://127.0.0.1:8080}
   * @param request named after its operation, with values that are fit for it
   */
  public static String of(String endpoint, Record request) {
    Class<?> operation = request.getClass();
    Optional<String> path =
        Optional.ofNullable(operation.getAnnotation(PostedTo.class)).map(PostedTo::value);
    return operation.isAnnotationPresent(Addition.class)
        ? curl(endpoint + path.orElseThrow(), request)
        : cli(endpoint, path.map(SERVICES::get).orElse("personalize"), request);
  }

  private static String curl(String address, Record request) {
    return "curl --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" --json %s %s"
        .formatted(quoted(json(request)), quoted(address));
  }

  private static String cli(String endpoint, String service, Record request) {
    StringJoiner command = new StringJoiner(" ")
        .add("aws --endpoint-url")
        .add(quoted(endpoint))
        .add(service)
        .add(kebab(request.getClass().getSimpleName()));
    for (RecordComponent member : request.getClass().getRecordComponents()) {
      Object value = value(request, member);
      if (value instanceof Boolean flag) {
        command.add((flag ? "--" : "--no-") + kebab(member.getName()));
      } else if (value != null) {
        command.add("--" + kebab(member.getName())).add(quoted(text(value)));
      }
    }
    return command.toString();
  }

  private static @Nullable Object value(Record request, RecordComponent member) {
    ReflectionUtils.makeAccessible(member.getAccessor());
    return ReflectionUtils.invokeMethod(member.getAccessor(), request);
  }

  /** A text as it is, and what is more than one in JSON. */
  private static String text(Object value) {
    String json = json(value);
    return json.startsWith("\"") ? WireJson.read(json.getBytes(UTF_8), String.class) : json;
  }

  private static String json(Object value) {
    return new String(WireJson.write(value), UTF_8);
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** As one word of the shell, whatever is in it. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}

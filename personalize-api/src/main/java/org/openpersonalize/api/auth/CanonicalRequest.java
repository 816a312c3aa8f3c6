// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.auth;

import static java.util.Comparator.comparing;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.springframework.web.util.UriUtils;

/**
 * The canonical request of Signature V4, rebuilt from what arrived.
 *
 * <p>Services other than S3 sign the path encoded twice: the path as it is on the wire, with its {@code %} encoded once
 * more, after {@code .}, {@code ..} and empty segments are resolved. The query needs no encoding: a client signs the
 * encoded pairs it sends.
 */
final class CanonicalRequest {
  /** That of an operation: nothing in it is encoded or resolved. */
  private static final Pattern PLAIN_PATH = Pattern.compile("/[A-Za-z0-9_~-]*+");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private CanonicalRequest() {}

  static String of(HttpServletRequest request, List<String> signedHeaders, String payloadHash) {
    StringBuilder canonical = new StringBuilder(512)
        .append(request.getMethod())
        .append('\n')
        .append(path(request.getRequestURI()))
        .append('\n')
        .append(query(request.getQueryString()))
        .append('\n');
    for (String name : signedHeaders) {
      canonical.append(name).append(':').append(values(request, name)).append('\n');
    }
    return canonical
        .append('\n')
        .append(String.join(";", signedHeaders))
        .append('\n')
        .append(payloadHash)
        .toString();
  }

  static String path(String uri) {
    if (PLAIN_PATH.matcher(uri).matches()) {
      return uri;
    }
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : uri.split("/")) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(UriUtils.encode(segment, "UTF-8"));
      }
    }
    String path = "/" + String.join("/", segments);
    return uri.endsWith("/") && !segments.isEmpty() ? path + "/" : path;
  }

  static String query(@Nullable String query) {
    return query == null ? "" : pairs(query);
  }

  private static String pairs(String query) {
    return Stream.of(query.split("&"))
        .filter(pair -> !pair.isEmpty())
        .map(pair -> pair.split("=", 2))
        .map(pair -> pair.length == 2 ? pair : new String[] {pair[0], ""})
        .sorted(comparing((String[] pair) -> pair[0]).thenComparing(pair -> pair[1]))
        .map(pair -> pair[0] + "=" + pair[1])
        .collect(Collectors.joining("&"));
  }

  /** All values of a header in the order they came, blanks trimmed and collapsed. */
  private static String values(HttpServletRequest request, String name) {
    List<String> values = Collections.list(request.getHeaders(name));
    if (values.isEmpty()) {
      throw ErrorCode.INVALID_SIGNATURE.because(
          "The signed header '%s' did not arrive".formatted(name));
    }
    return values.size() == 1
        ? collapsed(values.get(0))
        : values.stream().map(CanonicalRequest::collapsed).collect(Collectors.joining(","));
  }

  private static String collapsed(String value) {
    String stripped = value.strip();
    return stripped.contains("  ") || stripped.indexOf('\t') >= 0
        ? BLANKS.matcher(stripped).replaceAll(" ")
        : stripped;
  }
}

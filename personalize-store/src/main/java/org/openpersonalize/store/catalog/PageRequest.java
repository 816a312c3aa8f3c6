// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.PersonalizeException;

/**
 * Which page of a list is wanted.
 *
 * @param nextToken what the page before answered; null for the first page
 * @param maxResults the largest number of results, 1 to 100; null for 100
 */
public record PageRequest(
    @Nullable String nextToken, @Nullable Integer maxResults) {
  private static final int DEFAULT_SIZE = 100;

  int size() {
    return maxResults == null ? DEFAULT_SIZE : maxResults;
  }

  /**
   * A page of what is all in memory. The first one always names a next one, though nothing may be left for it: so does the
   * original's ListRecipes, and scripts go on without asking.
   */
  public <T> Page<T> of(String list, List<T> all) {
    int from = Math.min(from(list), all.size());
    int to = Math.min(from + size(), all.size());
    boolean isLast = to == all.size() && nextToken != null;
    return new Page<>(all.subList(from, to), isLast ? null : new Offset(list, to).token());
  }

  /**
   * A page of what is all in memory and may be more or less with the next page; the last one names no next one.
   *
   * @param all in the order of their numbers
   * @param number what an element keeps, from 0
   */
  public <T> Page<T> of(String list, List<T> all, ToIntFunction<T> number) {
    int from = from(list);
    List<T> left =
        all.stream().filter(element -> number.applyAsInt(element) >= from).toList();
    if (left.size() <= size()) {
      return new Page<>(left, null);
    }
    int next = number.applyAsInt(left.get(size()));
    return new Page<>(left.subList(0, size()), new Offset(list, next).token());
  }

  private int from(String list) {
    return nextToken == null ? 0 : Offset.parse(list, nextToken).from();
  }

  private static PersonalizeException invalid(@Nullable Exception cause) {
    return ErrorCode.INVALID_NEXT_TOKEN.because(
        "The nextToken is not one that this list answered. Leave it out to start at the first page.",
        cause);
  }

  private static String encode(String list, Object... place) {
    StringBuilder text = new StringBuilder(Integer.toHexString(list.hashCode()));
    for (Object part : place) {
      text.append('\n').append(part);
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static <P> P decode(String list, String token, int parts, Function<String[], P> place) {
    try {
      String[] all =
          new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\n");
      if (all.length == 1 + parts && all[0].equals(Integer.toHexString(list.hashCode()))) {
        return place.apply(all);
      }
    } catch (IllegalArgumentException | DateTimeException | PersonalizeException e) {
      throw invalid(e);
    }
    throw invalid(null);
  }

  private record Offset(String list, int from) {
    Offset {
      if (from < 0) {
        throw new IllegalArgumentException("Nothing is before the first");
      }
    }

    String token() {
      return encode(list, from);
    }

    static Offset parse(String list, String token) {
      return decode(list, token, 1, parts -> new Offset(list, Integer.parseInt(parts[1])));
    }
  }

  /**
   * The place in the order where a page ended.
   *
   * @param list names the list and what it is filtered by, so that a token of another list is refused
   */
  record Position(String list, Instant creationDateTime, Arn arn) {
    String token() {
      return encode(list, creationDateTime, arn);
    }

    static Position parse(String list, String token) {
      return decode(
          list,
          token,
          2,
          parts -> new Position(list, Instant.parse(parts[1]), Arn.parse(parts[2])));
    }
  }
}

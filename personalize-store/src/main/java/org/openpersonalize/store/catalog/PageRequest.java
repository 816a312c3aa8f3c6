package org.openpersonalize.store.catalog;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
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
   * The place in the order where a page ended.
   *
   * @param list names the list and what it is filtered by, so that a token of another list is refused
   */
  record Position(String list, Instant creationDateTime, Arn arn) {
    String token() {
      String text =
          "%s\n%s\n%s".formatted(Integer.toHexString(list.hashCode()), creationDateTime, arn);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Position parse(String list, String token) {
      try {
        String[] parts =
            new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\n");
        if (parts.length == 3 && parts[0].equals(Integer.toHexString(list.hashCode()))) {
          return new Position(list, Instant.parse(parts[1]), Arn.parse(parts[2]));
        }
      } catch (IllegalArgumentException | DateTimeException | PersonalizeException e) {
        throw invalid(e);
      }
      throw invalid(null);
    }

    private static PersonalizeException invalid(@Nullable Exception cause) {
      return ErrorCode.INVALID_NEXT_TOKEN.because(
          "The nextToken is not one that this list answered. Leave it out to start at the first page.",
          cause);
    }
  }
}

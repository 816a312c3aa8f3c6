// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.blindspot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.serving.blindspot.BlindSpotService.BlindSpot;

/** Where an item stands in the order of what items would bring, whatever comes or goes before it. */
record SpotKey(int interactions, String itemId) implements Comparable<SpotKey> {
  static SpotKey of(BlindSpot spot) {
    return new SpotKey(spot.interactions(), spot.itemId());
  }

  /** @throws PersonalizeException {@link ErrorCode#INVALID_NEXT_TOKEN} if it is none of {@link #token} */
  static SpotKey parse(String token) {
    try {
      String[] parts = new String(Base64.getUrlDecoder().decode(token), UTF_8).split("\n", 2);
      if (parts.length == 2) {
        return new SpotKey(Integer.parseUnsignedInt(parts[0]), parts[1]);
      }
    } catch (IllegalArgumentException e) {
      throw invalid(e);
    }
    throw invalid(null);
  }

  private static PersonalizeException invalid(@Nullable Exception cause) {
    return ErrorCode.INVALID_NEXT_TOKEN.because(
        "The nextToken is not one that this list answered. Leave it out to start at the first page.",
        cause);
  }

  String token() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString("%d\n%s".formatted(interactions, itemId).getBytes(UTF_8));
  }

  /** More interactions first, and then as ids sort by their bytes. */
  @Override
  public int compareTo(SpotKey other) {
    int byInteractions = Integer.compare(other.interactions, interactions);
    return byInteractions != 0
        ? byInteractions
        : Arrays.compareUnsigned(itemId.getBytes(UTF_8), other.itemId.getBytes(UTF_8));
  }
}

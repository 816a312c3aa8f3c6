// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.testing;

import java.util.List;
import java.util.SplittableRandom;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;

/**
 * People who take items of their taste, nine times out of ten the first half of them on a phone and the others on a screen.
 * The colour they wear says nothing. Every other one stays from first to last, the rest come for a moment each.
 */
public final class Situations {
  public static final List<String> COLUMNS = List.of("COLOUR", "DEVICE");

  private static final int TAKEN = 10;

  private Situations() {}

  /** Items are i100 to i139, of the taste of their number modulo 2, and so are users. */
  public static InteractionLog log(int users) {
    return log(users, COLUMNS);
  }

  /** The same interactions, of which nothing but these columns is known. */
  public static InteractionLog log(int users, List<String> columns) {
    SplittableRandom random = new SplittableRandom(users);
    InteractionLogBuilder log = new InteractionLogBuilder(columns);
    for (int user = 0; user < users; user++) {
      for (int n = 0; n < TAKEN; n++) {
        boolean stays = user / 2 % 2 == 0;
        String device = random.nextBoolean() ? "phone" : "screen";
        String colour = List.of("red", "green", "blue").get(random.nextInt(3));
        boolean isOnPhone = device.equals("phone") == random.nextInt(10) > 0;
        int item = (isOnPhone ? 0 : 20) + 2 * random.nextInt(10) + user % 2;
        long moment = stays ? (long) n * users / TAKEN + user % 7 : user;
        log.add("u" + user, "i" + (100 + item), null, Float.NaN, 1_000 * moment);
        for (int column = 0; column < columns.size(); column++) {
          String value = columns.get(column).equals("DEVICE") ? device : colour;
          log.addContext(column, Utf8Slice.of(value));
        }
      }
    }
    return log.build();
  }

  /** Is the item one that is taken on a phone? */
  public static boolean isForPhones(String itemId) {
    return itemId.compareTo("i120") < 0;
  }
}

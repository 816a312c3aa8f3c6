// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

/**
 * One of an endless list of made-up purchases, no two alike. Each customer has one of ten tastes, so that there is
 * something to learn.
 *
 * @param second when it happened, in seconds since 1970
 */
record Purchase(String userId, String itemId, long second) {
  static final int USERS = 5_000;
  static final int ITEMS = 1_000;

  private static final int TASTES = 10;
  private static final long FIRST_SECOND = 1_600_000_000;

  static Purchase number(int n) {
    int user = scatter(n) % USERS;
    int chance = scatter(~n);
    int taste = chance % 10 < 8 ? user % TASTES : chance / 10 % TASTES;
    int item = taste + TASTES * (chance / 100 % (ITEMS / TASTES));
    return new Purchase("user-" + user, item(item), FIRST_SECOND + n);
  }

  static String item(int n) {
    return "item-" + n;
  }

  /** Which purchase happened in a second. */
  static int number(long second) {
    return Math.toIntExact(second - FIRST_SECOND);
  }

  /** A hash that is not negative: the finaliser of MurmurHash3. */
  private static int scatter(int n) {
    int h = n;
    h = (h ^ (h >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return (h ^ (h >>> 16)) >>> 1;
  }
}

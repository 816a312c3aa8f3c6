// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways to evaluate, by the names that the command line has for them. */
enum Protocol {
  GIVEN_TEST,
  LEAVE_LAST_OUT,
  NEXT_ITEM,
  PREFIX,
  TIME_SPLIT,
  PERSONALIZE,
  /** The users of {@link #PERSONALIZE}, asked for what goes with their newest item. */
  RELATED_ITEMS;

  /** Is it a hold-out of the service, answered by its rules? */
  boolean isOfficial() {
    return this == PERSONALIZE || this == RELATED_ITEMS;
  }

  /** Does it need a file of what is to be found? */
  boolean needsTest() {
    return this == GIVEN_TEST || this == PREFIX;
  }

  /** Does it take a file of what is to be found? */
  boolean takesTest() {
    return needsTest() || this == NEXT_ITEM;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Protocol> named(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Protocol::word).toList();
  }
}

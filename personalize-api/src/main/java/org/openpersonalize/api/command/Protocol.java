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
  TIME_SPLIT,
  PERSONALIZE;

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

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similarity;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What is counted for two items. */
public enum Measure {
  /** The weighted number of users who had both. */
  CO_OCCURRENCE,
  /**
   * How surely the two go together: the log-likelihood ratio of independence. Dunning: Accurate Methods for the
   * Statistics of Surprise and Coincidence, Computational Linguistics 1993. It knows no user exponent, and with a = c = 0
   * it is the measure as published.
   */
  LOG_LIKELIHOOD;

  /** The word for it among the settings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All words, in order. */
  static List<String> words() {
    return Stream.of(values()).map(Measure::word).toList();
  }

  /** The measure with this word, in any case. */
  static Measure of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.util.List;
import java.util.Locale;

/**
 * One of the expressions that {@code |} joins: which records it is about, and who among the users.
 *
 * @param expression that it was read from
 * @param includes does it name what may be shown, or what may not?
 * @param where all its conditions are about one dataset
 * @param ifs about the user; without effect unless all hold
 */
public record Clause(
    Expression expression,
    boolean includes,
    Subject subject,
    Condition where,
    List<Condition.Test> ifs) {
  public Clause {
    ifs = List.copyOf(ifs);
  }

  /** What a filter keeps or takes away. */
  public enum Subject {
    ITEM("ItemID"),
    ACTION("ActionID"),
    USER("UserID");

    private final String wire;

    Subject(String wire) {
      this.wire = wire;
    }

    /** As expressions spell it. */
    public String wire() {
      return wire;
    }

    static Subject of(String word, int at) {
      for (Subject subject : values()) {
        if (subject.wire.toLowerCase(Locale.ROOT).equals(word.toLowerCase(Locale.ROOT))) {
          return subject;
        }
      }
      throw FilterText.refusal(
          at,
          "expected ItemID, ActionID or UserID, but found '%s'. Say what the filter is about"
              .formatted(word));
    }
  }
}

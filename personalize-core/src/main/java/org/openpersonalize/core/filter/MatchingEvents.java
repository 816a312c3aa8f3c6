// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;
import org.openpersonalize.core.filter.Condition.All;
import org.openpersonalize.core.filter.Condition.Any;
import org.openpersonalize.core.filter.Condition.Not;
import org.openpersonalize.core.filter.Condition.Operator;
import org.openpersonalize.core.filter.Condition.Test;

/**
 * The items that a user had to do with in some way. Types of events are compared without regard to case; an event without a
 * type is of no type that could be listed.
 */
public final class MatchingEvents {
  private final List<Event> events;
  private final ToIntFunction<String> numbers;
  private final int itemCount;

  /** Something the user did with an item. */
  public record Event(String itemId, String type) {}

  /**
   * @param events of one user, those that count
   * @param numbers of items by their ids, negative for one that has none
   * @param itemCount how many items have numbers, from 0
   */
  public MatchingEvents(List<Event> events, ToIntFunction<String> numbers, int itemCount) {
    this.events = events;
    this.numbers = numbers;
    this.itemCount = itemCount;
  }

  /** The numbers of the items that match a condition on types of events. */
  public BitSet of(Condition condition) {
    if (condition instanceof Test test) {
      return of(test);
    }
    if (condition instanceof Not not) {
      BitSet others = of(not.condition());
      others.flip(0, itemCount);
      return others;
    }
    BitSet found = new BitSet(itemCount);
    if (condition instanceof All all) {
      found.set(0, itemCount);
      all.conditions().forEach(each -> found.and(of(each)));
    } else {
      ((Any) condition).conditions().forEach(each -> found.or(of(each)));
    }
    return found;
  }

  private BitSet of(Test test) {
    BitSet found = new BitSet(itemCount);
    for (Event event : events) {
      if (matches(test, event.type())) {
        int item = numbers.applyAsInt(event.itemId());
        if (item >= 0) {
          found.set(item);
        }
      }
    }
    return found;
  }

  private static boolean matches(Test test, String type) {
    boolean isListed = test.operands().stream()
        .anyMatch(operand -> operand instanceof Operand.Anything
            || ((Operand.Text) operand).text().equalsIgnoreCase(type));
    return isListed == (test.operator() == Operator.IN);
  }
}

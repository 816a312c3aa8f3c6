// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.openpersonalize.core.filter.Condition.All;
import org.openpersonalize.core.filter.Condition.Any;
import org.openpersonalize.core.filter.Condition.Not;
import org.openpersonalize.core.filter.Condition.Operator;
import org.openpersonalize.core.filter.Condition.Test;
import org.openpersonalize.core.schema.ActionEventType;

/**
 * The items that a user had to do with in some way. Types of events are compared without regard to case; an event without a
 * type is of no type that could be listed.
 */
public final class MatchingEvents {
  private final List<Event> events;
  private final ToIntFunction<String> numbers;
  private final int itemCount;
  private final UnaryOperator<String> spelling;

  /** Something the user did with an item. */
  public record Event(String itemId, String type) {}

  /**
   * @param events of one user, those that count
   * @param numbers of items by their ids, negative for one that has none
   * @param itemCount how many items have numbers, from 0
   */
  public MatchingEvents(List<Event> events, ToIntFunction<String> numbers, int itemCount) {
    this(events, numbers, itemCount, UnaryOperator.identity());
  }

  private MatchingEvents(
      List<Event> events,
      ToIntFunction<String> numbers,
      int itemCount,
      UnaryOperator<String> spelling) {
    this.events = events;
    this.numbers = numbers;
    this.itemCount = itemCount;
    this.spelling = spelling;
  }

  /** The same of actions in the place of items: their {@link ActionEventType types} have several spellings. */
  public MatchingEvents ofActions() {
    return new MatchingEvents(
        events,
        numbers,
        itemCount,
        type -> ActionEventType.find(type).map(Enum::name).orElse(type));
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

  private boolean matches(Test test, String type) {
    String spelled = spelling.apply(type);
    boolean isListed = test.operands().stream()
        .anyMatch(operand -> operand instanceof Operand.Anything
            || spelling.apply(((Operand.Text) operand).text()).equalsIgnoreCase(spelled));
    return isListed == (test.operator() == Operator.IN);
  }
}

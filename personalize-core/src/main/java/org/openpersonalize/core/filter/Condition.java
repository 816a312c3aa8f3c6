// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What must be so of a record. Conditions are values: two that say the same are equal, wherever they stand. */
public sealed interface Condition {
  /** The tests it is made of, from left to right. */
  Stream<Test> tests();

  /** The same with each test put through a function. */
  Condition map(UnaryOperator<Test> change);

  /** All of them are so. */
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }

    @Override
    public Stream<Test> tests() {
      return conditions.stream().flatMap(Condition::tests);
    }

    @Override
    public All map(UnaryOperator<Test> change) {
      return new All(conditions.stream().map(each -> each.map(change)).toList());
    }
  }

  /** One of them is so, or more. */
  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }

    @Override
    public Stream<Test> tests() {
      return conditions.stream().flatMap(Condition::tests);
    }

    @Override
    public Any map(UnaryOperator<Test> change) {
      return new Any(conditions.stream().map(each -> each.map(change)).toList());
    }
  }

  /** It is not so. */
  record Not(Condition condition) implements Condition {
    @Override
    public Stream<Test> tests() {
      return condition.tests();
    }

    @Override
    public Not map(UnaryOperator<Test> change) {
      return new Not(condition.map(change));
    }
  }

  /**
   * A column's value is compared with others. It is true if it is true of one of them, but for {@link Operator#NOT_EQUAL}
   * and {@link Operator#NOT_IN}, which are true if it is none of them. A value that is missing is like none.
   *
   * @param operands one but for {@link Operator#IN} and {@link Operator#NOT_IN}
   */
  record Test(ColumnName column, Operator operator, List<Operand> operands) implements Condition {
    public Test {
      operands = List.copyOf(operands);
    }

    @Override
    public Stream<Test> tests() {
      return Stream.of(this);
    }

    @Override
    public Condition map(UnaryOperator<Test> change) {
      return change.apply(this);
    }

    /** The same with other operands. */
    Test with(List<Operand> others) {
      return new Test(column, operator, others);
    }
  }

  /** How a value is compared. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">="),
    IN("IN"),
    NOT_IN("NOT IN");

    private final String wire;

    Operator(String wire) {
      this.wire = wire;
    }

    /** As expressions spell it. */
    String wire() {
      return wire;
    }

    /** Does it say which is greater? */
    boolean isOrder() {
      return this == LESS || this == AT_MOST || this == GREATER || this == AT_LEAST;
    }

    /** Is it true of what has no value? */
    boolean isNegative() {
      return this == NOT_EQUAL || this == NOT_IN;
    }

    boolean isMembership() {
      return this == IN || this == NOT_IN;
    }

    static Operator of(String sign) {
      return Stream.of(values())
          .filter(each -> each.wire.equals(sign))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(sign));
    }
  }
}

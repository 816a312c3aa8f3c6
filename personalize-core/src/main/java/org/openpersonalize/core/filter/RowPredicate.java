// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.openpersonalize.core.catalog.BooleanColumn;
import org.openpersonalize.core.catalog.Column;
import org.openpersonalize.core.catalog.NumberColumn;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordRow;
import org.openpersonalize.core.catalog.StringColumn;
import org.openpersonalize.core.filter.Condition.All;
import org.openpersonalize.core.filter.Condition.Any;
import org.openpersonalize.core.filter.Condition.Not;
import org.openpersonalize.core.filter.Condition.Operator;
import org.openpersonalize.core.filter.Condition.Test;
import org.openpersonalize.core.schema.Field;

/**
 * Conditions over the numbers of one state of a table: texts are looked up once, and records compare numbers.
 *
 * <p>A record is put to the test in some nanoseconds. Integers are compared exactly, and a number is compared with a {@code
 * float} column as a {@code float}, so that a price of 9.99 equals 9.99.
 */
final class RowPredicate {
  private RowPredicate() {}

  /** Does a record match a condition that compares with values only? */
  static IntPredicate of(Condition condition, RecordColumns table) {
    if (condition instanceof Test test) {
      return of(test, table);
    }
    if (condition instanceof Not not) {
      return of(not.condition(), table).negate();
    }
    if (condition instanceof All all) {
      IntPredicate[] parts = of(all.conditions(), table);
      return row -> {
        for (IntPredicate part : parts) {
          if (!part.test(row)) {
            return false;
          }
        }
        return true;
      };
    }
    IntPredicate[] parts = of(((Any) condition).conditions(), table);
    return row -> {
      for (IntPredicate part : parts) {
        if (part.test(row)) {
          return true;
        }
      }
      return false;
    };
  }

  private static IntPredicate[] of(List<Condition> conditions, RecordColumns table) {
    return conditions.stream().map(each -> of(each, table)).toArray(IntPredicate[]::new);
  }

  private static IntPredicate of(Test test, RecordColumns table) {
    Column column = table.column(test.column().column(), Column.class).orElse(null);
    IntPredicate oneOfThem = column == null
        ? ids(test, table)
        : column instanceof StringColumn strings
            ? categories(test, strings)
            : column instanceof BooleanColumn truths
                ? truths(test, truths)
                : numbers(test, (NumberColumn) column);
    return test.operator().isNegative() ? oneOfThem.negate() : oneOfThem;
  }

  /** Records have ids and no column of them. */
  private static IntPredicate ids(Test test, RecordColumns table) {
    int[] rows = texts(test)
        .map(table::find)
        .filter(OptionalInt::isPresent)
        .mapToInt(OptionalInt::getAsInt)
        .sorted()
        .toArray();
    return row -> Arrays.binarySearch(rows, row) >= 0;
  }

  private static Stream<String> texts(Test test) {
    return test.operands().stream().map(operand -> ((Operand.Text) operand).text());
  }

  private static IntPredicate categories(Test test, StringColumn column) {
    int[] wanted = texts(test)
        .map(column::findCategory)
        .filter(OptionalInt::isPresent)
        .mapToInt(OptionalInt::getAsInt)
        .sorted()
        .toArray();
    if (!column.field().categorical()) {
      return row -> Arrays.binarySearch(wanted, column.code(row)) >= 0;
    }
    return row -> {
      int code = column.code(row);
      if (code >= 0) {
        for (int category : column.categoriesOf(code)) {
          if (Arrays.binarySearch(wanted, category) >= 0) {
            return true;
          }
        }
      }
      return false;
    };
  }

  private static IntPredicate truths(Test test, BooleanColumn column) {
    boolean orTrue = test.operands().contains(new Operand.Truth(true));
    boolean orFalse = test.operands().contains(new Operand.Truth(false));
    return row -> column.isPresent(row) && (column.isTrue(row) ? orTrue : orFalse);
  }

  private static IntPredicate numbers(Test test, NumberColumn column) {
    BigDecimal[] wanted = test.operands().stream()
        .map(operand -> ((Operand.Number) operand).exact())
        .toArray(BigDecimal[]::new);
    if (wanted.length == 0) {
      return row -> false;
    }
    Field.Type type = column.field().type();
    return type == Field.Type.INT || type == Field.Type.LONG
        ? integers(test.operator(), wanted, column)
        : reals(test.operator(), wanted, column);
  }

  private static IntPredicate integers(
      Operator operator, BigDecimal[] wanted, NumberColumn column) {
    if (operator.isOrder()) {
      long[] range = range(operator, wanted[0]);
      return row -> column.isPresent(row)
          && column.integer(row) >= range[0]
          && column.integer(row) <= range[1];
    }
    long[] values = Arrays.stream(wanted)
        .filter(RowPredicate::isLong)
        .mapToLong(BigDecimal::longValueExact)
        .sorted()
        .toArray();
    return row -> column.isPresent(row) && Arrays.binarySearch(values, column.integer(row)) >= 0;
  }

  private static boolean isLong(BigDecimal number) {
    try {
      number.longValueExact();
      return true;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /** From and to, both inclusive, and the first greater than the second where there is none. */
  private static long[] range(Operator operator, BigDecimal bound) {
    BigDecimal floor = bound.setScale(0, RoundingMode.FLOOR);
    BigDecimal ceiling = bound.setScale(0, RoundingMode.CEILING);
    return switch (operator) {
      case LESS -> upTo(ceiling.subtract(BigDecimal.ONE));
      case AT_MOST -> upTo(floor);
      case GREATER -> from(floor.add(BigDecimal.ONE));
      default -> from(ceiling);
    };
  }

  private static long[] upTo(BigDecimal last) {
    return last.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) < 0
        ? new long[] {Long.MAX_VALUE, Long.MIN_VALUE}
        : new long[] {Long.MIN_VALUE, clamped(last)};
  }

  private static long[] from(BigDecimal first) {
    return first.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? new long[] {Long.MAX_VALUE, Long.MIN_VALUE}
        : new long[] {clamped(first), Long.MAX_VALUE};
  }

  private static long clamped(BigDecimal number) {
    return number
        .max(BigDecimal.valueOf(Long.MIN_VALUE))
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .longValueExact();
  }

  private static IntPredicate reals(Operator operator, BigDecimal[] wanted, NumberColumn column) {
    double[] values = Arrays.stream(wanted)
        .mapToDouble(
            column.field().type() == Field.Type.FLOAT
                ? BigDecimal::floatValue
                : BigDecimal::doubleValue)
        .map(value -> 0.0 + value) // there is one zero
        .sorted()
        .toArray();
    double bound = values[0];
    return switch (operator) { // NaN, which stands for a missing value, compares as false
      case LESS -> row -> column.number(row) < bound;
      case AT_MOST -> row -> column.number(row) <= bound;
      case GREATER -> row -> column.number(row) > bound;
      case AT_LEAST -> row -> column.number(row) >= bound;
      default -> row -> Arrays.binarySearch(values, column.number(row)) >= 0;
    };
  }

  /** What a record has in a column, as values to compare with; several of a categorical one. */
  static List<Operand.Value> valuesOf(RecordRow item, String name) {
    Column column = item.table().column(name, Column.class).orElse(null);
    int row = item.row();
    if (column == null) {
      return List.of(new Operand.Text(item.table().id(row)));
    }
    if (!column.isPresent(row)) {
      return List.of();
    }
    if (column instanceof StringColumn strings) {
      return Arrays.stream(strings.categoriesOf(strings.code(row)))
          .<Operand.Value>mapToObj(category -> new Operand.Text(strings.category(category)))
          .toList();
    }
    if (column instanceof BooleanColumn truths) {
      return List.of(new Operand.Truth(truths.isTrue(row)));
    }
    NumberColumn numbers = (NumberColumn) column;
    return List.of(new Operand.Number(exact(numbers, row)));
  }

  private static BigDecimal exact(NumberColumn numbers, int row) {
    Field.Type type = numbers.field().type();
    return type == Field.Type.INT || type == Field.Type.LONG
        ? BigDecimal.valueOf(numbers.integer(row))
        : new BigDecimal(numbers.number(row));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordRow;
import org.openpersonalize.core.filter.Condition.Test;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.Field;

/** Puts values in the places of what stands for them. */
final class Binding {
  private final FilterValues values;
  private final Situation situation;
  private final Map<ColumnName, Field.Type> types;

  /** @param types of the columns that the tests are about */
  Binding(FilterValues values, Situation situation, Map<ColumnName, Field.Type> types) {
    this.values = values;
    this.situation = situation;
    this.types = types;
  }

  /** Are all these so of the user? Not if one lacks its value. */
  boolean holds(List<Test> ifs) {
    for (Test test : ifs) {
      Optional<Test> bound = bind(test);
      if (bound.isEmpty() || !holds(bound.get())) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(Test test) {
    RecordRow user = situation.user();
    return user == null
        ? test.operator().isNegative()
        : RowPredicate.of(test, user.table()).test(user.row());
  }

  /** The condition with values only, without the tests whose values the request leaves out; empty if it leaves out all. */
  Optional<Condition> bind(Condition condition) {
    Set<Test> lost = new HashSet<>();
    condition.tests().filter(test -> bind(test).isEmpty()).forEach(lost::add);
    return CompiledFilter.without(condition, lost)
        .map(left -> left.map(test -> bind(test).orElseThrow()));
  }

  private Optional<Test> bind(Test test) {
    List<Operand> operands = new ArrayList<>();
    for (Operand operand : test.operands()) {
      if (operand instanceof Operand.Parameter parameter) {
        if (!values.has(parameter.name())) {
          return Optional.empty();
        }
        for (Operand.Text text : values.of(parameter.name())) {
          operands.add(fitting(test.column(), parameter, text));
        }
      } else if (operand instanceof Operand.OfCurrentItem current) {
        operands.addAll(valuesOf(situation.item(), current.column().column()));
      } else if (operand instanceof Operand.Now now) {
        operands.add(new Operand.Number(
            BigDecimal.valueOf(situation.now().getEpochSecond() + now.secondsLater())));
      } else {
        operands.add(operand);
      }
    }
    return Optional.of(test.with(operands));
  }

  private Operand.Value fitting(ColumnName column, Operand.Parameter parameter, Operand.Text text) {
    Field.Type type = Objects.requireNonNull(types.get(column));
    Operand.Value value = FilterRules.fitting(type, text);
    if (value == null) {
      throw ErrorCode.INVALID_INPUT.because(
          "filterValues: %s is compared with %s, whose type is %s, but is %s. Send a value of that type."
              .formatted(parameter.name(), column, type.avro(), text));
    }
    return value;
  }

  private static List<Operand.Value> valuesOf(@Nullable RecordRow item, String column) {
    return item == null ? List.of() : RowPredicate.valuesOf(item, column);
  }
}

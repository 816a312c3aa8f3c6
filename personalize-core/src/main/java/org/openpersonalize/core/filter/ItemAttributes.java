// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.filter.Condition.Operator;
import org.openpersonalize.core.filter.Condition.Test;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;

/**
 * What items have in common that a batch segment job asks about, such as {@code ITEMS.CATEGORY_L1 = "tools" AND ITEMS.audience =
 * "teen"}: the conditions of a filter, but none except {@code =}, joined by AND alone, with texts and numbers of columns that are
 * not textual.
 */
public final class ItemAttributes {
  private final Condition condition;

  private ItemAttributes(Condition condition) {
    this.condition = condition;
  }

  /**
   * Reads an expression and checks it.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} saying what is wrong, at which column of it, and what to do
   */
  public static ItemAttributes of(String expression, DatasetSchema items) {
    try {
      Condition read = FilterText.readAttributes(expression);
      read.tests().forEach(ItemAttributes::requireEquality);
      Clause clause =
          new Clause(new Expression(1, expression), true, Clause.Subject.ITEM, read, List.of());
      FilterRules rules = new FilterRules(Map.of(DatasetType.ITEMS, items), false);
      return new ItemAttributes(rules.check(List.of(clause)).get(0).clause().where());
    } catch (PersonalizeException e) {
      throw ErrorCode.INVALID_INPUT.because(
          String.valueOf(e.getMessage()).replace(FilterText.REFUSED, ""), e);
    }
  }

  private static void requireEquality(Test test) {
    if (test.operator() != Operator.EQUAL) {
      throw FilterText.refusal(
          test.column().at(),
          "%s is compared by %s, and attributes of items only by =. Join comparisons by = with AND"
              .formatted(test.column(), test.operator().wire()));
    }
    if (!(test.operands().get(0) instanceof Operand.Text
        || test.operands().get(0) instanceof Operand.Number)) {
      throw FilterText.refusal(
          test.column().at(),
          "%s is compared with %s. Write a text in quotes or a number"
              .formatted(test.column(), test.operands().get(0)));
    }
    if (!test.column().table().equalsIgnoreCase("Items")) {
      throw FilterText.refusal(
          test.column().at(),
          "expected a column of Items, but found %s. Segments are of what items are like"
              .formatted(test.column()));
    }
  }

  /** The numbers of the items that are like that, ascending; those without a record are not. */
  public int[] among(IdIndex items, RecordColumns records) {
    long[] bits = MatchingRows.among(records.rowsOf(items), condition, records);
    return BitSet.valueOf(bits).stream().toArray();
  }
}

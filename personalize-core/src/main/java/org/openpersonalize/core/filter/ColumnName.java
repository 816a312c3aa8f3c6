// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

/**
 * A column as an expression names it, such as {@code Items.PRICE}.
 *
 * @param table what stands before the dot
 * @param column what stands behind it, as the schema spells it once {@link FilterRules} has looked
 * @param at where it stands, counted from 1
 */
public record ColumnName(String table, String column, int at) {
  @Override
  public boolean equals(Object other) {
    return other instanceof ColumnName name
        && table.equals(name.table)
        && column.equals(name.column);
  }

  @Override
  public int hashCode() {
    return 31 * table.hashCode() + column.hashCode();
  }

  @Override
  public String toString() {
    return table + "." + column;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.util.List;
import org.openpersonalize.core.mapping.ColumnKind;

/**
 * What the form of the columns shows.
 *
 * @param fields the dataset's columns that a column of the file may fill
 * @param kinds what a column of somebody's own may hold; none if the dataset is there and its columns are what they are
 * @param asksEventType may all rows be of one type of event?
 */
public record ColumnsPage(
    List<ColumnRow> rows, List<FieldChoice> fields, List<ColumnKind> kinds, boolean asksEventType) {

  /** @param required has something to fill it? */
  public record FieldChoice(String name, boolean required) {}
}

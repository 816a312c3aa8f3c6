// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.mapping.ColumnKind;
import org.openpersonalize.core.mapping.FileMapping;
import org.openpersonalize.core.mapping.MappedColumn;
import org.openpersonalize.core.mapping.SeenColumn;
import org.openpersonalize.core.mapping.TimeForm;

/**
 * A column of a file in the form that says what it is.
 *
 * @param mapped what it fills; null if it is left out
 * @param guessed did its name say nothing?
 * @param ownField what it would be called as a column of somebody's own; null if the dataset has no place for it
 * @param ownKind what it would hold then
 */
public record ColumnRow(
    SeenColumn seen,
    @Nullable MappedColumn mapped,
    boolean guessed,
    @Nullable String ownField,
    ColumnKind ownKind) {

  static ColumnRow of(
      SeenColumn seen, FileMapping mapping, boolean guessed, @Nullable MappedColumn own) {
    MappedColumn mapped = mapping.columns().stream()
        .filter(column -> column.place() == seen.place())
        .findFirst()
        .orElse(null);
    return new ColumnRow(
        seen,
        mapped,
        guessed,
        own == null ? null : own.field(),
        mapped != null ? mapped.kind() : own == null ? ColumnKind.TEXT : own.kind());
  }

  public int place() {
    return seen.place();
  }

  public boolean fills(String field) {
    return mapped != null && mapped.field().equals(field);
  }

  /** Is it left out, or a column of somebody's own, whose kind one may choose? */
  public boolean isOwn() {
    return mapped == null || mapped.field().equals(ownField);
  }

  /** The ways to read its values as times, the chosen one first; none if it has nothing to do with times. */
  public List<TimeForm> times() {
    boolean isTime =
        !seen.times().isEmpty() || mapped != null && mapped.field().endsWith("TIMESTAMP");
    return isTime ? List.of(TimeForm.values()) : List.of();
  }

  public boolean reads(TimeForm form) {
    return (mapped == null ? seen.time() : mapped.time()) == form;
  }

  /** Would the other reading of day and month fit as well, so that somebody has to look? */
  public boolean isDayOrMonth() {
    return seen.isDayOrMonth() && mapped != null && mapped.field().endsWith("TIMESTAMP");
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormError;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.core.mapping.ColumnKind;
import org.openpersonalize.core.mapping.FileMapping;
import org.openpersonalize.core.mapping.MappedColumn;
import org.openpersonalize.core.mapping.SeenColumn;
import org.openpersonalize.core.mapping.TimeForm;
import org.openpersonalize.core.resource.PersonalizeException;

/** The form that says which columns are which: a field, a kind and a form of times for each column of the file. */
final class ColumnsForm {
  private ColumnsForm() {}

  /** The columns as somebody has filled them in. */
  static FileMapping read(List<SeenColumn> seen, Map<String, String> form) {
    List<MappedColumn> columns = new ArrayList<>();
    for (SeenColumn column : seen) {
      String field = form.getOrDefault("field-" + column.place(), "");
      if (!field.isBlank()) {
        MappedColumn likely = column.as(
            field,
            chosen(ColumnKind.values(), form.get("kind-" + column.place()))
                .orElseGet(column::likelyKind));
        columns.add(likely.reading(
            chosen(TimeForm.values(), form.get("time-" + column.place())).orElse(likely.time())));
      }
    }
    String eventType = form.getOrDefault("eventType", "").strip();
    return new FileMapping(
        List.copyOf(columns),
        eventType.isEmpty() ? null : eventType,
        form.getOrDefault("zone", "UTC").strip());
  }

  private static <E extends Enum<E>> Optional<E> chosen(E[] values, @Nullable String name) {
    return Arrays.stream(values).filter(value -> value.name().equals(name)).findFirst();
  }

  /** What a service has refused, at the field that its sentence is about: the last column that is to fill what it names. */
  static FormErrors errors(FileMapping mapping, PersonalizeException refused) {
    String sentence = refused.getMessage();
    if (sentence.contains("time zone")) {
      return FormErrors.of(FormError.said("zone", sentence));
    }
    String field = mapping.columns().stream()
        .filter(column -> sentence.matches("(?s).*\\b" + column.field() + "\\b.*"))
        .reduce((first, last) -> last)
        .map(column -> "field-" + column.place())
        .orElse("");
    return FormErrors.of(FormError.said(field, sentence));
  }
}

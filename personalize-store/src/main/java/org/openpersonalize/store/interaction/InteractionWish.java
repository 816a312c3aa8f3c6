// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What is read of each interaction beside who had to do with what, and when.
 *
 * @param eventTypes false to read all interactions as without a type: the API demands one of every event that is put, also
 *     where the dataset has no column for it
 * @param properties columns of the dataset's own, by name
 */
public record InteractionWish(boolean eventTypes, List<String> properties) {
  public InteractionWish {
    properties = List.copyOf(properties);
  }

  /** The type too. */
  public static InteractionWish withTypes() {
    return new InteractionWish(true, List.of());
  }

  /** Without the type. */
  public static InteractionWish withoutTypes() {
    return new InteractionWish(false, List.of());
  }

  /** And the dataset's own columns of these names. */
  public InteractionWish and(List<String> columns) {
    return new InteractionWish(eventTypes, columns);
  }

  /** The type as SQL. */
  String typeColumn() {
    return eventTypes ? "event_type" : "null::text";
  }

  /** The column with all properties, to go behind others. */
  String source() {
    return properties.isEmpty() ? "" : ", properties";
  }

  /** One column for each property, to go behind others. */
  String propertyColumns() {
    return properties.stream()
        .map(name -> ", properties ->> '%s'".formatted(name.replace("'", "''")))
        .collect(Collectors.joining());
  }
}

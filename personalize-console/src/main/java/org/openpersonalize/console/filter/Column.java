// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import org.openpersonalize.core.schema.Field;

/**
 * A column that expressions can be about.
 *
 * @param name as they spell it, such as {@code Items.PRICE}
 */
public record Column(String name, Field field) {
  public String type() {
    return field.type().avro();
  }

  /** Does it hold several values? */
  public boolean isCategorical() {
    return field.categorical();
  }
}

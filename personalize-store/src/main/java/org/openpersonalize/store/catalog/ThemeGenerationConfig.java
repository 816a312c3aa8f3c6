// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What themes are made of; stored as jsonb, sent as it is. */
public record ThemeGenerationConfig(
    @NotNull @Valid FieldsForThemeGeneration fieldsForThemeGeneration) {
  /** @param itemName the column of Items that says what an item is called */
  public record FieldsForThemeGeneration(
      @NotNull @Size(max = 150) @Pattern(regexp = "[A-Za-z_][A-Za-z\\d_]*") String itemName) {}
}

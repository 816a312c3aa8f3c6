// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.schema.DatasetType;

/**
 * Which columns are learned from, by type of dataset; its case does not matter. Columns that are not learned from can be filtered
 * by all the same.
 *
 * @param excludedDatasetColumns all others of the dataset are learned from
 * @param includedDatasetColumns no others of the dataset are learned from
 */
public record TrainingDataConfig(
    @Nullable @Size(max = 3) Map<
            @Size(max = 256) String,
            @NotNull @Size(max = 50) List<
                @NotNull @Size(max = 150) @Pattern(regexp = "[A-Za-z_][A-Za-z\\d_]*") String>>
        excludedDatasetColumns,

    @Nullable @Size(max = 3) Map<
            @Size(max = 256) String,
            @NotNull @Size(max = 50) List<
                @NotNull @Size(max = 150) @Pattern(regexp = "[A-Za-z_][A-Za-z\\d_]*") String>>
        includedDatasetColumns) {

  /** Is a column learned from? All are where nothing is said of their dataset. */
  public static boolean uses(@Nullable TrainingDataConfig config, DatasetType type, String column) {
    return config == null
        || (columns(config.includedDatasetColumns, type)
                .map(it -> it.contains(column))
                .orElse(true)
            && !columns(config.excludedDatasetColumns, type)
                .map(it -> it.contains(column))
                .orElse(false));
  }

  private static Optional<List<String>> columns(
      @Nullable Map<String, List<String>> byType, DatasetType type) {
    return Objects.requireNonNullElse(byType, Map.<String, List<String>>of()).entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(type.name()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}

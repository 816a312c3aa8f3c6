// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.browse.StoredDataset;

/**
 * Which columns are learned from, by type of dataset; its case does not matter. Columns that are not learned from can be filtered
 * by all the same, and ids, times and types of events are always learned from.
 *
 * @param excludedDatasetColumns all others of the dataset are learned from
 * @param includedDatasetColumns no others of the dataset are learned from
 */
public record TrainingDataConfig(
    @Nullable @Size(max = 3) Map<
            @Size(max = 256) @Pattern(regexp = "[A-Za-z_]+") String,
            @NotNull @Size(max = 50) List<
                @NotNull @Size(max = 150) @Pattern(regexp = "[A-Za-z_][A-Za-z\\d_]*") String>>
        excludedDatasetColumns,

    @Nullable @Size(max = 3) Map<
            @Size(max = 256) @Pattern(regexp = "[A-Za-z_]+") String,
            @NotNull @Size(max = 50) List<
                @NotNull @Size(max = 150) @Pattern(regexp = "[A-Za-z_][A-Za-z\\d_]*") String>>
        includedDatasetColumns) {
  /** All columns of all datasets. */
  public static final TrainingDataConfig ALL = new TrainingDataConfig(null, null);

  private static final Set<DatasetType> LEARNED_FROM =
      Set.of(DatasetType.INTERACTIONS, DatasetType.ITEMS, DatasetType.USERS);

  private static final Set<String> NEVER_EXCLUDED =
      Set.of("USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE");

  /** Is a column learned from that has no meaning of its own? All are where nothing is said of their dataset. */
  public boolean uses(DatasetType type, String column) {
    return columns(includedDatasetColumns, type)
            .map(included -> included.contains(column))
            .orElse(true)
        && !columns(excludedDatasetColumns, type)
            .map(excluded -> excluded.contains(column))
            .orElse(false);
  }

  private static Optional<List<String>> columns(
      @Nullable Map<String, List<String>> byType, DatasetType type) {
    return or(byType).entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(type.name()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Map<String, List<String>> or(@Nullable Map<String, List<String>> byType) {
    return Objects.requireNonNullElse(byType, Map.of());
  }

  /**
   * Checks that the datasets have the columns.
   *
   * @param datasets of the dataset group
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the first one that does
   *     not fit
   */
  public void requireFit(Map<DatasetType, StoredDataset> datasets) {
    require("excludedDatasetColumns", or(excludedDatasetColumns), datasets);
    require("includedDatasetColumns", or(includedDatasetColumns), datasets);
    or(excludedDatasetColumns).values().stream()
        .flatMap(List::stream)
        .filter(NEVER_EXCLUDED::contains)
        .findFirst()
        .ifPresent(column -> {
          throw ErrorCode.INVALID_INPUT.because(
              "excludedDatasetColumns names the column '%s', without which nothing can be learned; leave it out."
                  .formatted(column));
        });
  }

  private static void require(
      String member, Map<String, List<String>> byType, Map<DatasetType, StoredDataset> datasets) {
    byType.forEach((type, columns) -> {
      DatasetSchema schema = schema(member, type, datasets);
      columns.forEach(column -> {
        if (schema.field(column).isEmpty()) {
          throw ErrorCode.INVALID_INPUT.because(
              "%s names the column '%s', which the dataset %s does not have."
                  .formatted(member, column, type));
        }
      });
    });
  }

  private static DatasetSchema schema(
      String member, String type, Map<DatasetType, StoredDataset> datasets) {
    return Arrays.stream(DatasetType.values())
        .filter(each -> LEARNED_FROM.contains(each) && each.name().equalsIgnoreCase(type))
        .flatMap(each -> Optional.ofNullable(datasets.get(each)).stream())
        .map(StoredDataset::schema)
        .findFirst()
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "%s names the dataset '%s': it must be one of INTERACTIONS, ITEMS and USERS that the dataset group has."
                .formatted(member, type)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.BooleanColumn;
import org.openpersonalize.core.catalog.Column;
import org.openpersonalize.core.catalog.NumberColumn;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.StringColumn;
import org.openpersonalize.core.catalog.TextColumn;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.serving.catalog.Catalogs;
import org.openpersonalize.serving.model.Deployment;
import org.springframework.stereotype.Component;

/** Tells with items what is known about them: values as texts, by the columns' names in lower case. */
@Component
class ItemMetadata {
  private final Catalogs catalogs;

  ItemMetadata(Catalogs catalogs) {
    this.catalogs = catalogs;
  }

  /**
   * The same items with their values of some columns; a missing value is left out.
   *
   * @param names in any case
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is no such
   *     column, or the deployment is not to tell any
   */
  Recommendations add(Deployment deployment, Recommendations items, List<String> names) {
    if (names.isEmpty()) {
      return items;
    }
    if (!deployment.deployable().tellsMetadata()) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s returns no metadata. Update it with enableMetadataWithRecommendations, or leave out metadataColumns."
              .formatted(deployment.arn()));
    }
    RecordColumns records = catalogs
        .of(deployment.deployable().datasetGroup(), DatasetType.ITEMS)
        .orElseThrow(
            () -> ErrorCode.INVALID_INPUT.because(
                "The dataset group has no Items dataset, of which metadata could be told. Leave out metadataColumns."));
    List<Column> columns = names.stream().map(name -> column(records, name)).toList();
    List<Recommendations.Item> told = new ArrayList<>();
    for (Recommendations.Item item : items.items()) {
      OptionalInt row = records.find(item.itemId());
      told.add(row.isPresent() ? item.with(values(columns, row.getAsInt())) : item);
    }
    return new Recommendations(told);
  }

  private static Column column(RecordColumns records, String name) {
    return records.columns().stream()
        .filter(column -> column.field().name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "metadataColumns: the Items schema has no column %s that could be told. Use one of %s."
                .formatted(
                    name,
                    records.columns().stream()
                        .map(column -> column.field().name())
                        .toList())));
  }

  private static Map<String, String> values(List<Column> columns, int row) {
    Map<String, String> values = new TreeMap<>();
    for (Column column : columns) {
      String value = value(column, row);
      if (value != null) {
        values.put(column.field().name().toLowerCase(Locale.ROOT), value);
      }
    }
    return values;
  }

  private static @Nullable String value(Column column, int row) {
    if (!column.isPresent(row)) {
      return null;
    }
    if (column instanceof StringColumn strings) {
      return strings.text(row);
    }
    if (column instanceof TextColumn prose) {
      return prose.text(row);
    }
    if (column instanceof BooleanColumn truths) {
      return Boolean.toString(truths.isTrue(row));
    }
    NumberColumn numbers = (NumberColumn) column;
    Field.Type type = column.field().type();
    return switch (type) {
      case FLOAT -> Float.toString((float) numbers.number(row));
      case DOUBLE -> Double.toString(numbers.number(row));
      default -> Long.toString(numbers.integer(row));
    };
  }
}

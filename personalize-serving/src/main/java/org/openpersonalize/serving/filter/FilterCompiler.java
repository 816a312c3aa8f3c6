// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.openpersonalize.core.filter.CompiledFilter;
import org.openpersonalize.core.filter.ItemAttributes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.springframework.stereotype.Component;

/** Makes filters of expressions, by the schemas of their dataset groups. */
@Component
class FilterCompiler {
  private final DatasetRepository datasets;
  private final SchemaRepository schemas;
  private final FilterSettings settings;

  FilterCompiler(DatasetRepository datasets, SchemaRepository schemas, FilterSettings settings) {
    this.datasets = datasets;
    this.schemas = schemas;
    this.settings = settings;
  }

  /**
   * Reads and checks an expression.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link
   *     org.openpersonalize.core.resource.ErrorCode#INVALID_INPUT} saying what is wrong, where, and what to do
   */
  CompiledFilter compile(Arn datasetGroupArn, String expression) {
    return of(datasetGroupArn).apply(expression);
  }

  /**
   * Reads and checks what items are to be like.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link
   *     org.openpersonalize.core.resource.ErrorCode#INVALID_INPUT} saying what is wrong, where, and what to do
   */
  ItemAttributes attributes(Arn datasetGroupArn, String expression) {
    DatasetSchema items = schemas(datasetGroupArn).get(DatasetType.ITEMS);
    if (items == null) {
      throw ErrorCode.INVALID_INPUT.because(
          "%s has no Items dataset, so nothing is known of what items are like. Create and import it."
              .formatted(datasetGroupArn));
    }
    return ItemAttributes.of(expression, items);
  }

  /** Reads and checks one expression after the other, as {@link #compile} does, by the schemas as they are now. */
  Function<String, CompiledFilter> of(Arn datasetGroupArn) {
    Map<DatasetType, DatasetSchema> byType = schemas(datasetGroupArn);
    return expression -> CompiledFilter.of(expression, byType, settings.extensions());
  }

  private Map<DatasetType, DatasetSchema> schemas(Arn datasetGroupArn) {
    Map<DatasetType, DatasetSchema> byType = new EnumMap<>(DatasetType.class);
    for (Dataset dataset : datasets.findByDatasetGroupArn(datasetGroupArn)) {
      Schema schema = schemas.get(dataset.schemaArn());
      byType.put(dataset.datasetType(), DatasetSchema.parse(schema.schema(), schema.domain()));
    }
    return byType;
  }
}

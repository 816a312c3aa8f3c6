// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import org.openpersonalize.core.filter.ItemAttributes;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.catalog.Catalogs;
import org.springframework.stereotype.Component;

/** Which items of a model are as an expression says. */
@Component
public class AttributeItems {
  private final FilterCompiler compiler;
  private final Catalogs catalogs;

  AttributeItems(FilterCompiler compiler, Catalogs catalogs) {
    this.compiler = compiler;
    this.catalogs = catalogs;
  }

  /**
   * The numbers of these items, ascending, by the records as they are now.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} saying what is wrong with the
   *     expression and where
   */
  public int[] of(Arn datasetGroup, String expression, IdIndex items) {
    ItemAttributes attributes = compiler.attributes(datasetGroup, expression);
    return catalogs
        .of(datasetGroup, DatasetType.ITEMS)
        .map(records -> attributes.among(items, records))
        .orElseGet(() -> new int[0]);
  }
}

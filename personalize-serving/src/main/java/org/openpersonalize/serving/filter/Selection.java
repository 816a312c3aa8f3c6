// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.filter.CompiledFilter;
import org.openpersonalize.core.resource.Arn;

/**
 * A filter as a request names it.
 *
 * @param filterValues by the names of the filter's parameters
 * @param draft what is tried in the place of the filter of this name, which need not be there then; null to have that one
 */
public record Selection(
    Arn filterArn,
    Map<String, String> filterValues,
    @Nullable CompiledFilter draft) {
  public Selection {
    filterValues = Map.copyOf(filterValues);
  }

  public Selection(Arn filterArn, Map<String, String> filterValues) {
    this(filterArn, filterValues, null);
  }
}

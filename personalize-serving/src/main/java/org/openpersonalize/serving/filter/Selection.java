// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import java.util.Map;
import org.openpersonalize.core.resource.Arn;

/**
 * A filter as a request names it.
 *
 * @param filterValues by the names of the filter's parameters
 */
public record Selection(Arn filterArn, Map<String, String> filterValues) {
  public Selection {
    filterValues = Map.copyOf(filterValues);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;

/**
 * A filter of a dataset group, as a page's address names it.
 *
 * @param name empty for none
 * @param values of its parameters, by name
 */
public record ChosenFilter(String name, Map<String, String> values) {
  static final ChosenFilter NONE = new ChosenFilter("", Map.of());

  public boolean isChosen() {
    return !name.isEmpty();
  }

  @Nullable Arn arn(Group group) {
    return isChosen() ? group.arn().sibling(ResourceType.FILTER, name) : null;
  }

  /** As a request has them. */
  @Nullable Map<String, String> valuesOrNull() {
    return values.isEmpty() ? null : values;
  }
}

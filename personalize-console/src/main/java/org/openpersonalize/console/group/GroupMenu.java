// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which dataset group the navigation leads into, and which there are.
 *
 * @param ofPage the name of the group that the page belongs to
 */
public record GroupMenu(Optional<String> ofPage, List<Group> all) {
  /** The page's group, or the only one there is; null if it is open which. */
  public @Nullable Group current() {
    return all.stream()
        .filter(group -> ofPage.map(group.name()::equals).orElse(all.size() == 1))
        .findFirst()
        .orElse(null);
  }
}

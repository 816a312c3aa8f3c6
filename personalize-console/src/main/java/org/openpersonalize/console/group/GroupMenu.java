// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which dataset group the navigation leads into, and which there are.
 *
 * @param ofPage the name of the group that the page belongs to
 * @param last the name of the group whose page was looked at last; it may be gone
 */
public record GroupMenu(Optional<String> ofPage, Optional<String> last, List<Group> all) {
  /** The page's group, on a page of none the one looked at last, or the only one there is; null if it is open which. */
  public @Nullable Group current() {
    if (ofPage.isPresent()) {
      return named(ofPage.get());
    }
    @Nullable Group before = last.map(this::named).orElse(null);
    return before == null && all.size() == 1 ? all.get(0) : before;
  }

  private @Nullable Group named(String name) {
    return all.stream().filter(group -> group.name().equals(name)).findFirst().orElse(null);
  }
}

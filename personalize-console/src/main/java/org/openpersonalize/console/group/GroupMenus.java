// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import java.util.function.Supplier;
import org.openpersonalize.console.page.Page;

/** Makes the menu of a page; templates have it as {@code menus}. */
public final class GroupMenus {
  private final Supplier<Groups> groups;

  /** @param groups not asked for before the first page */
  public GroupMenus(Supplier<Groups> groups) {
    this.groups = groups;
  }

  public GroupMenu of(Page page) {
    return new GroupMenu(page.group(), page.lastGroup(), groups.get().all());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The entries of the navigation, in their order; {@code nav.<NAME>} of the bundles is what they are called. Those of a dataset
 * group are there when a page has one.
 */
public enum Section {
  OVERVIEW(ConsolePaths.HOME, false),
  DATA("/data", true),
  MODELS("/models", true),
  SERVING("/serving", true),
  FILTERS("/filters", true),
  TRY("/try", true),
  MEASURE("/measure", true),
  JOBS("/console/jobs", false),
  SYSTEM("/console/system", false),
  ACCESS("/console/access", false);

  /** Pages of what datasets hold, and of what becomes of it. */
  private static final Set<String> RECORDS =
      Set.of("/users", "/user", "/items", "/item", "/exports", "/deletions", "/blind");

  private final String path;
  private final boolean ofGroup;

  /** @param path of one of a group: what follows the group's */
  Section(String path, boolean ofGroup) {
    this.path = path;
    this.ofGroup = ofGroup;
  }

  /** Those that a dataset group has. */
  public static List<Section> ofGroup() {
    return Arrays.stream(values()).filter(section -> section.ofGroup).toList();
  }

  /** Those beside the overview that belong to no dataset group. */
  static List<Section> ofService() {
    return Arrays.stream(values())
        .filter(section -> !section.ofGroup && section != OVERVIEW)
        .toList();
  }

  /** @param groupPath of the dataset group, for a section that belongs to one */
  public String path(String groupPath) {
    return ofGroup ? groupPath + path : path;
  }

  /** Is a page of this path in this section? The overview is above all others, and only itself. */
  boolean has(String pagePath) {
    String below = ofGroup ? ConsolePaths.belowGroup(pagePath) : pagePath;
    return below.equals(path)
        || this != OVERVIEW && below.startsWith(path + "/")
        || this == DATA
            && RECORDS.stream()
                .anyMatch(page -> below.equals(page) || below.startsWith(page + "/"));
  }
}

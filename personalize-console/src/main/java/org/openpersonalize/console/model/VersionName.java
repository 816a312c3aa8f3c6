// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.store.activity.VersionEntry;

/** What people call a version: its solution, and its number there. In queries it is {@code home/42}. */
public record VersionName(String solution, int number) {
  private static final Pattern SPELLING = Pattern.compile("([^/]+)/(\\d{1,9})");

  public static VersionName of(VersionEntry version) {
    return new VersionName(version.solutionArn().id(), version.number());
  }

  /** Empty for any other spelling. */
  static Optional<VersionName> parse(String text) {
    Matcher spelling = SPELLING.matcher(text);
    return spelling.matches()
        ? Optional.of(new VersionName(spelling.group(1), Integer.parseInt(spelling.group(2))))
        : Optional.empty();
  }

  /** Of the version's page. */
  public String path(Group group) {
    return group.path("/models/" + this);
  }

  /** Of the page on which a version stands beside this one, which it may follow. */
  public String pathOfComparison(Group group, VersionName next) {
    return group.path("/compare?v=" + this + "&v=" + next);
  }

  @Override
  public String toString() {
    return solution + "/" + number;
  }
}

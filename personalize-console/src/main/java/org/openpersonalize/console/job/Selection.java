// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.job;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openpersonalize.core.resource.Status;

/** Which jobs are shown; {@code jobs.status.<NAME>} of the bundles is what a selection is called. */
enum Selection {
  ALL(EnumSet.allOf(Status.class)),
  RUNNING(Stream.of(Status.UNDER_WAY, Status.DELETING)
      .flatMap(Set::stream)
      .collect(Collectors.toUnmodifiableSet())),
  FAILED(Set.of(Status.CREATE_FAILED, Status.FAILED));

  private final Set<Status> statuses;

  Selection(Set<Status> statuses) {
    this.statuses = statuses;
  }

  Set<Status> statuses() {
    return statuses;
  }

  /** How the URL spells it. */
  public String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The selection of that spelling, and of any other: all. */
  static Selection of(String parameter) {
    return Arrays.stream(values())
        .filter(selection -> selection.parameter().equals(parameter))
        .findFirst()
        .orElse(ALL);
  }
}

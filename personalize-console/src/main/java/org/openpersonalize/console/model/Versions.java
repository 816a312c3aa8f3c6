// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.activity.VersionEntry;
import org.openpersonalize.store.activity.VersionTable;
import org.springframework.stereotype.Component;

/** Finds the versions of a group by what people call them. */
@Component
public class Versions {
  private final VersionTable table;
  private final Clock clock;

  Versions(VersionTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  /** The version of this name, or the page that says that there is none. */
  VersionRow named(Group group, VersionName name) {
    return find(group, name).orElseThrow(Refusal.NOT_FOUND::exception);
  }

  /** The same of a name as queries spell it. */
  public VersionRow named(Group group, String name) {
    return VersionName.parse(name)
        .flatMap(parsed -> find(group, parsed))
        .orElseThrow(Refusal.NOT_FOUND::exception);
  }

  private Optional<VersionRow> find(Group group, VersionName name) {
    return ofGroup(
        group,
        table.find(group.arn().sibling(ResourceType.SOLUTION, name.solution()), name.number()));
  }

  /** The version of this ARN; empty if the group has none. */
  public Optional<VersionRow> find(Group group, Arn version) {
    return ofGroup(group, table.find(version));
  }

  private Optional<VersionRow> ofGroup(Group group, Optional<VersionEntry> found) {
    return found
        .filter(version -> version.datasetGroupArn().equals(group.arn()))
        .map(this::row);
  }

  /** A group's versions that can answer: the newest of each solution, so many of each, and those that are live. */
  public List<VersionRow> trained(Group group, int ofEach) {
    return table.newest(group.arn(), ofEach).stream()
        .map(this::row)
        .filter(VersionRow::isTrained)
        .toList();
  }

  /**
   * The versions of a solution of a group, newest first, as many as fit on a page.
   *
   * @param before the number that the page begins behind
   */
  List<VersionRow> of(Group group, String solution, int before) {
    return table.page(group.arn().sibling(ResourceType.SOLUTION, solution), before).stream()
        .filter(version -> version.datasetGroupArn().equals(group.arn()))
        .map(this::row)
        .toList();
  }

  /** The newest others of the same solution that are trained. */
  List<VersionRow> others(VersionRow version) {
    return table.page(version.version().solutionArn(), Integer.MAX_VALUE).stream()
        .filter(other -> other.number() != version.number())
        .map(this::row)
        .filter(VersionRow::isTrained)
        .toList();
  }

  private VersionRow row(VersionEntry version) {
    return new VersionRow(version, clock.instant());
  }
}

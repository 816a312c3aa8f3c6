// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.page.Age;
import org.openpersonalize.console.page.Tone;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.activity.SolutionEntry;

/**
 * A solution with its newest versions and those that are live.
 *
 * @param versions newest first
 */
record SolutionView(SolutionEntry solution, List<VersionRow> versions, Group group, Instant now) {
  public String name() {
    return solution.name();
  }

  /** The recipe's name; null while it is searched for. */
  public @Nullable String recipe() {
    return solution.recipeArn() == null ? null : solution.recipeArn().id();
  }

  public Status status() {
    return solution.status();
  }

  public String tone() {
    return Tone.of(solution.status());
  }

  public boolean isActive() {
    return solution.status() == Status.ACTIVE;
  }

  /** Can its recipe weigh events? */
  public boolean weighsEvents() {
    return isActive() && EventWeights.fit(solution.recipeArn());
  }

  /** Are there versions that are not shown? Numbers are never given twice. */
  public boolean hasMore() {
    return !versions.isEmpty() && versions.get(0).number() > versions.size();
  }

  /** How long until the schedule comes to it; null if it has none. */
  public @Nullable Age untilNextTraining() {
    return solution.nextTraining() == null
        ? null
        : Age.of(Duration.between(now, solution.nextTraining()));
  }

  /** The newest trained version that no campaign answers with, where another one is live; null if there is none. */
  public @Nullable VersionRow challenger() {
    VersionRow live = live();
    return versions.stream()
        .filter(VersionRow::isTrained)
        .findFirst()
        .filter(newest -> live != null && newest.number() > live.number() && !newest.isLive())
        .orElse(null);
  }

  /** Of the page on which it stands beside the one that is live; null if there is none. */
  public @Nullable String pathOfComparison() {
    VersionRow live = live();
    VersionRow challenger = challenger();
    return live == null || challenger == null
        ? null
        : live.name().pathOfComparison(group, challenger.name());
  }

  /** The newest version that a campaign answers with; null if none does. */
  public @Nullable VersionRow live() {
    return versions.stream().filter(VersionRow::isLive).findFirst().orElse(null);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.overview;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.DeploymentName;
import org.openpersonalize.console.measure.LoadView;
import org.openpersonalize.console.model.VersionName;
import org.openpersonalize.console.page.Age;
import org.openpersonalize.console.page.ConsolePaths;
import org.openpersonalize.console.page.Times;
import org.openpersonalize.store.activity.LiveModel;
import org.openpersonalize.store.activity.LiveModel.LiveVersion;

/**
 * A campaign or a recommender that answers, as the overview shows it.
 *
 * @param load how much it is asked now, and how fast it answers
 */
record LiveRow(LiveModel model, LoadView load, Instant now) {
  /** Tastes change with the season: what is older than this was learned in another one. */
  private static final Duration OLD = Duration.ofDays(30);

  public String name() {
    return model.arn().id();
  }

  /** As addresses of pages name it. */
  public String spelling() {
    return DeploymentName.of(model.arn()).spelling();
  }

  public String datasetGroup() {
    return model.datasetGroupArn().id();
  }

  /** What it answers with: a version, or the use case of a recommender. */
  public String version() {
    LiveVersion version = model.version();
    return version == null
        ? model.recipeArn().id()
        : "%s v%d".formatted(version.arn().parent().id(), version.number());
  }

  /** Of its page. */
  public String path() {
    String kind = model.version() == null ? "recommenders/" : "campaigns/";
    return ConsolePaths.ofGroup(datasetGroup()) + "/serving/" + kind + name();
  }

  /** Of the version's page; null where there is none. */
  public @Nullable String versionPath() {
    LiveVersion version = model.version();
    return version == null
        ? null
        : ConsolePaths.ofGroup(datasetGroup())
            + "/models/"
            + new VersionName(version.arn().parent().id(), version.number());
  }

  /** Of the page about items that nobody sees. */
  public String blindPath() {
    return ConsolePaths.ofGroup(datasetGroup()) + "/blind";
  }

  /** Does it choose from all items, and not from a list that requests bring? */
  public boolean choosesItems() {
    return model.choosesItems();
  }

  public String published() {
    return Times.utc(model.published());
  }

  public Age age() {
    return Age.of(sincePublished());
  }

  public boolean isOld() {
    return sincePublished().compareTo(OLD) > 0;
  }

  private Duration sincePublished() {
    return Duration.between(model.published(), now);
  }
}

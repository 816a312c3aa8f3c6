// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.campaign;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.model.VersionName;
import org.openpersonalize.console.page.Age;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.store.deployment.CampaignDeployments.Deployment;

/** A time in which a campaign answered with one version. */
record DeploymentRow(Deployment deployment, Arn live, Instant now) {
  /** Null if the version is gone. */
  public @Nullable VersionName version() {
    return deployment.versionNumber() == null
        ? null
        : new VersionName(
            deployment.solutionVersionArn().parent().id(), deployment.versionNumber());
  }

  public Instant began() {
    return deployment.began();
  }

  public boolean isLive() {
    return deployment.isLive();
  }

  public boolean isAutomatic() {
    return deployment.isAutomatic();
  }

  /** How long it was live, or has been. */
  public Age length() {
    return Age.of(Duration.between(
        deployment.began(), deployment.ended() == null ? now : deployment.ended()));
  }

  /** Is it there still, and not what answers now? */
  public boolean isPossible() {
    return deployment.versionNumber() != null
        && !deployment.solutionVersionArn().equals(live);
  }
}

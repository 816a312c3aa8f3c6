// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;

/**
 * What answers, as addresses of pages name it: a campaign by its name, a recommender by {@code recommender/} and its name, which no
 * campaign can be called.
 */
public record DeploymentName(String spelling) {
  private static final String RECOMMENDER = "recommender/";

  public static DeploymentName of(Arn arn) {
    return new DeploymentName(arn.is(ResourceType.RECOMMENDER) ? RECOMMENDER + arn.id() : arn.id());
  }

  public static DeploymentName ofRecommender(String name) {
    return new DeploymentName(RECOMMENDER + name);
  }

  public boolean isRecommender() {
    return spelling.startsWith(RECOMMENDER);
  }

  /** What it is called among its like. */
  public String name() {
    return isRecommender() ? spelling.substring(RECOMMENDER.length()) : spelling;
  }

  /** Null for a recommender. */
  public @Nullable Arn campaignArn(Group group) {
    return isRecommender() ? null : group.arn().sibling(ResourceType.CAMPAIGN, name());
  }

  /** Null for a campaign. */
  public @Nullable Arn recommenderArn(Group group) {
    return isRecommender() ? group.arn().sibling(ResourceType.RECOMMENDER, name()) : null;
  }
}

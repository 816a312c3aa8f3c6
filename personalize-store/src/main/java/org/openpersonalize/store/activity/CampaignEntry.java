// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/**
 * A campaign as lists show it.
 *
 * @param version what it answers with, or will when it is ACTIVE
 * @param follows does it take each new version of the solution by itself?
 */
public record CampaignEntry(
    Arn arn, Status status, @Nullable String failureReason, LiveVersion version, boolean follows) {
  /**
   * What a campaign answers with.
   *
   * @param number of the versions of its solution
   * @param published when its model was
   */
  public record LiveVersion(Arn arn, int number, Instant published) {}
}

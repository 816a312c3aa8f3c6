// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.traffic;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;

/** A request that a campaign answers to a shop, so that it counts as the campaign's. */
public interface CampaignRequest {
  /** Null if the request does not name one. */
  @Nullable Arn campaignArn();
}

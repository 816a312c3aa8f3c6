// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.traffic;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;

/** A request that a campaign or a recommender answers to a shop, so that it counts as its own. */
public interface RuntimeRequest {
  /** Which of them is asked; null if the request names none. */
  @Nullable Arn deploymentArn();
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.activity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/**
 * A solution as lists show it.
 *
 * @param recipeArn null while it is searched for
 * @param nextTraining when its schedule comes to it next; null if it has none
 */
public record SolutionEntry(
    Arn arn,
    Status status,
    @Nullable Arn recipeArn,
    @Nullable Instant nextTraining) {
  public String name() {
    return arn.id();
  }
}

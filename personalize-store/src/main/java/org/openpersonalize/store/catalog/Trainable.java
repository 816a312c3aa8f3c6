// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;

/** A resource that has a model trained for it: what there is to know for that, whatever kind it is of. */
public interface Trainable {
  Arn arn();

  /** Whose data is learned from. */
  Arn datasetGroupArn();

  /** What happens later is not learned from. */
  Instant creationDateTime();

  /** Columns that datasets got later are not learned from. */
  default Instant configuredAt() {
    return creationDateTime();
  }

  /** What to train; null to train the best. */
  @Nullable Arn wantedRecipeArn();

  /** Are the recipe's hyperparameters to be searched for? */
  default boolean performHPO() {
    return false;
  }

  /** The only type of events that counts; null for all. */
  default @Nullable String eventType() {
    return null;
  }

  /** Null for a recipe's defaults. */
  default @Nullable SolutionConfig solutionConfig() {
    return null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.outlook;

import java.util.List;
import org.openpersonalize.core.forecast.Forecast;
import org.openpersonalize.core.recipe.InteractionCounts;

/**
 * What a training would be like.
 *
 * @param counts of the interactions that would count
 * @param missing what the data lack for it, a sentence each; empty if it can be trained
 * @param heapBytes that this node can give to a training
 */
public record TrainingOutlook(
    InteractionCounts counts, List<String> missing, Forecast forecast, long heapBytes) {
  public boolean isReady() {
    return missing.isEmpty();
  }

  /** Has this node the memory? */
  public boolean fits() {
    return forecast.heapBytes() <= heapBytes;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import java.util.List;
import org.openpersonalize.core.family.ModelParameters;

/**
 * What a search found.
 *
 * @param best to be trained on everything
 * @param score of the best on the validation users
 * @param trials all of them, in order
 */
public record TuningResult(ModelParameters best, double score, List<Trial> trials) {
  public TuningResult {
    trials = List.copyOf(trials);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.tuning;

import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;

/**
 * One model that a search trained and asked.
 *
 * @param stage what the search was about, such as {@code als: factors}
 * @param family of the model
 * @param settings of the model, by name
 * @param score the metric that is searched for, on the validation users
 * @param collapsed did the model find less than half of what popularity finds? Then it learned nothing
 * @param seconds it took to train and to ask
 */
public record Trial(
    String stage,
    String family,
    Map<String, String> settings,
    double score,
    boolean collapsed,
    double seconds) {

  Trial(String stage, ModelParameters parameters, double score, boolean collapsed, double seconds) {
    this(stage, parameters.family().name(), parameters.settings(), score, collapsed, seconds);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.family.Families;
import org.openpersonalize.core.family.ModelParameters;

/**
 * What kind of model the files hold.
 *
 * @param family the name of its family
 * @param settings what it was trained with, all of them, in the order in which to read them
 */
public record ModelDescription(String family, Map<String, String> settings) {
  public ModelDescription {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * The parameters that are described.
   *
   * @throws IllegalArgumentException if there are no such family and settings
   */
  ModelParameters parameters(Families families) {
    return families.named(family).of(settings);
  }

  /** The description of a model trained with these parameters. */
  public static ModelDescription of(ModelParameters parameters) {
    return new ModelDescription(parameters.family().name(), parameters.settings());
  }
}

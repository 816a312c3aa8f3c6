package org.openpersonalize.core.artifact;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.recipe.ModelParameters;

/**
 * What kind of model the files hold.
 *
 * @param family as {@link ModelParameters#family} names it
 * @param settings what it was trained with, all of them, in the order in which to read them
 */
public record ModelDescription(String family, Map<String, String> settings) {
  public ModelDescription {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** The description of a model trained with these parameters. */
  public static ModelDescription of(ModelParameters parameters) {
    return new ModelDescription(parameters.family(), parameters.settings());
  }
}

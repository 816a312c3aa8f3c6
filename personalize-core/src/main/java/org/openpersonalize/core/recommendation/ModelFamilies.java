package org.openpersonalize.core.recommendation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.ease.EaseParameters;
import org.openpersonalize.core.popularity.PopularityParameters;
import org.openpersonalize.core.recipe.ModelParameters;
import org.openpersonalize.core.similarity.ItemItemParameters;

/** The families of models by name, each with the parameters it has where nothing else is asked for. */
public final class ModelFamilies {
  private static final Map<String, ModelParameters> DEFAULTS = new LinkedHashMap<>();

  static {
    register(AlsParameters.DEFAULT);
    register(EaseParameters.DEFAULT);
    register(ItemItemParameters.DEFAULT);
    register(PopularityParameters.DEFAULT);
  }

  private ModelFamilies() {}

  private static void register(ModelParameters defaults) {
    DEFAULTS.put(defaults.family(), defaults);
  }

  /** The names of all families. */
  public static Set<String> names() {
    return DEFAULTS.keySet();
  }

  /**
   * The default parameters of a family.
   *
   * @throws IllegalArgumentException saying which families there are, if this is none
   */
  public static ModelParameters defaults(String family) {
    ModelParameters defaults = DEFAULTS.get(family);
    if (defaults == null) {
      throw new IllegalArgumentException("There is no recipe '%s', only %s"
          .formatted(family, String.join(", ", DEFAULTS.keySet())));
    }
    return defaults;
  }
}

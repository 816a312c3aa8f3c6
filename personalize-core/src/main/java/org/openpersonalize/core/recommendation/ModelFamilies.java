package org.openpersonalize.core.recommendation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.openpersonalize.core.artifact.ModelDescription;
import org.openpersonalize.core.blend.BlendParameters;
import org.openpersonalize.core.recipe.ModelParameters;

/** The families of models by name, each with the parameters it has where nothing else is asked for. */
public final class ModelFamilies {
  private static final Map<String, StoredFamily<?, ?>> FAMILIES = new LinkedHashMap<>();

  static {
    register(new StoredFactors());
    register(new StoredEase());
    register(new StoredItemItem());
    register(new StoredPopularity());
    register(new StoredBlend());
  }

  private ModelFamilies() {}

  private static void register(StoredFamily<?, ?> family) {
    FAMILIES.put(family.defaults().family(), family);
  }

  /** The names of all families. */
  public static Set<String> names() {
    return FAMILIES.keySet();
  }

  /**
   * The default parameters of a family.
   *
   * @throws IllegalArgumentException saying which families there are, if this is none
   */
  public static ModelParameters defaults(String family) {
    return stored(family).defaults();
  }

  /**
   * The parameters that were described.
   *
   * @throws IllegalArgumentException if there are no such family and settings
   */
  public static ModelParameters parameters(ModelDescription description) {
    if (description.family().equals(BlendParameters.FAMILY)) {
      return BlendParameters.of(description.settings(), ModelFamilies::defaults);
    }
    ModelParameters parameters = defaults(description.family());
    for (Map.Entry<String, String> setting : description.settings().entrySet()) {
      parameters = parameters.with(setting.getKey(), setting.getValue());
    }
    return parameters;
  }

  static StoredFamily<?, ?> stored(String family) {
    StoredFamily<?, ?> stored = FAMILIES.get(family);
    if (stored == null) {
      throw new IllegalArgumentException("There is no recipe '%s', only %s"
          .formatted(family, String.join(", ", FAMILIES.keySet())));
    }
    return stored;
  }
}

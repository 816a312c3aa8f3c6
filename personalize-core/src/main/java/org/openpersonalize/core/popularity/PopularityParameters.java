package org.openpersonalize.core.popularity;

import java.util.Map;
import org.openpersonalize.core.recipe.ModelParameters;
import org.openpersonalize.core.recipe.Settings;

/** What popularity is counted with: nothing can be set. */
public record PopularityParameters() implements ModelParameters {
  public static final String FAMILY = "popularity";

  private static final Settings<PopularityParameters> SETTINGS = new Settings<>(FAMILY);

  @Override
  public String family() {
    return FAMILY;
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public PopularityParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  @Override
  public PopularityTrainer trainer() {
    return new PopularityTrainer();
  }
}

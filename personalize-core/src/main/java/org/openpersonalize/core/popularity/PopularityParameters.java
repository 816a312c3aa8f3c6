package org.openpersonalize.core.popularity;

import java.util.Map;
import org.openpersonalize.core.recipe.ModelParameters;
import org.openpersonalize.core.recipe.Settings;

/**
 * What popularity is counted with.
 *
 * @param halfLifeDays a user who took an item so many days before the newest interaction of all counts half for it; 0 if
 *     age is no matter
 */
public record PopularityParameters(double halfLifeDays) implements ModelParameters {
  public static final String FAMILY = "popularity";

  /** Unique users, the baseline that others quote. */
  public static final PopularityParameters DEFAULT = new PopularityParameters(0);

  private static final Settings<PopularityParameters> SETTINGS = new Settings<PopularityParameters>(
          FAMILY)
      .real(
          "half_life_days",
          0,
          36_500,
          PopularityParameters::halfLifeDays,
          (each, value) -> new PopularityParameters(value));

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
    return new PopularityTrainer(this);
  }
}

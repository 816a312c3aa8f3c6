// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.popularity;

import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;

/**
 * What popularity is counted with.
 *
 * @param halfLifeDays a user who took an item so many days before the newest interaction of all counts half for it; 0 if
 *     age is no matter
 */
public record PopularityParameters(double halfLifeDays) implements ModelParameters {
  /** Unique users, the baseline that others quote. */
  public static final PopularityParameters DEFAULT = new PopularityParameters(0);

  private static final Settings<PopularityParameters> SETTINGS = new Settings<PopularityParameters>(
          PopularityFamily.NAME)
      .real(
          "half_life_days",
          0,
          36_500,
          PopularityParameters::halfLifeDays,
          (each, value) -> new PopularityParameters(value));

  @Override
  public PopularityFamily family() {
    return PopularityFamily.INSTANCE;
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
  public boolean isPersonal() {
    return false;
  }

  @Override
  public boolean isBaseline() {
    return true;
  }

  @Override
  public PopularityTrainer trainer() {
    return new PopularityTrainer(this);
  }
}

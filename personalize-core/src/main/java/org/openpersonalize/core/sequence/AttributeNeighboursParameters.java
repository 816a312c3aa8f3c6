// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;

/**
 * What attributes are judged by.
 *
 * @param recency τ: after how many steps back an event counts 1/e
 */
public record AttributeNeighboursParameters(double recency) implements ModelParameters {
  public static final AttributeNeighboursParameters DEFAULT = new AttributeNeighboursParameters(3);

  private static final Settings<AttributeNeighboursParameters> SETTINGS = new Settings<
          AttributeNeighboursParameters>(AttributeNeighboursFamily.NAME)
      .real(
          "recency",
          0.1,
          1000,
          AttributeNeighboursParameters::recency,
          (each, value) -> new AttributeNeighboursParameters(value));

  @Override
  public AttributeNeighboursFamily family() {
    return AttributeNeighboursFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public AttributeNeighboursParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public AttributeNeighboursTrainer trainer() {
    return new AttributeNeighboursTrainer(this);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;

/**
 * What texts are compared with.
 *
 * @param rank K, how many dimensions a text has at most; there are no more than texts or terms
 */
public record SemanticParameters(int rank) implements ModelParameters {
  /** Where nothing else is asked for. */
  public static final SemanticParameters DEFAULT = new SemanticParameters(128);

  private static final Settings<SemanticParameters> SETTINGS = new Settings<SemanticParameters>(
          SemanticFamily.NAME)
      .whole(
          "rank", 8, 512, SemanticParameters::rank, (each, value) -> new SemanticParameters(value));

  @Override
  public SemanticFamily family() {
    return SemanticFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public SemanticParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  @Override
  public SemanticTrainer trainer() {
    return new SemanticTrainer(this);
  }
}

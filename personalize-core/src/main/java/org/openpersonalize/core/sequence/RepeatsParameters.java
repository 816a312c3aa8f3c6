// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;
import org.openpersonalize.core.family.Trainer;

/**
 * What repeats are judged by.
 *
 * @param recency τ: after how many steps back an event counts 1/e
 */
public record RepeatsParameters(double recency) implements ModelParameters {
  public static final RepeatsParameters DEFAULT = new RepeatsParameters(3);

  private static final Settings<RepeatsParameters> SETTINGS = new Settings<RepeatsParameters>(
          RepeatsFamily.NAME)
      .real(
          "recency",
          0.1,
          1000,
          RepeatsParameters::recency,
          (each, value) -> new RepeatsParameters(value));

  @Override
  public RepeatsFamily family() {
    return RepeatsFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public RepeatsParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public Trainer<RepeatsModel> trainer() {
    return (data, progress) -> {
      progress.throwIfCancelled();
      return new RepeatsModel(data.log().items().size(), recency);
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.metadata;

import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;

/** There is nothing to set: which features there are the records say. */
public record MetadataParameters() implements ModelParameters {
  /** The ones there are. */
  public static final MetadataParameters DEFAULT = new MetadataParameters();

  private static final Settings<MetadataParameters> SETTINGS = new Settings<>(MetadataFamily.NAME);

  @Override
  public MetadataFamily family() {
    return MetadataFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public MetadataParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  @Override
  public MetadataTrainer trainer() {
    return new MetadataTrainer();
  }
}

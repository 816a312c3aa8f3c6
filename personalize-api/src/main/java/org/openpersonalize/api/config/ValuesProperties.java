// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.config;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.PositiveOrZero;
import org.openpersonalize.ingest.ValueSettings;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of metadata that does not fit its column; ids and times always have to.
 *
 * @param strict refuse it, and missing values where the schema does not allow null
 * @param unfitShare the share of an import's records that may have such a value, before the import fails
 * @param unfitRecords how many of its records may have one at least, however few it has
 */
public record ValuesProperties(
    @DefaultValue("false") boolean strict,
    @DefaultValue("0.01") @DecimalMin("0") @DecimalMax("1") double unfitShare,
    @DefaultValue("10") @PositiveOrZero int unfitRecords) {

  /** The same for the services that keep to it. */
  public ValueSettings toSettings() {
    return new ValueSettings(strict, unfitShare, unfitRecords);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.insight;

import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.schema.DatasetType;

/**
 * How many interactions name something that there is a record of.
 *
 * @param column in which they name it
 * @param datasetType where the records are
 * @param rate the share of all interactions, 0 to 1; null where there are none
 */
public record JoinRate(
    String column,
    DatasetType datasetType,
    long interactions,
    @Nullable Double rate) {

  /** @param joined how many of all interactions name something that there is a record of */
  public static JoinRate of(DatasetType records, long joined, long all) {
    return new JoinRate(
        records.idColumn(), records, joined, all == 0 ? null : (double) joined / all);
  }
}

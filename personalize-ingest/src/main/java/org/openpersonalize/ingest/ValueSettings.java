// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest;

/**
 * What becomes of values that do not fit their columns, which {@link org.openpersonalize.core.schema.FieldValue} passes
 * over.
 *
 * @param strict refuse them, and missing values where the schema does not allow null
 * @param unfitShare the share of an import's records that may have such a value, 0 to 1
 * @param unfitRecords how many of its records may have one at least, however few it has
 */
public record ValueSettings(boolean strict, double unfitShare, int unfitRecords) {
  /** What holds unless the operator decides otherwise. */
  public static final ValueSettings DEFAULT = new ValueSettings(false, 0.01, 10);

  /** How many of so many records may have a value that does not fit. */
  public long tolerated(long records) {
    return Math.max(unfitRecords, (long) (unfitShare * records));
  }
}

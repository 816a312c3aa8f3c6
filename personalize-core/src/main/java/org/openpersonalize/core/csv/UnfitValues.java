// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * How many records of some files were read, and which of them have values that {@linkplain
 * org.openpersonalize.core.schema.FieldValue.Outcome#UNFIT do not fit} their columns and count as missing.
 */
public final class UnfitValues {
  private static final int EXAMPLES = 5;

  private final List<String> examples = new ArrayList<>();
  private long records;
  private long values;
  private long unfitRecords;

  void record(int unfit) {
    records++;
    values += unfit;
    unfitRecords += unfit > 0 ? 1 : 0;
  }

  boolean wantsExample() {
    return examples.size() < EXAMPLES;
  }

  void example(String sentence) {
    examples.add(sentence);
  }

  /** How many records were read. */
  public long records() {
    return records;
  }

  /** How many values do not fit. */
  public long values() {
    return values;
  }

  /** How many records have such a value. */
  public long unfitRecords() {
    return unfitRecords;
  }

  /** The first ones, with file, line, column and what is wrong. */
  public List<String> examples() {
    return List.copyOf(examples);
  }
}

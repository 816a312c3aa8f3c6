// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import org.openpersonalize.core.matrix.FactorMatrix;

/** Gives items vectors by what their records say: learned beside a model, or a trait of a model that knows items by nothing else. */
public interface RecordVectors {
  /** A vector for each item, [N, K]; that of an item without a record, or of whose record nothing is known, is zero. */
  FactorMatrix of(ItemRecords items);
}

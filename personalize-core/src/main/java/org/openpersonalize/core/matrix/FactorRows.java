// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

/** Factors that can be read one row at a time, however they are laid out. */
public interface FactorRows {
  int rows();

  /** How many factors a row has. */
  int rank();

  /** Copies a row's factors to {@code into}, from {@code at} on. */
  void copyRow(int row, float[] into, int at);
}

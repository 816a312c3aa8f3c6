// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.EnumSet;
import java.util.Set;

/** How much a version learns. */
public enum TrainingMode {
  /** Everything, from the beginning. */
  FULL,
  /** Nothing: it answers with what the newest version knows that has learned, and takes in the items that came since. */
  UPDATE,
  /** Everything, as by schedule. */
  AUTOTRAIN;

  /** Those that learn. */
  static final Set<TrainingMode> LEARNING = EnumSet.of(FULL, AUTOTRAIN);
}

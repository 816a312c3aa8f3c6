// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

/** Who asked for a version: the schedule or a client. */
public enum TrainingType {
  AUTOMATIC,
  MANUAL
}

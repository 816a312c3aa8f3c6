// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

/** How much a version learns: {@code FULL} everything; {@code UPDATE} new items only; {@code AUTOTRAIN} is the service's. */
public enum TrainingMode {
  FULL,
  UPDATE,
  AUTOTRAIN
}

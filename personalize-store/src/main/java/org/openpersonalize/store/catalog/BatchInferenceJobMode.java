// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

/** What a batch inference job writes. */
public enum BatchInferenceJobMode {
  /** What an online request would be answered. */
  BATCH_INFERENCE,
  /** Also what the items of an answer have in common. */
  THEME_GENERATION
}

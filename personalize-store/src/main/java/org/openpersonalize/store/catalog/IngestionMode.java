// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

/** By which door the data came that an export writes. */
public enum IngestionMode {
  /** By import jobs. */
  BULK,
  /** One by one: events, and records that were put. */
  PUT,
  /** By either. */
  ALL
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

/** What an import does with the bulk data of earlier ones: {@code FULL} replaces it, {@code INCREMENTAL} adds to it. */
public enum ImportMode {
  FULL,
  INCREMENTAL
}

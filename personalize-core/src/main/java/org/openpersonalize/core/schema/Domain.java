// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.schema;

/** The business a domain dataset group is made for; a custom dataset group has none. */
public enum Domain {
  ECOMMERCE,
  VIDEO_ON_DEMAND
}

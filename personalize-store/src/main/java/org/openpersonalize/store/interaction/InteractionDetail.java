// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.util.Locale;

/** What is known of the interactions of few datasets. An import that says which ones it has does not write the others. */
public enum InteractionDetail {
  IMPRESSION,
  RECOMMENDATION_ID,
  EVENT_ATTRIBUTION_SOURCE,
  /** The columns of the schema that are not the service's. */
  PROPERTIES;

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}

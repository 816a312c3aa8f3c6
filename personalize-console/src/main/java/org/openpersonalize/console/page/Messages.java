// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** The sentences of the console: the bundles in {@code console/text}, one for each area of it, and their translations. */
public final class Messages {
  private static final String[] AREAS = {
    "access",
    "attribution",
    "blind",
    "browse",
    "cadence",
    "console",
    "data",
    "export",
    "filter",
    "form",
    "measure",
    "models",
    "place",
    "recommender",
    "serving",
    "try",
  };

  private Messages() {}

  /**
   * Reads the bundles. It is no bean, for one of this type would also be asked for the sentences of the API's constraints.
   */
  public static MessageSource source() {
    ResourceBundleMessageSource source = new ResourceBundleMessageSource();
    for (String area : AREAS) {
      source.addBasenames("console.text." + area);
    }
    source.setDefaultEncoding("UTF-8");
    source.setDefaultLocale(Locale.ENGLISH);
    return source;
  }
}

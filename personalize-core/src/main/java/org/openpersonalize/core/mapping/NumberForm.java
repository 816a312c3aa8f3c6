// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import java.util.regex.Pattern;

/** How a file writes numbers. */
public enum NumberForm {
  /** As the bulk format has them: {@code 1234.5}. */
  PLAIN("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?"),
  /** With commas between the thousands: {@code 1,234.5}. */
  GROUPED("[-+]?(?:\\d+|\\d{1,3}(?:,\\d{3})+)(?:\\.\\d+)?"),
  /** With a comma before the fraction: {@code 12,90} and {@code 1.234,5}. */
  DECIMAL_COMMA("[-+]?(?:\\d+|\\d{1,3}(?:[. \u00a0]\\d{3})+)(?:,\\d+)?");

  private final Pattern form;

  NumberForm(String form) {
    this.form = Pattern.compile(form);
  }

  boolean matches(String text) {
    return isDigits(text) || form.matcher(text).matches();
  }

  /** Digits alone are a number in all forms. */
  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** A number of this form in the form of the bulk format; any other text as it is. */
  String convert(String text) {
    if (this == PLAIN) {
      return text;
    }
    String stripped = text.strip();
    if (!matches(stripped)) {
      return text;
    }
    return this == GROUPED
        ? stripped.replace(",", "")
        : stripped.replaceAll("[. \u00a0]", "").replace(',', '.');
  }
}

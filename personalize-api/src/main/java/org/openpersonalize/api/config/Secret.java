// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.config;

/** A value that must not reach a log: it prints as asterisks. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}

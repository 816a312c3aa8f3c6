// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

/** Some of the operations that are served, one line each. Serving another is a line in a table and its service's method. */
@FunctionalInterface
interface OperationTable {
  void addTo(Operations operations);
}

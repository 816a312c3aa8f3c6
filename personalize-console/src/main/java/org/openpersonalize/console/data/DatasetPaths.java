// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.util.Arrays;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.core.schema.DatasetType;

/** The part of a path that names a dataset of a group: its type, as the API spells it. */
final class DatasetPaths {
  private DatasetPaths() {}

  static DatasetType type(String path) {
    return Arrays.stream(DatasetType.values())
        .filter(type -> type.name().equals(path))
        .findFirst()
        .orElseThrow(Refusal.NOT_FOUND::exception);
  }
}

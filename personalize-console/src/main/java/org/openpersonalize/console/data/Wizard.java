// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.draft.GuidedImportService.Errand;
import org.openpersonalize.ingest.draft.ImportDraft;
import org.openpersonalize.store.catalog.ImportMode;

/** Where somebody is who brings a file into a dataset. */
record Wizard(Group group, DatasetRow row, Errand errand, List<DatasetType> types) {
  /** What all steps show. */
  Map<String, Object> model() {
    Map<String, Object> model = new HashMap<>();
    model.put("group", group);
    model.put("row", row);
    model.put("types", types);
    model.put("base", group.path(row.importPath()));
    return model;
  }

  String path(ImportDraft draft) {
    return group.path(row.importPath()) + "/" + draft.id();
  }

  String datasetPath() {
    return group.path(row.path());
  }

  /** What the import does to earlier ones: it replaces them unless it is to add to some. */
  ImportMode mode(@Nullable String chosen) {
    return row.isThere() && ImportMode.INCREMENTAL.name().equals(chosen)
        ? ImportMode.INCREMENTAL
        : ImportMode.FULL;
  }
}

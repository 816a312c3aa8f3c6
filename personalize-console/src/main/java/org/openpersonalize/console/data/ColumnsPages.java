// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.data.ColumnsPage.FieldChoice;
import org.openpersonalize.core.mapping.ColumnKind;
import org.openpersonalize.core.mapping.FileMapping;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.ingest.draft.GuidedImportService;
import org.openpersonalize.ingest.draft.GuidedImportService.Errand;
import org.openpersonalize.ingest.draft.ImportDraft;
import org.springframework.stereotype.Component;

/** Puts the form of the columns together. */
@Component
class ColumnsPages {
  private static final String EVENT_TYPE = "EVENT_TYPE";

  private final GuidedImportService guide;

  ColumnsPages(GuidedImportService guide) {
    this.guide = guide;
  }

  /** @param mapping as somebody has filled it in, or as proposed */
  ColumnsPage of(Errand errand, ImportDraft draft, FileMapping mapping) {
    Optional<DatasetSchema> schema = guide.schema(errand);
    List<FieldChoice> fields = schema
        .map(there -> there.fields().stream()
            .map(field -> new FieldChoice(
                field.name(), field.role() != Field.Role.METADATA && !field.nullable()))
            .toList())
        .orElseGet(() -> reserved(errand));
    @Nullable List<String> own = schema.isPresent()
        ? null
        : draft.look().ownFields(errand.datasetType(), guide.domain(errand));
    return new ColumnsPage(
        draft.look().columns().stream()
            .map(seen -> ColumnRow.of(
                seen,
                mapping,
                draft.guessed().contains(seen.place()),
                own == null ? null : seen.as(own.get(seen.place()), seen.likelyKind())))
            .toList(),
        fields,
        own == null ? List.of() : kinds(errand.datasetType()),
        fields.stream().anyMatch(field -> field.name().equals(EVENT_TYPE))
            && mapping.of(EVENT_TYPE).isEmpty());
  }

  private List<FieldChoice> reserved(Errand errand) {
    return DatasetSchema.reserved(errand.datasetType(), guide.domain(errand)).stream()
        .map(reserved -> new FieldChoice(reserved.field().name(), reserved.required()))
        .toList();
  }

  private static List<ColumnKind> kinds(DatasetType type) {
    return Arrays.stream(ColumnKind.values())
        .filter(kind -> kind != ColumnKind.PROSE || type == DatasetType.ITEMS)
        .toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import java.util.List;
import java.util.Set;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetImportJobRepository;
import org.openpersonalize.store.catalog.Schema;
import org.springframework.stereotype.Component;

/** Which schema may take the place of another: whatever was read by the one before must be the same by the new one. */
@Component
class SchemaReplacement {
  private static final Set<DatasetType> REPLACEABLE = Set.of(DatasetType.ITEMS, DatasetType.USERS);

  private final DatasetImportJobRepository imports;

  SchemaReplacement(DatasetImportJobRepository imports) {
    this.imports = imports;
  }

  /**
   * Checks that a dataset, which is locked, can have another schema now.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if those of its type never
   *     can, {@link ErrorCode#RESOURCE_IN_USE} while an import reads files by the one it has
   */
  void requirePossible(Dataset dataset) {
    if (!REPLACEABLE.contains(dataset.datasetType())) {
      throw ErrorCode.INVALID_INPUT.because(
          "The schema of %s cannot be replaced: only those of Items and Users datasets can. Create another dataset group."
              .formatted(dataset.arn()));
    }
    if (imports.existsByDatasetArnAndStatusIn(dataset.arn(), Status.UNDER_WAY)) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "Files are being imported into %s. Wait until its import jobs have ended and try again."
              .formatted(dataset.arn()));
    }
  }

  /**
   * The columns that the replacement has and the schema of before has not.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} naming the column that is
   *     missing, is another, or may not be null
   */
  List<String> added(Schema before, Schema replacement) {
    DatasetSchema now = DatasetSchema.parse(before.schema(), before.domain());
    DatasetSchema next = DatasetSchema.parse(replacement.schema(), replacement.domain());
    for (Field field : now.fields()) {
      Field same = next.field(field.name())
          .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
              "The schema %s has no column %s, which the schema of the dataset has. Add it: a schema can only be replaced by one with the same columns and more."
                  .formatted(replacement.name(), field.name())));
      if (!same.equals(field)) {
        throw ErrorCode.INVALID_INPUT.because(
            "The column %s of the schema %s is not as in the schema of the dataset. Give it the same type and attributes."
                .formatted(field.name(), replacement.name()));
      }
    }
    List<Field> added = next.fields().stream()
        .filter(field -> now.field(field.name()).isEmpty())
        .toList();
    for (Field field : added) {
      if (!field.nullable()) {
        throw ErrorCode.INVALID_INPUT.because(
            "The new column %s of the schema %s must allow null, for the records that are there have no value of it: give it the type [\"null\", \"%s\"]."
                .formatted(field.name(), replacement.name(), field.type().avro()));
      }
    }
    return added.stream().map(Field::name).toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;

/** Reads the items' records from a CSV file, gzipped or not, by the schema of the dataset. */
public final class ItemFile {
  private ItemFile() {}

  /**
   * Reads a file.
   *
   * @param schemaFile the schema as a client registers it
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if the schema is not one
   *     of items, or the file is not there or not by the schema
   */
  public static RecordColumns read(Path file, Path schemaFile) throws IOException {
    DatasetSchema schema = schema(schemaFile);
    if (schema.type() != DatasetType.ITEMS) {
      throw ErrorCode.INVALID_INPUT.because("%s is a schema of %s, not of Items"
          .formatted(schemaFile, schema.type().recordName()));
    }
    int id = IntStream.range(0, schema.fields().size())
        .filter(
            column -> schema.fields().get(column).name().equals(schema.type().idColumn()))
        .findFirst()
        .orElseThrow();
    int[] others = IntStream.range(0, schema.fields().size())
        .filter(column -> column != id)
        .toArray();
    RecordColumnsBuilder records = new RecordColumnsBuilder(schema);
    try (DatasetRecordReader csv = new DatasetRecordReader(
        PlainOrGzip.open(file), file.toString(), schema, true, new UnfitValues())) {
      while (csv.next()) {
        records.add(
            Utf8Slice.of(Objects.requireNonNull(csv.text(id))),
            Utf8Slice.of(Objects.requireNonNullElse(csv.json(others), "{}")));
      }
    }
    return records.build();
  }

  private static DatasetSchema schema(Path file) throws IOException {
    try (InputStream in = PlainOrGzip.open(file)) {
      return DatasetSchema.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), null);
    }
  }
}

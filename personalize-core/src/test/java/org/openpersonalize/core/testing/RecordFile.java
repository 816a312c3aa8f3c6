// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;

/**
 * The records of a file, twice: as the database has them, and as values to reckon with.
 *
 * @param json properties by id
 * @param records by id, and by the names of columns; numbers are {@code Double}, of {@code float} columns rounded to one
 */
public record RecordFile(
    DatasetSchema schema, Map<String, String> json, Map<String, Map<String, Object>> records) {

  /** {@code items} or {@code users} of the shop in the repository. */
  public static RecordFile onlineRetail(String name) throws IOException {
    Path folder = TestData.ROOT.resolve("demo-data/online-retail");
    return read(folder.resolve("schema-%s.json".formatted(name)), folder.resolve(name + ".csv.gz"));
  }

  /** {@code items} or {@code users} of MovieLens 100K; the test is skipped where it is absent. */
  public static RecordFile movieLens100k(String name) throws IOException {
    return read(
        TestData.notRedistributable("ml-100k/schema-%s.json".formatted(name)),
        TestData.notRedistributable("ml-100k/%s.csv".formatted(name)));
  }

  /** The records as a training reads them. */
  public RecordColumns columns() {
    RecordColumnsBuilder builder = new RecordColumnsBuilder(schema);
    json.forEach((id, properties) -> builder.add(Utf8Slice.of(id), Utf8Slice.of(properties)));
    return builder.build();
  }

  private static RecordFile read(Path schemaFile, Path file) throws IOException {
    DatasetSchema schema = DatasetSchema.parse(Files.readString(schemaFile), null);
    Map<String, String> json = new LinkedHashMap<>();
    Map<String, Map<String, Object>> records = new LinkedHashMap<>();
    List<Field> fields = schema.fields();
    int id = fields.indexOf(schema.field(schema.type().idColumn()).orElseThrow());
    List<Integer> others = new ArrayList<>();
    for (int column = 0; column < fields.size(); column++) {
      if (column != id) {
        others.add(column);
      }
    }
    int[] columns = others.stream().mapToInt(column -> column).toArray();
    try (InputStream in = open(file);
        DatasetRecordReader reader =
            new DatasetRecordReader(in, file.toString(), schema, false, new UnfitValues())) {
      while (reader.next()) {
        Map<String, Object> values = new HashMap<>();
        for (int column : columns) {
          Field field = fields.get(column);
          if (field.type() == Field.Type.STRING) {
            values.put(field.name(), reader.text(column));
          } else if (!Double.isNaN(reader.number(column))) {
            double number = reader.number(column);
            values.put(
                field.name(), field.type() == Field.Type.FLOAT ? (double) (float) number : number);
          }
        }
        values.values().removeIf(value -> value == null);
        String properties = reader.json(columns);
        json.put(reader.text(id), properties == null ? "{}" : properties);
        records.put(reader.text(id), values);
      }
    }
    return new RecordFile(schema, json, records);
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}

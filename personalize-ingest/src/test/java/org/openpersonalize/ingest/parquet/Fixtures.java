// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.csv.CsvRecordReader;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.csv.Refusals;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.schema.DatasetSchema;

/** Files that {@code tools/parquet-fixtures.py} had real writers write, and what is read from them. */
final class Fixtures {
  static final DatasetSchema INTERACTIONS = DatasetSchema.parse("""
      {"type":"record","name":"Interactions","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
      {"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},{"name":"TIMESTAMP","type":"long"},
      {"name":"EVENT_TYPE","type":"string"},{"name":"EVENT_VALUE","type":["null","float"]},
      {"name":"QUANTITY","type":["null","int"]}]}""", null);

  static final DatasetSchema ITEMS = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
      {"name":"ITEM_ID","type":"string"},{"name":"CATEGORIES","type":["null","string"],"categorical":true},
      {"name":"PRICE","type":["null","double"]},{"name":"VIEWS","type":["null","long"]},
      {"name":"IN_STOCK","type":["null","boolean"]},{"name":"CREATION_TIMESTAMP","type":"long"},
      {"name":"DESCRIPTION","type":["null","string"],"textual":true}]}""", null);

  private static final Path FOLDER = Path.of("src", "test", "resources", "parquet");

  private Fixtures() {}

  static DatasetSchema schema(String file) {
    return file.startsWith("items") ? ITEMS : INTERACTIONS;
  }

  static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CellReader parquet(String file) throws IOException {
    return parquet(bytes(file), file);
  }

  static CellReader parquet(byte[] bytes, String file) throws IOException {
    return new ParquetRecordReader(
        (from, count) -> {
          if (from < 0 || from + count > bytes.length) {
            throw new IOException("There is nothing there"); // as an object store answers
          }
          return Arrays.copyOfRange(bytes, (int) from, (int) from + count);
        },
        bytes.length,
        file);
  }

  static CellReader csv(String file) throws IOException {
    return new CsvRecordReader(new ByteArrayInputStream(bytes(file)), file);
  }

  /** The records of a file as a dataset has them, each as JSON. */
  static List<String> records(CellReader file, DatasetSchema schema) throws IOException {
    int[] all = new int[schema.fields().size()];
    Arrays.setAll(all, column -> column);
    List<String> records = new ArrayList<>();
    UnfitValues unfit = new UnfitValues();
    try (DatasetRecordReader reader =
        new DatasetRecordReader(file, schema, true, unfit, Refusals.NONE_ALLOWED)) {
      while (reader.next()) {
        records.add(reader.json(all));
      }
    }
    return records;
  }
}

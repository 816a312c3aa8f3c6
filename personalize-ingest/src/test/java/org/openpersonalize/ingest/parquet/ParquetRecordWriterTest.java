// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ParquetRecordWriterTest {

  @ParameterizedTest
  @ValueSource(strings = {"interactions.csv", "items.csv"})
  void what_is_written_is_read_again_as_it_was(String name) throws IOException {
    DatasetSchema schema = Fixtures.schema(name);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ParquetRecordWriter writer = new ParquetRecordWriter(schema.fields());
    CellReader csv = Fixtures.csv(name);
    while (csv.nextRecord()) {
      csv.readCells();
      for (int column = 0; column < schema.fields().size(); column++) {
        writer.cell(csv.cell(column));
      }
      writer.end();
      if (csv.line() % 70 == 0) {
        file.writeBytes(writer.take()); // a row group of its own
      }
    }
    file.writeBytes(writer.finish());

    assertThat(Fixtures.records(Fixtures.parquet(file.toByteArray(), "again"), schema))
        .hasSize(200)
        .isEqualTo(Fixtures.records(Fixtures.csv(name), schema));
  }

  @Test
  void a_file_without_records_is_one_too() throws IOException {
    ParquetRecordWriter writer = new ParquetRecordWriter(Fixtures.ITEMS.fields());
    CellReader file = Fixtures.parquet(writer.finish(), "empty");

    assertThat(file.header())
        .isEqualTo(Fixtures.ITEMS.fields().stream().map(Field::name).toList());
    assertThat(file.nextRecord()).isFalse();
  }

  @Test
  void a_row_group_ends_before_it_takes_much_memory() throws IOException {
    List<Field> fields = Fixtures.ITEMS.fields().subList(0, 1);
    ParquetRecordWriter writer = new ParquetRecordWriter(fields);
    Random random = new Random(1);
    long rows = 0;
    while (!writer.isFull()) {
      writer.cell(text(random));
      writer.end();
      rows++;
    }

    assertThat(writer.length()).isBetween(16L << 20, 20L << 20);
    byte[] group = writer.take();
    assertThat(writer.isFull()).isFalse();
    byte[] end = writer.finish();
    byte[] whole = Arrays.copyOf(group, group.length + end.length);
    System.arraycopy(end, 0, whole, group.length, end.length);
    CellReader file = Fixtures.parquet(whole, "long");
    Random again = new Random(1);
    long same = 0;
    while (file.nextRecord()) {
      same += text(again).equals(file.cell(0)) ? 1 : 0;
    }
    assertThat(same).isEqualTo(rows);
  }

  private static String text(Random random) {
    return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }
}

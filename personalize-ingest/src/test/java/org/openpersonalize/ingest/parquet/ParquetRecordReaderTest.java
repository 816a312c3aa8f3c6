// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.csv.Refusals;
import org.openpersonalize.core.csv.RefusedRecord;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.mapping.ColumnLook;
import org.openpersonalize.core.mapping.SeenColumn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ParquetRecordReaderTest {
  private static final String TYPES = "types-pyarrow.parquet";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "interactions-pandas",
        "interactions-pandas-nullable",
        "interactions-pyarrow-required",
        "interactions-pyarrow-int96",
        "interactions-pyarrow-millis",
        "interactions-pyarrow-nanos",
        "interactions-duckdb",
        "interactions-polars",
        "interactions-polars-categorical",
        "interactions-spark",
        "interactions-spark-micros",
        "items-pandas",
        "items-pyarrow-large-strings",
        "items-pyarrow-delta",
        "items-duckdb",
        "items-polars",
        "items-spark"
      })
  void what_a_real_writer_wrote_is_read_like_the_csv_of_the_same_data(String name)
      throws IOException {
    String csv = name.substring(0, name.indexOf('-')) + ".csv";
    DatasetSchema schema = Fixtures.schema(name);

    List<String> read = Fixtures.records(Fixtures.parquet(name + ".parquet"), schema);

    assertThat(read).hasSize(200).isEqualTo(Fixtures.records(Fixtures.csv(csv), schema));
  }

  @Test
  void the_index_of_a_data_frame_is_no_column() throws IOException {
    CellReader file = Fixtures.parquet("interactions-pandas.parquet");

    assertThat(file.header())
        .containsExactly(
            "USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", "EVENT_VALUE", "QUANTITY");
  }

  @ParameterizedTest
  @CsvSource({
    "NUMBERS, 1|2",
    "TRUTH, true",
    "UNSIGNED, 18446744073709551615",
    "SMALL, 255",
    "FLOAT, 0.1",
    "DAY, 1704153600",
    "NAN,",
    "NOTHING,",
    "BYTES,",
    "STRUCT,",
    "MAP,"
  })
  void each_type_has_its_spelling(String column, @Nullable String text) throws IOException {
    CellReader file = Fixtures.parquet(TYPES);

    assertThat(file.nextRecord()).isTrue();
    assertThat(file.cell(file.column(column))).isEqualTo(text);
    assertThat(file.nextRecord()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "BYTES, STRING, bytes without a type",
    "STRUCT, STRING, struct",
    "MAP, STRING, map",
    "STRUCTS, STRING, list of columns",
    "TIME, LONG, TIME",
    "NUMBERS, LONG, list of INT64",
    "TRUTH, LONG, BOOLEAN",
    "DAY, STRING, DATE",
    "SMALL, BOOLEAN, INTEGER"
  })
  void a_column_that_cannot_hold_what_the_schema_says_is_refused_by_name_and_type(
      String column, Field.Type type, String called) throws IOException {
    CellReader file = Fixtures.parquet(TYPES);
    Field field = new Field(column, type, true, false, false, false);

    assertThatThrownBy(() -> file.requireFit(file.column(column), field))
        .hasMessage(
            "%s, column %s: it is of the type %s, and the schema says %s: write it as %s, or declare another type",
            TYPES, column, called, type.avro(), type.avro());
  }

  @Test
  void a_column_that_is_not_there_is_missed_by_its_name() {
    assertThatThrownBy(() -> Fixtures.records(Fixtures.parquet(TYPES), Fixtures.INTERACTIONS))
        .hasMessageStartingWith(
            TYPES + ": Input Parquet is missing the following columns: [USER_ID, ITEM_ID,");
  }

  @Test
  void a_list_whose_element_has_a_bar_is_refused_with_its_row() throws IOException {
    CellReader file = Fixtures.parquet(TYPES);
    int column = file.column("BARRED");

    assertThat(file.nextRecord()).isTrue();
    assertThatThrownBy(() -> file.cell(column))
        .hasMessage("'a|b' in a list has a bar in it, which parts categories: write another"
            + " character for it");
  }

  @Test
  void text_that_is_not_utf8_ends_the_file() throws IOException {
    CellReader file = Fixtures.parquet(TYPES);
    file.requireFit(
        file.column("LATIN"), new Field("LATIN", Field.Type.STRING, true, false, false, false));

    assertThatThrownBy(file::nextRecord)
        .isInstanceOf(PersonalizeException.class)
        .hasMessage(TYPES + " is damaged near row 1: write it again");
  }

  @Test
  void a_refused_value_is_told_with_its_row_and_the_reading_goes_on() throws IOException {
    DatasetSchema whole = DatasetSchema.parse("""
        {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},{"name":"PRICE","type":["null","long"]},
        {"name":"CATEGORIES","type":["null","string"],"categorical":true}]}""", null);
    List<RefusedRecord> refused = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    long taken = 0;
    try (DatasetRecordReader reader = new DatasetRecordReader(
        Fixtures.parquet("items-spark.parquet"), whole, false, new UnfitValues(), new Refusals() {
          @Override
          public void add(RefusedRecord record, @Nullable String line) {
            refused.add(record);
            lines.add(line);
          }

          @Override
          public boolean wantLines() {
            return true;
          }
        })) {
      while (reader.next()) {
        taken++;
      }
    }

    assertThat(taken + refused.size()).isEqualTo(200);
    assertThat(refused.get(0).line()).isEqualTo(2);
    assertThat(lines.get(0)).isEqualTo("\"with, comma 1\",gift|all,1.25");
    assertThat(refused.get(0).message())
        .isEqualTo(
            "items-spark.parquet, row 2, column PRICE: '1.25' is not a whole number: correct it, or declare"
                + " the column as double");
  }

  @ParameterizedTest
  @CsvSource({"lz4, LZ4_RAW", "brotli, BROTLI"})
  void a_codec_that_is_not_read_is_named_with_those_that_are(String file, String codec)
      throws IOException {
    String name = "interactions-pyarrow-%s.parquet".formatted(file);
    assertThatThrownBy(() -> Fixtures.records(Fixtures.parquet(name), Fixtures.INTERACTIONS))
        .hasMessage(
            "%s, column USER_ID: it is compressed with %s: write the file with zstd, snappy or gzip",
            name, codec);
  }

  @Test
  void a_name_that_is_wrong_and_a_copy_that_is_not_whole_are_told_apart() {
    byte[] csv = Fixtures.bytes("items.csv");
    byte[] whole = Fixtures.bytes("items-spark.parquet");
    byte[] part = Arrays.copyOf(whole, whole.length - 100);

    assertThatThrownBy(() -> Fixtures.parquet(csv, "a.parquet"))
        .hasMessage(
            "a.parquet is called Parquet by its name and is none: give it a name that tells what it is");
    assertThatThrownBy(() -> Fixtures.parquet(part, "a.parquet"))
        .hasMessage("a.parquet is damaged, or was not copied whole: write it again");
  }

  /** The library throws whatever it comes upon; an import must say what is wrong with the file, and not try again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "interactions-pyarrow-required.parquet",
        "items-pyarrow-delta.parquet",
        "items-spark.parquet",
        "items-duckdb.parquet"
      })
  void a_damaged_file_is_refused_or_read_and_nothing_else(String name) throws IOException {
    byte[] whole = Fixtures.bytes(name);
    Random random = new Random(1);
    int refused = 0;
    for (int round = 0; round < 100; round++) {
      byte[] damaged = whole.clone();
      for (int flip = 0; flip < 3; flip++) {
        damaged[4 + random.nextInt(damaged.length - 12)] = (byte) random.nextInt();
      }
      try {
        Fixtures.records(Fixtures.parquet(damaged, name), Fixtures.schema(name));
      } catch (PersonalizeException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void the_columns_of_any_file_can_be_looked_at() throws IOException {
    ColumnLook look = ColumnLook.at(Fixtures.parquet("items-polars.parquet"));

    assertThat(look.rows()).isEqualTo(200);
    assertThat(look.whole()).isTrue();
    assertThat(look.columns())
        .extracting(SeenColumn::name)
        .containsExactly(
            "ITEM_ID",
            "CATEGORIES",
            "PRICE",
            "VIEWS",
            "IN_STOCK",
            "CREATION_TIMESTAMP",
            "DESCRIPTION");
  }
}

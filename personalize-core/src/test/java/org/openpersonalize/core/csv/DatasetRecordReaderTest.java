// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DatasetRecordReaderTest {
  private static final DatasetSchema INTERACTIONS = DatasetSchema.parse("""
      {"type":"record","name":"Interactions","fields":[
        {"name":"USER_ID","type":"string"},
        {"name":"ITEM_ID","type":"string"},
        {"name":"TIMESTAMP","type":"long"},
        {"name":"EVENT_TYPE","type":"string"},
        {"name":"EVENT_VALUE","type":["null","float"]},
        {"name":"QUANTITY","type":["null","int"]},
        {"name":"GIFT","type":["null","boolean"]},
        {"name":"COUPON","type":["null","string"]}]}
      """, null);
  private static final DatasetSchema ITEMS = DatasetSchema.parse("""
      {"type":"record","name":"Items","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"GENRES","type":["null","string"],"categorical":true},
        {"name":"PLOT","type":["null","string"],"textual":true},
        {"name":"PRICE","type":["null","double"]},
        {"name":"CREATION_TIMESTAMP","type":["null","long"]}]}
      """, null);
  private static final String HEADER =
      "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,QUANTITY,GIFT,COUPON\n";

  @Test
  void values_are_read_by_the_schema() throws IOException {
    try (DatasetRecordReader records = interactions("u1,i1,1700000000,purchase,2.5,3,True,XMAS")) {
      assertThat(records.next()).isTrue();
      assertThat(records.text(0)).isEqualTo("u1");
      assertThat(records.integer(2)).isEqualTo(1_700_000_000L);
      assertThat(records.number(4)).isEqualTo(2.5);
      assertThat(records.number(5)).isEqualTo(3);
      assertThat(records.json(new int[] {4, 5, 6, 7}))
          .isEqualTo("{\"EVENT_VALUE\":2.5,\"QUANTITY\":3,\"GIFT\":true,\"COUPON\":\"XMAS\"}");
      assertThat(records.next()).isFalse();
    }
  }

  @Test
  void what_is_missing_is_null_and_left_out_of_the_json() throws IOException {
    try (DatasetRecordReader records =
        interactions("u1,i1,1700000000,purchase,,,,\"a \\\"b\\\"\"\nu1,i1,1700000000,view,,,,")) {
      records.next();
      assertThat(records.number(4)).isNaN();
      assertThat(records.json(new int[] {5, 6, 7})).isEqualTo("{\"COUPON\":\"a \\\"b\\\"\"}");
      records.next();
      assertThat(records.text(7)).isNull();
      assertThat(records.json(new int[] {5, 6, 7})).isNull();
    }
  }

  @Test
  void columns_may_stand_in_any_order_and_unknown_ones_are_passed_over() throws IOException {
    try (DatasetRecordReader records = open(
        "PRICE,EXTRA,CREATION_TIMESTAMP,ITEM_ID,PLOT,GENRES\n1.5,x,,i1,,Drama|Crime\n", ITEMS)) {
      records.next();
      assertThat(records.text(0)).isEqualTo("i1");
      assertThat(records.text(1)).isEqualTo("Drama|Crime");
      assertThat(records.number(3)).isEqualTo(1.5);
      assertThat(records.number(4)).isNaN();
    }
  }

  @Test
  void all_columns_of_the_schema_must_be_there() {
    assertThatThrownBy(() -> open("ITEM_ID,PLOT,PRICE\n", ITEMS))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessage(
            "s3://shop/data.csv: Input CSV is missing the following columns: [GENRES, CREATION_TIMESTAMP].");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "u1,i1,1700000000000,view,,,, ~ TIMESTAMP ~ 1700000000000 is in milliseconds; divide by 1000: Personalize expects epoch seconds",
        "u1,i1,yesterday,view,,,, ~ TIMESTAMP ~ 'yesterday' is not a whole number: correct it, or declare another type in the schema",
        "u1,i1,1700000000.5,view,,,, ~ TIMESTAMP ~ '1700000000.5' is not a whole number: correct it, for a time is whole seconds since 1970",
        ",i1,1700000000,view,,,, ~ USER_ID ~ the value is missing, and the schema does not allow null: give every record one",
        "u1,i1,,view,,,, ~ TIMESTAMP ~ the value is missing, and the schema does not allow null: give every record one",
        "u1,i1,1700000000,view,dear,,, ~ EVENT_VALUE ~ 'dear' is not a number: correct it, or declare another type in the schema",
        "u1,i1,1700000000,view,1e999,,, ~ EVENT_VALUE ~ 1e999 is too large for a float",
        "u1,i1,1700000000,view,1f,,, ~ EVENT_VALUE ~ '1f' is not a number: correct it, or declare another type in the schema",
        "u1,i1,1700000000,view,,3000000000,, ~ QUANTITY ~ 3000000000 is too large for an int: declare the column as long",
        "u1,i1,1700000000,view,,,yes, ~ GIFT ~ 'yes' is not true or false: correct it, or declare another type in the schema",
        "u1,i1,1700000000,view,,,,a\0b ~ COUPON ~ the value contains the character U+0000: remove it"
      })
  void a_value_that_does_not_fit_is_located_and_explained(
      String record, String column, String sentence) {
    assertRefused(record, column, sentence);
  }

  @ParameterizedTest
  @CsvSource({"USER_ID, 256", "ITEM_ID, 256", "EVENT_TYPE, 256", "COUPON, 1000"})
  void a_value_that_is_too_long_fails_the_file(String column, int limit) throws IOException {
    String record = "u1,i1,1700000000,view,,,,c"
        .replace(
            column.equals("USER_ID")
                ? "u1"
                : column.equals("ITEM_ID") ? "i1" : column.equals("COUPON") ? ",c" : "view",
            (column.equals("COUPON") ? "," : "") + "x".repeat(limit));
    try (DatasetRecordReader records = interactions(record)) {
      assertThat(records.next()).isTrue();
    }

    assertRefused(
        record.replaceFirst("x", "xx"),
        column,
        ("Length cannot be more than %d characters for %s. If no values exceed the character limit, make sure your data"
                + " follows the formatting guidelines: one record a line, values that contain a comma in double quotes, and"
                + " \\\" for a quote inside them")
            .formatted(limit, column));
  }

  @ParameterizedTest
  @CsvSource({"a, 20000", "é, 20000", "語, 7000", "か, 7000", "カ, 7000"})
  void prose_is_cut_and_not_refused(String letter, int limit) throws IOException {
    try (DatasetRecordReader records = open(
        "ITEM_ID,GENRES,PLOT,PRICE,CREATION_TIMESTAMP\ni1,," + letter.repeat(limit + 1) + ",,\n",
        ITEMS)) {
      records.next();
      assertThat(records.text(2)).hasSize(limit);
    }
  }

  @Test
  void the_real_online_retail_data_is_read_whole() throws IOException {
    Path demo =
        Path.of(System.getProperty("personalize.root", "..")).resolve("demo-data/online-retail");
    DatasetSchema schema =
        DatasetSchema.parse(Files.readString(demo.resolve("schema-interactions.json")), null);
    try (InputStream in =
            new GZIPInputStream(Files.newInputStream(demo.resolve("interactions.csv.gz")));
        DatasetRecordReader records =
            new DatasetRecordReader(in, "interactions.csv", schema, true, new UnfitValues())) {
      int count = 0;
      double spent = 0;
      while (records.next()) {
        count++;
        spent += records.number(4);
      }
      assertThat(count).isEqualTo(396_337);
      assertThat(spent).isGreaterThan(8_000_000); // pounds, in a year
    }
  }

  @Test
  void metadata_that_does_not_fit_is_missing_and_counted_with_its_place() throws IOException {
    UnfitValues unfit = new UnfitValues();
    try (DatasetRecordReader records = open(
        HEADER + "u1,i1,1700000000,view,true,many,yes,\nu2,i1,1700000000,view,1,2,true,\n",
        INTERACTIONS,
        false,
        unfit)) {
      records.next();
      assertThat(records.number(4)).isNaN();
      assertThat(records.json(new int[] {4, 5, 6, 7})).isNull();
      records.next();
      assertThat(records.json(new int[] {4, 5, 6}))
          .isEqualTo("{\"EVENT_VALUE\":1.0,\"QUANTITY\":2,\"GIFT\":true}");
      assertThat(records.next()).isFalse();
    }

    assertThat(unfit.records()).isEqualTo(2);
    assertThat(unfit.unfitRecords()).isEqualTo(1);
    assertThat(unfit.values()).isEqualTo(3);
    assertThat(unfit.examples())
        .containsExactly(
            "s3://shop/data.csv, line 2, column EVENT_VALUE: 'true' is not a number: correct it, or declare another type in the schema",
            "s3://shop/data.csv, line 2, column QUANTITY: 'many' is not a whole number: correct it, or declare another type in the schema",
            "s3://shop/data.csv, line 2, column GIFT: 'yes' is not true or false: correct it, or declare another type in the schema");
  }

  @Test
  void records_that_are_refused_are_passed_over_where_that_is_asked_for() throws IOException {
    List<RefusedRecord> refused = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    String text = HEADER
        + "u1,i1,now,view,,,,\n"
        + "u2,i2,1700000000,view,,many,,\n"
        + "u3,i3\n"
        + "u4,\"i4,1700000000,view,,,,\n"
        + "u5,i5,1700000000,view,,2,,\n"
        + ",i6,1700000000,view,,,,";
    UnfitValues unfit = new UnfitValues();
    try (DatasetRecordReader records = new DatasetRecordReader(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        "a.csv",
        INTERACTIONS,
        false,
        unfit,
        (record, line) -> refused.add(record))) {
      while (records.next()) {
        taken.add(records.text(0) + " " + records.isPresent(5));
      }
    }

    assertThat(taken).containsExactly("u2 false", "u5 true");
    assertThat(unfit.records()).isEqualTo(2);
    assertThat(refused)
        .containsExactly(
            new RefusedRecord(
                "a.csv",
                2,
                "TIMESTAMP",
                "now",
                "a.csv, line 2, column TIMESTAMP: 'now' is not a whole number: correct it, or declare another type in the schema"),
            new RefusedRecord(
                "a.csv",
                4,
                null,
                null,
                "a.csv, line 4: 2 values, but the header names 8 columns: put values that contain a comma in double quotes"),
            new RefusedRecord(
                "a.csv",
                5,
                null,
                null,
                "a.csv, line 5, column ITEM_ID: the quote is not closed on its line: write \\\" for a quote and \\\\ for a"
                    + " backslash inside a value, and keep a record on one line"),
            new RefusedRecord(
                "a.csv",
                7,
                "USER_ID",
                null,
                "a.csv, line 7, column USER_ID: the value is missing, and the schema does not allow null: give every record one"));
  }

  @Test
  void what_is_no_text_ends_the_reading_even_where_records_are_passed_over() {
    byte[] latin1 = (HEADER + "u1,i1,now,view,,,,\n".repeat(20_000)
            + "u\u00e9,i1,1700000000,view,,,,\n")
        .getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> {
          try (DatasetRecordReader records = new DatasetRecordReader(
              new ByteArrayInputStream(latin1),
              "a.csv",
              INTERACTIONS,
              false,
              new UnfitValues(),
              (refused, line) -> {})) {
            while (records.next()) {
              assertThat(records.text(0)).isNotNull();
            }
          }
        })
        .isInstanceOf(PersonalizeException.class)
        .hasMessageContaining("the text is not UTF-8");
  }

  @Test
  void columns_are_found_by_their_names_in_any_case_and_others_need_none() throws IOException {
    try (DatasetRecordReader records = open(
        ",item_id,Genres,PLOT,price,creation_timestamp,note,note,\n7,i1,a|b,,2.5,1700000000,x,y,\n",
        ITEMS)) {
      assertThat(records.next()).isTrue();
      assertThat(records.text(0)).isEqualTo("i1");
      assertThat(records.number(3)).isEqualTo(2.5);
      assertThat(records.integer(4)).isEqualTo(1_700_000_000L);
    }
  }

  @Test
  void a_name_in_the_schemas_own_spelling_goes_before_others() throws IOException {
    try (DatasetRecordReader records =
        open("item_id,ITEM_ID,GENRES,PLOT,PRICE,CREATION_TIMESTAMP\nwrong,right,,,,\n", ITEMS)) {
      records.next();
      assertThat(records.text(0)).isEqualTo("right");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {"ITEM_ID,ITEM_ID ~ ITEM_ID", "item_id,Item_Id ~ ITEM_ID"})
  void a_column_that_is_there_twice_is_named(String twice, String column) {
    assertThatThrownBy(
            () -> open(twice + ",GENRES,PLOT,PRICE,CREATION_TIMESTAMP\n", ITEMS).close())
        .hasMessage(
            "s3://shop/data.csv: the header names the column %s twice: leave one of them out",
            column);
  }

  private static void assertRefused(String record, String column, String sentence) {
    String good = "u1,i1,1700000000,view,,,,\n";
    assertThatThrownBy(() -> {
          try (DatasetRecordReader records = interactions(good + record)) {
            records.next();
            records.next();
          }
        })
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessage("s3://shop/data.csv, line 3, column %s: %s", column, sentence);
  }

  private static DatasetRecordReader interactions(String records) throws IOException {
    return open(HEADER + records, INTERACTIONS);
  }

  private static DatasetRecordReader open(String text, DatasetSchema schema) throws IOException {
    return open(text, schema, true, new UnfitValues());
  }

  private static DatasetRecordReader open(
      String text, DatasetSchema schema, boolean strict, UnfitValues unfit) throws IOException {
    return new DatasetRecordReader(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        "s3://shop/data.csv",
        schema,
        strict,
        unfit);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CsvRecordReaderTest {
  private static final String FILE = "s3://shop/items.csv";

  @Test
  void a_header_and_records_are_read_with_their_lines() throws IOException {
    try (CsvRecordReader csv = open("USER_ID,ITEM_ID\nu1,i1\nu2,i2\n")) {
      assertThat(csv.header()).containsExactly("USER_ID", "ITEM_ID");
      assertThat(csv.next()).isTrue();
      assertThat(csv.line()).isEqualTo(2);
      assertThat(csv.cell(0)).isEqualTo("u1");
      assertThat(csv.cell(1)).isEqualTo("i1");
      assertThat(csv.next()).isTrue();
      assertThat(csv.line()).isEqualTo(3);
      assertThat(csv.next()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A,B\nx,y",
        "A,B\nx,y\n",
        "A,B\r\nx,y\r\n",
        "\uFEFFA,B\nx,y\n",
        "A,B\n\nx,y\n\n\r\n",
        "\"A\",\"B\"\nx,y"
      })
  void line_ends_byte_order_mark_and_empty_lines_do_not_matter(String text) throws IOException {
    assertThat(records(text)).containsExactly(List.of("A", "B"), List.of("x", "y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "plain; plain",
        "\"a, b\"; a, b",
        "\"say \\\"hi\\\"\"; say \"hi\"",
        "\"say \"\"hi\"\"\"; say \"hi\"",
        "\"back\\\\slash\"; back\\slash",
        "\"c:\\new\"; c:\\new",
        "c:\\new; c:\\new",
        "5\" pipe; 5\" pipe",
        "Žluťoučký 🐎; Žluťoučký 🐎",
        "Animation|Children's; Animation|Children's"
      })
  void a_cell_is_read_as_the_format_says(String cell, String value) throws IOException {
    assertThat(records("A,B\n" + cell + ",end\n").get(1)).containsExactly(value, "end");
    assertThat(records("A,B\nstart," + cell).get(1)).containsExactly("start", value);
  }

  @Test
  void an_empty_cell_is_null_with_and_without_quotes() throws IOException {
    assertThat(records("A,B,C\n,\"\",\n").get(1)).containsExactly(null, null, null);
  }

  @Test
  void an_empty_file_is_refused() {
    assertRefused("", "s3://shop/items.csv is empty: its first line must name the columns");
    assertRefused("\n\n", "s3://shop/items.csv is empty: its first line must name the columns");
  }

  @Test
  void columns_that_nobody_asks_for_need_no_name_of_their_own() throws IOException {
    assertThat(records("A,,C,\n1,2,3,\n").get(1)).containsExactly("1", "2", "3", null);
    assertThat(records("A,B,A\n1,2,3\n").get(1)).containsExactly("1", "2", "3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "1f8b08000000 ~ is compressed with gzip: let its name end in .gz if it is to be imported, or decompress it",
        "504b03041400 ~ is a zip archive or an Excel workbook: unpack it, or save it as CSV",
        "28b52ffd0000 ~ is compressed with zstd: decompress it",
        "504152311504 ~ is Parquet: let its name end in .parquet if it is to be imported, or write it as CSV",
        "4f52430a0b0800 ~ is ORC: write it as CSV",
        "fffe55005300 ~ is text in UTF-16: save it as UTF-8",
        "550053004500 ~ has zero bytes, as text in UTF-16 has: save it as UTF-8"
      })
  void a_file_that_is_not_text_is_told_by_its_beginning(String hex, String sentence) {
    assertThatThrownBy(() -> records(HexFormat.of().parseHex(hex)))
        .hasMessage("s3://shop/items.csv %s", sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORCID", "PAR1", "BZh", "SQLite", "ARROW1", "PK", "Obj"})
  void a_column_may_be_called_like_a_format(String name) throws IOException {
    assertThat(records(name + ",B\n1,2\n")).hasSize(2);
  }

  @Test
  void a_long_file_of_another_form_is_told_as_well() {
    assertRefused(
        "A,B\r" + "1,2\r".repeat(1_200_000),
        "s3://shop/items.csv ends its lines with a carriage return alone: end them with a line feed");
    assertRefused(
        "[{" + "\"A\":1,".repeat(1_000_000),
        "s3://shop/items.csv is JSON: write it as CSV, with a first line that names the columns");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "A;B;C ~ has semicolons between the names of its header: separate values by commas",
        "'A\tB\tC' ~ has tabs between the names of its header: separate values by commas",
        "A|B|C ~ has bars between the names of its header: separate values by commas",
        "{\"A\": 1} ~ is JSON: write it as CSV, with a first line that names the columns",
        "'A,B\r1,2\r' ~ ends its lines with a carriage return alone: end them with a line feed"
      })
  void a_file_of_another_form_is_told_by_its_header(String header, String sentence) {
    assertRefused(
        header.replace("\\t", "\t").replace("\\r", "\r") + "\n", "s3://shop/items.csv " + sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"x; 1", "x,y,z; 3"})
  void a_record_has_as_many_cells_as_the_header(String record, int count) {
    assertRefused(
        "A,B\nx,y\n" + record + "\n",
        "s3://shop/items.csv, line 3: %d values, but the header names 2 columns: put values that contain a comma in double quotes"
            .formatted(count));
  }

  @Test
  void a_quote_ends_on_its_line() {
    assertRefused(
        "A,B\nx,\"y\nz,\"\n",
        "s3://shop/items.csv, line 2, column B: the quote is not closed on its line: write \\\" for a quote and \\\\ for a"
            + " backslash inside a value, and keep a record on one line");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one\ntwo",
        "\n",
        "one\r\n\r\ntwo",
        "ends with a backslash\\",
        "\\\n\\",
        "a, \"b\"\nc",
        "\\\"\n\"",
        "lone\rreturn",
        "plain"
      })
  void a_value_with_line_breaks_is_read_as_it_was_written(String value) throws IOException {
    CsvLines lines = new CsvLines(false);
    lines.header(List.of("A", "B"));
    for (int n = 0; n < 3; n++) {
      lines.cell(value);
      lines.cell(n == 1 ? null : value);
      lines.end();
    }

    assertThat(records(lines.take()))
        .containsExactly(
            List.of("A", "B"),
            List.of(value, value),
            Arrays.asList(value, null),
            List.of(value, value));
  }

  @Test
  void a_prose_of_many_lines_is_read_across_the_readers_buffer() throws IOException {
    String value = ("x".repeat(99) + "\n").repeat(2_000);
    CsvLines lines = new CsvLines(false);
    lines.header(List.of("A"));
    lines.cell(value);
    lines.end();

    assertThat(records(lines.take())).containsExactly(List.of("A"), List.of(value));
  }

  @Test
  void an_escaped_line_break_needs_a_quote_that_ends() {
    assertRefused(
        "A,B\nx,\"y\\\nz,w\n",
        "s3://shop/items.csv, line 2, column B: the quote is not closed on its line: write \\\" for a quote and \\\\ for a"
            + " backslash inside a value, and keep a record on one line");
  }

  @Test
  void nothing_follows_a_closing_quote() {
    assertRefused(
        "A,B\n\"5\" pipe\",y\n",
        "s3://shop/items.csv, line 2, column A: there is text behind the closing quote: write \\\" for a quote inside a"
            + " value");
  }

  @Test
  void text_that_is_not_utf_8_is_refused() {
    byte[] latin = "A,B\nx,y\ncafé,z\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> records(latin))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageStartingWith("s3://shop/items.csv, near line ")
        .hasMessageEndingWith(
            ": the text is not UTF-8, but perhaps Windows-1252 or another encoding of one byte a character: save the file as UTF-8");
  }

  @Test
  void a_file_without_line_ends_does_not_fill_the_memory() {
    assertRefused(
        "A,B\n" + "x".repeat(5_000_000),
        "s3://shop/items.csv, line 2: the line is longer than 4194304 characters: is this a CSV file?");
  }

  /** Long files cross the buffer's end at every place of a line. */
  @Test
  void what_was_written_is_read_back() throws IOException {
    Random random = new Random(7);
    String alphabet = "ab,\"\\é🐎| \t'";
    int[] characters = alphabet.codePoints().toArray();
    List<List<String>> written = new ArrayList<>();
    written.add(List.of("A", "B", "C"));
    StringBuilder text = new StringBuilder("A,B,C\n");
    for (int row = 0; row < 20_000; row++) {
      List<String> cells = new ArrayList<>();
      for (int column = 0; column < 3; column++) {
        StringBuilder cell = new StringBuilder("-");
        for (int length = random.nextInt(30); length > 0; length--) {
          cell.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        cells.add(cell.toString());
        text.append(column == 0 ? "" : ",")
            .append('"')
            .append(cell.toString().replace("\\", "\\\\").replace("\"", "\\\""))
            .append('"');
      }
      written.add(cells);
      text.append('\n');
    }

    assertThat(records(text.toString())).isEqualTo(written);
  }

  private static void assertRefused(String text, String sentence) {
    assertThatThrownBy(() -> records(text))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessage(sentence);
  }

  private static List<List<@Nullable String>> records(String text) throws IOException {
    return records(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The header and all records. */
  private static List<List<@Nullable String>> records(byte[] bytes) throws IOException {
    try (CsvRecordReader csv = new CsvRecordReader(new ByteArrayInputStream(bytes), FILE)) {
      return all(csv);
    }
  }

  private static List<List<@Nullable String>> all(CsvRecordReader csv) throws IOException {
    List<List<@Nullable String>> records = new ArrayList<>();
    records.add(new ArrayList<>(csv.header()));
    while (csv.next()) {
      List<@Nullable String> cells = new ArrayList<>();
      for (int column = 0; column < csv.header().size(); column++) {
        cells.add(csv.cell(column));
      }
      records.add(cells);
    }
    return records;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A;B\n1;2\n",
        "A\tB\n1\t2\n",
        "A|B\n1|2\n",
        "A,B\n1,2\n",
        "\uFEFF\"A\";\"B\"\r\n\"1\";2\r\n"
      })
  void a_lenient_reader_finds_what_separates_the_cells(String text) throws IOException {
    assertThat(lenientRecords(text)).containsExactly(List.of("A", "B"), List.of("1", "2"));
  }

  @Test
  void a_lenient_reader_reads_a_quoted_cell_over_several_lines_and_counts_them()
      throws IOException {
    try (CsvRecordReader csv = lenient("A,B\n\"one\r\ntwo; \"\"three\"\"\",x\n\ny,z\n")) {
      assertThat(csv.isOfBulkFormat()).isTrue();
      assertThat(csv.next()).isTrue();
      assertThat(csv.line()).isEqualTo(2);
      assertThat(csv.cell(0)).isEqualTo("one\r\ntwo; \"three\"");
      assertThat(csv.cell(1)).isEqualTo("x");
      assertThat(csv.isOfBulkFormat()).isFalse();
      assertThat(csv.next()).isTrue();
      assertThat(csv.line()).isEqualTo(5);
      assertThat(csv.cell(0)).isEqualTo("y");
    }
  }

  @Test
  void a_forgotten_quote_costs_a_lenient_reader_one_line_and_not_the_rest_of_the_file()
      throws IOException {
    StringBuilder text = new StringBuilder("A,B\n1,\"forgotten\n");
    for (int i = 0; i < 300; i++) {
      text.append(i).append(",x\n");
    }
    try (CsvRecordReader csv = lenient(text.toString())) {
      assertThatThrownBy(csv::next).hasMessageContaining("line 2").hasMessageContaining("quote");
      for (int i = 0; i < 300; i++) {
        assertThat(csv.next()).isTrue();
        assertThat(csv.line()).isEqualTo(i + 3);
        assertThat(csv.cell(0)).isEqualTo(Integer.toString(i));
      }
      assertThat(csv.next()).isFalse();
    }
  }

  @Test
  void a_cell_over_several_lines_may_lie_across_the_readers_buffer() throws IOException {
    String line = "x".repeat(50_000) + "\n";
    try (CsvRecordReader csv = lenient("A,B\n1,\"" + line.repeat(9) + "\"\n2,y\n")) {
      assertThat(csv.next()).isTrue();
      assertThat(csv.cell(1)).isEqualTo(line.repeat(9));
      assertThat(csv.next()).isTrue();
      assertThat(csv.line()).isEqualTo(12);
      assertThat(csv.cell(1)).isEqualTo("y");
    }
  }

  @Test
  void a_lenient_reader_reads_the_bulk_format_as_the_strict_one_does() throws IOException {
    String text = "A,B\n\"a \\\"quoted\\\" word\",\"b\\\\\"\n,\"\"\nx\\y,\"1,2\"\n";

    assertThat(lenientRecords(text)).isEqualTo(records(text));
  }

  private static CsvRecordReader lenient(String text) throws IOException {
    return CsvRecordReader.lenient(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), FILE);
  }

  private static List<List<@Nullable String>> lenientRecords(String text) throws IOException {
    try (CsvRecordReader csv = lenient(text)) {
      return all(csv);
    }
  }

  private static CsvRecordReader open(String text) throws IOException {
    return new CsvRecordReader(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), FILE);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.csv.CsvRecordReader;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.csv.RefusedRecord;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.testing.TestData;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ConvertedCopyTest {
  private static final String SALES = "\uFEFFCustomerID;StockCode;InvoiceDate;Price;Note\r\n"
      + "17850;85123A;09/12/2011 12:40;2,55;\"one\r\ntwo \"\"three\"\"\"\r\n"
      + "17850;71053;31/02/2011 08:00;3,39;x\r\n"
      + ";71053;13/12/2011 08:00;1.234,50;x\r\n"
      + "17850;71053\r\n"
      + "13047;71053;13/12/2011 08:00;1.234,50;a, \\b\r\n";

  private final List<RefusedRecord> refused = new ArrayList<>();

  @Test
  void dates_numbers_and_lines_become_those_of_the_bulk_format_and_refused_rows_are_left_out()
      throws IOException {
    FileMapping mapping = proposed(SALES, "Asia/Seoul");
    DatasetSchema schema =
        DatasetSchema.parse(mapping.schema(DatasetType.INTERACTIONS, null), null);

    String copy = copy(SALES, mapping, schema);

    assertThat(copy)
        .isEqualTo("USER_ID,ITEM_ID,TIMESTAMP,PRICE,NOTE\n"
            + "17850,85123A,1323402000,2.55,\"one  two \\\"three\\\"\"\n"
            + "13047,71053,1323730800,1234.50,\"a, \\\\b\"\n");
    assertThat(refused)
        .extracting(RefusedRecord::line, RefusedRecord::column, RefusedRecord::value)
        .containsExactly(
            tuple(4L, "InvoiceDate", "31/02/2011 08:00"),
            tuple(5L, "CustomerID", null),
            tuple(6L, null, null));
    assertThat(refused.get(0).message())
        .isEqualTo(
            "sales.csv, line 4, column InvoiceDate: there is no such time as '31/02/2011 08:00': correct it");
  }

  @Test
  void the_copy_is_read_as_the_file_was() throws IOException {
    FileMapping mapping = proposed(SALES, "UTC");
    DatasetSchema schema =
        DatasetSchema.parse(mapping.schema(DatasetType.INTERACTIONS, null), null);
    byte[] copy = copy(SALES, mapping, schema).getBytes(UTF_8);

    try (DatasetRecordReader records = new DatasetRecordReader(
        new ByteArrayInputStream(copy), "copy.csv", schema, true, new UnfitValues())) {
      assertThat(records.next()).isTrue();
      assertThat(records.text(4)).isEqualTo("one  two \"three\"");
      assertThat(records.number(3)).isEqualTo(2.55);
      assertThat(records.next()).isTrue();
      assertThat(records.text(4)).isEqualTo("a, \\b");
      assertThat(records.next()).isFalse();
    }
  }

  @Test
  void the_shops_interactions_come_out_of_another_spelling_as_they_are_in_the_repository()
      throws IOException {
    String original;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(
        TestData.ROOT.resolve("demo-data/online-retail/interactions.csv.gz")))) {
      original = new String(in.readAllBytes(), UTF_8);
    }
    List<String> lines = original.lines().toList();
    StringBuilder spelled =
        new StringBuilder("Customer ID;StockCode;InvoiceDate;Event;Event Value;Quantity;Invoice\n");
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      cells[2] = DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm:ss")
          .withZone(ZoneOffset.UTC)
          .format(Instant.ofEpochSecond(Long.parseLong(cells[2])));
      cells[4] = cells[4].replace('.', ',');
      spelled.append(String.join(";", cells)).append('\n');
    }
    FileMapping mapping = proposed(spelled.toString(), "UTC");
    DatasetSchema schema = DatasetSchema.parse(
        Files.readString(TestData.ROOT.resolve("demo-data/online-retail/schema-interactions.json")),
        null);

    String copy = copy(spelled.toString(), mapping, schema);

    assertThat(refused).isEmpty();
    assertThat(copy.lines().toList()).isEqualTo(lines);
  }

  @Test
  void what_the_file_does_not_say_may_be_the_same_in_all_rows() throws IOException {
    String file = "user,item,date\nu1,i1,2011-12-09\nu2,i1,2011-12-10\n";
    FileMapping proposed = proposed(file, "UTC");
    FileMapping mapping = new FileMapping(proposed.columns(), "purchase", "UTC");
    DatasetSchema schema =
        DatasetSchema.parse(mapping.schema(DatasetType.INTERACTIONS, null), null);

    assertThat(copy(file, mapping, schema))
        .isEqualTo(
            "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\nu1,i1,1323388800,purchase\nu2,i1,1323475200,purchase\n");
    assertThat(mapping.isAsItIs(schema, List.of("user", "item", "date"))).isFalse();
  }

  @Test
  void two_columns_for_one_none_for_another_and_no_such_zone_are_refused() throws IOException {
    FileMapping mapping = proposed(SALES, "UTC");
    DatasetSchema schema =
        DatasetSchema.parse(mapping.schema(DatasetType.INTERACTIONS, null), null);
    List<MappedColumn> twice = new ArrayList<>(mapping.columns());
    twice.add(mapping.columns().get(0));

    assertThatThrownBy(() -> new FileMapping(twice, null, "UTC").cells(schema))
        .hasMessageContaining("Two columns of the file fill USER_ID");
    assertThatThrownBy(() -> new FileMapping(List.of(), null, "UTC").cells(schema))
        .hasMessageContaining("Nothing fills USER_ID");
    assertThatThrownBy(() -> new FileMapping(mapping.columns(), null, "Moon").cells(schema))
        .hasMessageContaining("no time zone 'Moon'");
  }

  private static FileMapping proposed(String text, String zone) throws IOException {
    try (CsvRecordReader csv = open(text)) {
      return Proposal.of(ColumnLook.at(csv), DatasetType.INTERACTIONS, null, zone)
          .mapping();
    }
  }

  private String copy(String text, FileMapping mapping, DatasetSchema schema) throws IOException {
    DatasetRecordReader records = new DatasetRecordReader(
        open(text),
        schema,
        mapping.cells(schema),
        true,
        new UnfitValues(),
        (refusedRecord, line) -> refused.add(refusedRecord));
    try (ConvertedCopy copy = new ConvertedCopy(records, schema)) {
      return new String(copy.readAllBytes(), UTF_8);
    }
  }

  private static CsvRecordReader open(String text) throws IOException {
    return CsvRecordReader.lenient(new ByteArrayInputStream(text.getBytes(UTF_8)), "sales.csv");
  }
}

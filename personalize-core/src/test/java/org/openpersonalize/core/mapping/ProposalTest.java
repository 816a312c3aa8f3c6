// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.core.csv.CsvRecordReader;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.core.testing.TestData;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProposalTest {
  private static final String FILE = "sales.csv";
  private static final Path SHOP = TestData.ROOT.resolve("demo-data/online-retail");

  @ParameterizedTest
  @CsvSource({"interactions, INTERACTIONS", "items, ITEMS", "users, USERS"})
  void a_file_of_the_bulk_format_keeps_its_names_and_its_values(String name, DatasetType type)
      throws IOException {
    try (CsvRecordReader csv = onlineRetail(name)) {
      ColumnLook look = ColumnLook.at(csv);
      FileMapping mapping = Proposal.of(look, type, null, "UTC").mapping();

      DatasetSchema schema = DatasetSchema.parse(mapping.schema(type, null), null);
      assertThat(schema.fields())
          .extracting(field -> field.name())
          .containsExactlyInAnyOrderElementsOf(csv.header());
      assertThat(mapping.isAsItIs(schema, csv.header())).isTrue();
      assertThat(look.whole()).isEqualTo(!name.equals("interactions"));
    }
  }

  @Test
  void the_files_of_the_shop_fit_the_schemas_that_were_written_for_them_by_hand()
      throws IOException {
    for (String name : new String[] {"interactions", "items", "users"}) {
      DatasetSchema schema =
          DatasetSchema.parse(Files.readString(SHOP.resolve("schema-" + name + ".json")), null);
      try (CsvRecordReader csv = onlineRetail(name)) {
        Proposal proposal = Proposal.of(ColumnLook.at(csv), schema, "UTC");

        assertThat(proposal.guessed()).isEmpty();
        assertThat(proposal.mapping().isAsItIs(schema, csv.header())).isTrue();
      }
    }
  }

  @Test
  void a_shops_own_names_are_known_and_the_rest_keeps_its_names() throws IOException {
    String file =
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
            + "536365,85123A,WHITE HANGING HEART,6,12/1/2010 8:26,2.55,17850,United Kingdom\n"
            + "536365,71053,WHITE METAL LANTERN,6,12/1/2010 8:26,3.39,17850,United Kingdom\n"
            + "536366,22633,HAND WARMER,6,12/13/2010 8:28,1.85,13047,France\n"
            + "536366,22633,HAND WARMER,6,12/13/2010 8:28,1.85,13047,France\n";

    FileMapping mapping = propose(file, DatasetType.INTERACTIONS, null).mapping();

    assertThat(fields(mapping))
        .containsEntry("CustomerID", "USER_ID")
        .containsEntry("StockCode", "ITEM_ID")
        .containsEntry("InvoiceDate", "TIMESTAMP")
        .containsEntry("UnitPrice", "UNIT_PRICE")
        .containsEntry("Country", "COUNTRY");
    assertThat(mapping.of("TIMESTAMP").orElseThrow().time()).isEqualTo(TimeForm.MONTH_FIRST);
    assertThat(mapping.of("UNIT_PRICE").orElseThrow().kind()).isEqualTo(ColumnKind.NUMBER);
    assertThat(mapping.of("COUNTRY").orElseThrow().kind()).isEqualTo(ColumnKind.CATEGORY);
    assertThat(mapping.of("INVOICE_NO").orElseThrow().kind()).isNotEqualTo(ColumnKind.WHOLE_NUMBER);
    assertThat(DatasetSchema.parse(mapping.schema(DatasetType.INTERACTIONS, null), null)
            .metadata())
        .hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({
    "visitorid;itemid;timestamp, visitorid;itemid;timestamp",
    "고객번호;상품코드;주문일시, 고객번호;상품코드;주문일시",
    "member_no;SKU;ordered-at, member_no;SKU;ordered-at",
    "user;product;date, user;product;date",
    "a;b;when, a;b;when"
  })
  void user_item_and_time_are_found_by_name_or_else_by_content(String header, String expected)
      throws IOException {
    Proposal proposal = propose(
        header + "\n1;sku-1;1323434400\n2;sku-2;1323434401\n1;sku-2;1323434402\n",
        DatasetType.INTERACTIONS,
        null);

    String[] names = expected.split(";");
    assertThat(fields(proposal.mapping()))
        .containsEntry(names[0], "USER_ID")
        .containsEntry(names[1], "ITEM_ID")
        .containsEntry(names[2], "TIMESTAMP");
    assertThat(proposal.guessed().isEmpty()).isEqualTo(!header.startsWith("a;"));
  }

  @Test
  void a_day_that_could_be_a_month_is_told_and_the_order_of_the_rows_says_which_is_likelier()
      throws IOException {
    String days = "u,i,date\n1,1,01/02/2011\n1,2,02/02/2011\n1,3,03/02/2011\n1,4,01/03/2011\n";

    SeenColumn seen = look(days).columns().get(2);

    assertThat(seen.isDayOrMonth()).isTrue();
    assertThat(seen.time()).isEqualTo(TimeForm.DAY_FIRST);
    String months = "u,i,date\n1,1,02/01/2011\n1,2,02/02/2011\n1,3,02/03/2011\n1,4,03/01/2011\n";
    assertThat(look(months).columns().get(2).time()).isEqualTo(TimeForm.MONTH_FIRST);
    String clear = days + "1,5,13/03/2011\n";
    assertThat(look(clear).columns().get(2).isDayOrMonth()).isFalse();
  }

  @Test
  void a_few_mistakes_do_not_make_a_column_another_one() throws IOException {
    StringBuilder text = new StringBuilder("date,price,invoice,paid\n31/02/2011,n/a,C1,true\n");
    for (int i = 0; i < 400; i++) {
      text.append(1 + i % 28)
          .append("/11/2011,")
          .append(i == 0 ? "free" : "1.5")
          .append(',');
      text.append(i % 50 == 0 ? "C" : "").append(i).append(i == 7 ? ",yes\n" : ",false\n");
    }

    ColumnLook look = look(text.toString());

    assertThat(look.columns().get(0).times()).containsExactly(TimeForm.DAY_FIRST);
    assertThat(look.columns())
        .extracting(SeenColumn::kind)
        .containsExactly(
            SeenColumn.Kind.TEXT,
            SeenColumn.Kind.DECIMAL,
            SeenColumn.Kind.TEXT,
            SeenColumn.Kind.TEXT);
  }

  @Test
  void decimal_commas_and_grouped_thousands_are_numbers() throws IOException {
    ColumnLook look = look("a;b;c;d\n12,90;1,234.50;1.234,5;1.5\n7;12.5;-3;2\n");

    assertThat(look.columns())
        .extracting(SeenColumn::number)
        .containsExactly(
            NumberForm.DECIMAL_COMMA,
            NumberForm.GROUPED,
            NumberForm.DECIMAL_COMMA,
            NumberForm.PLAIN);
    assertThat(NumberForm.DECIMAL_COMMA.convert("1.234,50")).isEqualTo("1234.50");
    assertThat(NumberForm.DECIMAL_COMMA.convert("12.90")).isEqualTo("12.90");
    assertThat(NumberForm.GROUPED.convert("1,234.50")).isEqualTo("1234.50");
  }

  @Test
  void a_domain_gets_the_columns_that_it_requires() throws IOException {
    FileMapping sales = propose(
            "user,item,date\nu,i,2011-12-09\n", DatasetType.INTERACTIONS, Domain.ECOMMERCE)
        .mapping();
    FileMapping items = propose(
            "sku;category;price;description\n1;toys;12,90;a b\n2;toys;1,5;c d\n",
            DatasetType.ITEMS,
            Domain.ECOMMERCE)
        .mapping();

    assertThat(sales.eventType()).isEqualTo("Purchase");
    assertThat(DatasetSchema.parse(
                sales.schema(DatasetType.INTERACTIONS, Domain.ECOMMERCE), Domain.ECOMMERCE)
            .field("EVENT_TYPE"))
        .isPresent();
    assertThat(fields(items))
        .containsEntry("sku", "ITEM_ID")
        .containsEntry("category", "CATEGORY_L1")
        .containsEntry("price", "PRICE")
        .containsEntry("description", "PRODUCT_DESCRIPTION");
    assertThat(items.schema(DatasetType.ITEMS, Domain.ECOMMERCE)).contains("\"categorical\"");
  }

  @Test
  void what_must_be_a_number_is_not_guessed_and_words_for_nothing_are_nothing() throws IOException {
    FileMapping items = propose(
            "sku,title,cost,gone\n1,a,5,NA\n2,b,6,null\n", DatasetType.ITEMS, Domain.ECOMMERCE)
        .mapping();

    assertThat(items.of("PRICE")).isEmpty();
    assertThat(look("gone\nNA\nnull\n").columns().get(0).kind()).isEqualTo(SeenColumn.Kind.TEXT);
    assertThatThrownBy(() -> items.schema(DatasetType.ITEMS, Domain.ECOMMERCE))
        .hasMessageContaining("lacks the required column");
  }

  @Test
  void names_that_are_no_names_of_columns_become_some() throws IOException {
    FileMapping mapping = propose(
            "id,1st,가격,a b,a-b,,ITEM_ID2\n7,1,2,3,4,5,6\n8,1,2,3,4,5,6\n", DatasetType.ITEMS, null)
        .mapping();

    assertThat(mapping.columns())
        .extracting(MappedColumn::field)
        .containsExactly(
            "ITEM_ID", "COLUMN_1ST", "COLUMN_3", "A_B", "A_B_5", "COLUMN_6", "ITEM_ID2");
    DatasetSchema.parse(mapping.schema(DatasetType.ITEMS, null), null);
  }

  @Test
  void what_is_no_table_is_refused_with_a_sentence() {
    assertThatThrownBy(() -> look("")).hasMessageContaining("is empty");
    assertThatThrownBy(() -> look("A,B\n")).hasMessageContaining("has no rows");
    assertThatThrownBy(() -> look("A" + ",x".repeat(600) + "\n1\n"))
        .hasMessageContaining("601 columns");
    assertThatThrownBy(() -> look("{\"a\": 1}\n")).hasMessageContaining("is JSON");
  }

  @Test
  void one_column_is_looked_at_and_then_lacks_what_must_be_there() throws IOException {
    FileMapping mapping =
        propose("name\nx\ny\n", DatasetType.INTERACTIONS, null).mapping();

    assertThatThrownBy(() -> mapping.schema(DatasetType.INTERACTIONS, null))
        .hasMessageContaining("lacks the required column");
  }

  private static Map<String, String> fields(FileMapping mapping) {
    Map<String, String> fields = new LinkedHashMap<>();
    mapping.columns().forEach(column -> fields.put(column.name(), column.field()));
    return fields;
  }

  private static Proposal propose(String text, DatasetType type, @Nullable Domain domain)
      throws IOException {
    return Proposal.of(look(text), type, domain, "UTC");
  }

  private static ColumnLook look(String text) throws IOException {
    try (CsvRecordReader csv =
        CsvRecordReader.lenient(new ByteArrayInputStream(text.getBytes(UTF_8)), FILE)) {
      return ColumnLook.at(csv);
    }
  }

  private static CsvRecordReader onlineRetail(String name) throws IOException {
    return CsvRecordReader.lenient(
        new GZIPInputStream(Files.newInputStream(SHOP.resolve(name + ".csv.gz"))), FILE);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ItemAttributesTest {
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"GENRES","type":["null","string"],"categorical":true},
        {"name":"PRICE","type":["null","float"]},
        {"name":"DESCRIPTION","type":["null","string"],"textual":true}]}""", null);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "ITEMS.genres = \"tools\"; 0 2",
        "Items.GENRES = \"tools\" AND ITEMS.PRICE = 0.85; 0",
        "items.price = 3; 1",
        "ITEMS.GENRES = \"a \\\"quoted\\\" one\"; 1",
        "ITEMS.GENRES = \"none\"; ~~"
      })
  void items_are_found_by_categories_and_numbers(String expression, String expected) {
    RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
    add(records, "a", "{\"GENRES\": \"tools|toys\", \"PRICE\": 0.85}");
    add(records, "b", "{\"GENRES\": \"a \\\"quoted\\\" one\", \"PRICE\": 3}");
    add(records, "c", "{\"GENRES\": \"tools\"}");
    RecordColumns table = records.build();
    IdIndex items = IdIndex.of(List.of("a", "b", "c", "unrecorded"));

    int[] found = ItemAttributes.of(expression, SCHEMA).among(items, table);

    assertThat(Arrays.stream(found).mapToObj(Integer::toString).collect(Collectors.joining(" ")))
        .isEqualTo(expected);
  }

  private static void add(RecordColumnsBuilder records, String id, String json) {
    records.add(Utf8Slice.of(id), Utf8Slice.of(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ITEMS.PRICE > 3; 1; only by =",
        "ITEMS.PRICE = 3 OR ITEMS.PRICE = 4; 17; expected",
        "ITEMS.PRICE = 3 AND Interactions.EVENT_TYPE = \"x\"; 21; expected a column of Items",
        "ITEMS.DESCRIPTION = \"x\"; 1; textual",
        "ITEMS.COLOUR = \"x\"; 1; no column COLOUR",
        "ITEMS.GENRES = 3; 1; is compared with",
        "ITEMS.GENRES = $GENRE; 1; Write a text in quotes or a number",
        "ITEMS.GENRES = \"x; 16; Close the quote"
      })
  void what_is_wrong_is_said_with_its_column(String expression, int column, String sentence) {
    assertThatThrownBy(() -> ItemAttributes.of(expression, SCHEMA))
        .hasMessageStartingWith("Invalid Expression at column %d: ".formatted(column))
        .hasMessageContaining(sentence);
  }

  @Test
  void nothing_is_no_attribute() {
    assertThatThrownBy(() -> ItemAttributes.of("", SCHEMA))
        .hasMessageStartingWith("Invalid Expression at column 1: expected");
  }
}

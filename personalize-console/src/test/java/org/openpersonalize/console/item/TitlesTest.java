// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.item;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.store.record.DatasetRecord;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TitlesTest {
  @Test
  void a_title_comes_from_the_first_column_that_is_named_so_however_it_is_spelt() {
    assertThat(Titles.title(mug("{\"productName\": \"Mug\"}"), items("PRICE", "productName")))
        .hasValue("Mug");
    assertThat(Titles.title(
            mug("{\"DESCRIPTION\": \"A mug for tea\", \"NAME\": \"Mug\"}"),
            items("DESCRIPTION", "NAME")))
        .hasValue("Mug");
  }

  @Test
  void a_long_description_is_cut() {
    assertThat(Titles.title(
            mug("{\"DESCRIPTION\": \"" + "x".repeat(200) + "\"}"), items("DESCRIPTION")))
        .hasValueSatisfying(title -> assertThat(title).hasSize(Titles.LONGEST).endsWith("x…"));
  }

  @Test
  void an_item_that_is_called_nothing_has_no_title() {
    assertThat(Titles.title(mug("{\"NAME\": \" \"}"), items("NAME"))).isEmpty();
    assertThat(Titles.title(mug("{\"NAME\": null}"), items("NAME"))).isEmpty();
    assertThat(Titles.title(mug("{}"), items("NAME"))).isEmpty();
    assertThat(Titles.title(mug("{\"COLOUR\": \"red\"}"), items("COLOUR"))).isEmpty();
  }

  private static DatasetRecord mug(String properties) {
    return new DatasetRecord("mug", properties);
  }

  private static DatasetSchema items(String... columns) {
    StringBuilder fields = new StringBuilder(
        "{\"name\":\"ITEM_ID\",\"type\":\"string\"},{\"name\":\"WEIGHT\",\"type\":\"double\"}");
    for (String column : columns) {
      fields.append(",{\"name\":\"%s\",\"type\":[\"null\",\"string\"]}".formatted(column));
    }
    return DatasetSchema.parse(
        "{\"type\":\"record\",\"name\":\"Items\",\"fields\":[%s]}".formatted(fields), null);
  }
}

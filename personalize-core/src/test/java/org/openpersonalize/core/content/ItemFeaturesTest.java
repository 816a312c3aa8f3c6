// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ItemFeaturesTest {
  @Test
  void every_category_is_a_feature_of_one_and_so_are_all_of_a_record_together() {
    ItemRecords items = new Shelf()
        .put(3, "{\"GENRES\": \"drama|comedy\"}")
        .put(4, "{\"GENRES\": \"comedy\"}")
        .put("{}")
        .records();

    assertThat(values(items, 0))
        .isEqualTo(Map.of(
            "1", 1.0f, "GENRES=comedy", 1.0f, "GENRES=drama", 1.0f, "GENRES==drama|comedy", 1.0f));
    assertThat(values(items, 5)).isEqualTo(Map.of("1", 1.0f, "GENRES=comedy", 1.0f));
    assertThat(values(items, 7)).isEqualTo(Map.of("1", 1.0f));
  }

  @Test
  void a_number_is_told_in_thirds_of_its_deviation_and_counts_as_a_category_at_most() {
    Shelf shelf = new Shelf();
    for (int item = 0; item < 40; item++) {
      shelf.put(item % 2 == 0 ? "{\"PRICE\": 9}" : "{\"PRICE\": 11}");
    }
    ItemFeatures features = ItemFeatures.of(shelf.records());
    ItemRecords others =
        new Shelf().put("{\"PRICE\": 11.5}").put("{\"PRICE\": 1e6}").put("{}").records();

    assertThat(values(features, others, 0)).containsEntry("PRICE", 0.5f);
    assertThat(values(features, others, 1)).containsEntry("PRICE", 1.0f);
    assertThat(values(features, others, 2)).doesNotContainKey("PRICE");
  }

  @Test
  void a_number_is_also_told_by_the_two_knots_between_which_it_lies() {
    Shelf shelf = new Shelf();
    for (int item = 0; item < 51; item++) {
      shelf.put("{\"PRICE\": %d}".formatted(item));
    }
    ItemFeatures features = ItemFeatures.of(shelf.records());
    ItemRecords others = new Shelf()
        .put("{\"PRICE\": 21}")
        .put("{\"PRICE\": 25}")
        .put("{\"PRICE\": -7}")
        .put("{\"PRICE\": 1e9}")
        .records();

    Map<String, Float> between = values(features, others, 0);
    assertThat(between).containsOnlyKeys("1", "PRICE", "PRICE#4", "PRICE#5");
    assertThat(between.get("PRICE#4")).isCloseTo(0.8f, within(1e-6f));
    assertThat(between.get("PRICE#5")).isCloseTo(0.2f, within(1e-6f));
    assertThat(values(features, others, 1)).containsEntry("PRICE#5", 1.0f);
    assertThat(values(features, others, 2))
        .containsOnlyKeys("1", "PRICE", "PRICE#0")
        .containsEntry("PRICE#0", 1.0f);
    assertThat(values(features, others, 3)).containsEntry("PRICE#10", 1.0f);
  }

  @Test
  void words_count_the_more_the_rarer_they_are_and_a_text_has_half_the_length_of_a_category() {
    ItemRecords items = new Shelf()
        .put(3, "{\"TITLE\": \"Red tea-pot\"}")
        .put(6, "{\"TITLE\": \"RED  cup\"}")
        .records();

    Map<String, Float> pot = values(items, 0);
    assertThat(pot).containsOnlyKeys("1", "TITLE~red", "TITLE~tea", "TITLE~pot");
    double red = Math.log(10.0 / 10) + 1;
    double tea = Math.log(10.0 / 4) + 1;
    double length = 2 * Math.sqrt(red * red + 2 * tea * tea);
    assertThat(pot.get("TITLE~red")).isCloseTo((float) (red / length), within(1e-6f));
    assertThat(pot.get("TITLE~tea")).isCloseTo((float) (tea / length), within(1e-6f));
  }

  @Test
  void
      what_fewer_than_three_items_have_and_what_is_neither_category_number_nor_prose_is_no_feature() {
    ItemRecords items = new Shelf()
        .put(2, "{\"GENRES\": \"rare\", \"TITLE\": \"seldom\", \"MAKER\": \"me\"}")
        .put(5, "{\"GENRES\": \"usual\", \"MAKER\": \"me\", \"PRICE\": 1}")
        .records();

    assertThat(values(items, 0)).containsOnlyKeys("1");
    assertThat(values(items, 3)).containsOnlyKeys("1", "GENRES=usual");
  }

  @Test
  void a_table_with_other_columns_has_the_features_that_it_can_have() {
    ItemFeatures features =
        ItemFeatures.of(new Shelf().put(3, "{\"GENRES\": \"drama\"}").records());

    assertThat(values(features, new Shelf().put("{\"GENRES\": \"drama|new\"}").records(), 0))
        .isEqualTo(Map.of("1", 1.0f, "GENRES=drama", 1.0f));
  }

  private static Map<String, Float> values(ItemRecords items, int item) {
    return values(ItemFeatures.of(items), items, item);
  }

  private static Map<String, Float> values(ItemFeatures features, ItemRecords items, int item) {
    float[][] unit = new float[features.size()][features.size()];
    for (int feature = 0; feature < unit.length; feature++) {
      unit[feature][feature] = 1;
    }
    float[] row = new float[features.size()];
    features.rows(items).addProduct(item, unit, row);
    Map<String, Float> values = new TreeMap<>();
    for (int feature = 0; feature < row.length; feature++) {
      if (row[feature] != 0) {
        values.put(features.names().id(feature), row[feature]);
      }
    }
    return values;
  }
}

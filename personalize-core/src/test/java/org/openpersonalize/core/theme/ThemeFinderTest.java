// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.theme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ThemeFinderTest {
  private static final String SCHEMA = """
      {"type":"record","name":"Items","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"NAME","type":["null","string"]},
        {"name":"KIND","type":["null","string"],"categorical":true},
        {"name":"PROSE","type":["null","string"],"textual":true}]}""";

  private final RecordColumnsBuilder records =
      new RecordColumnsBuilder(DatasetSchema.parse(SCHEMA, null));

  private void item(String id, String name, String kind, String prose) {
    records.add(
        Utf8Slice.of(id),
        Utf8Slice.of(String.format(
            Locale.ROOT, "{\"NAME\":\"%s\",\"KIND\":\"%s\",\"PROSE\":\"%s\"}", name, kind, prose)));
  }

  private ThemeFinder finder() {
    RecordColumns table = records.build();
    return new ThemeFinder(
        table,
        table.columns().stream()
            .filter(column -> column.field().name().equals("NAME"))
            .findFirst()
            .orElseThrow());
  }

  private void stock() {
    item("b1", "Red lunch bag, 12", "Bags", "A bag for the day");
    item("b2", "Blue lunch bag", "Bags", "A bag for the night");
    item("b3", "Green lunch bag", "Bags|School", "For the school");
    for (int n = 0; n < 40; n++) {
      item("m" + n, "Mug of clay " + n, "Kitchen", "For the tea, a day like this");
      item("s" + n, "Bag of seeds", "Garden", "For the garden");
    }
  }

  @Test
  void a_theme_is_what_the_items_share_and_few_others_have() {
    stock();

    Theme theme = finder().of(List.of("m3", "b1", "nobody-knows", "b2", "b3"));

    assertThat(theme.title()).isEqualTo("lunch bag, Bags");
    assertThat(theme.members())
        .extracting(Theme.Member::itemId)
        .containsExactlyInAnyOrder("b1", "b2", "b3", "m3", "nobody-knows")
        .endsWith("m3", "nobody-knows");
    assertThat(theme.members().get(4).relevance()).isZero();
    assertThat(theme.members())
        .extracting(Theme.Member::relevance)
        .allMatch(relevance -> relevance >= 0 && relevance <= 1)
        .isSortedAccordingTo((one, other) -> Double.compare(other, one));
  }

  @Test
  void the_relevance_of_a_list_of_one_item_is_1_and_its_theme_its_own_words() {
    stock();

    Theme theme = finder().of(List.of("b3"));

    assertThat(theme.members().get(0).relevance()).isCloseTo(1, within(1e-12));
    assertThat(theme.title()).contains("green lunch");
  }

  @Test
  void nothing_known_is_no_theme() {
    stock();

    assertThat(finder().of(List.of("x", "y")).title()).isEmpty();
    assertThat(finder().of(List.of()).members()).isEmpty();
  }

  @Test
  void texts_in_Korean_have_themes_as_well() {
    stock();
    item("k1", "빨간 도시락 가방", "가방", "학교에");
    item("k2", "파란 도시락 가방", "가방", "소풍에");

    assertThat(finder().of(List.of("k1", "k2")).title()).isEqualTo("도시락 가방");
  }
}

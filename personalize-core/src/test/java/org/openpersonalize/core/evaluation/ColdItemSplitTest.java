// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ColdItemSplitTest {
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"CREATION_TIMESTAMP","type":["null","long"]},
        {"name":"GENRES","type":["null","string"],"categorical":true}]}""", null);

  private final InteractionLogBuilder interactions = new InteractionLogBuilder();
  private final RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);

  @Test
  void what_came_before_the_first_new_item_is_trained_on_and_new_items_are_to_be_found() {
    take("ann", "a", 1).take("ann", "b", 2).take("bob", "c", 3);
    take("ann", "new", 10).take("bob", "a", 11).take("bob", "new", 12).take("bob", "b", 13);

    ColdItemSplit split = split(0.25);

    InteractionLog log = split.training();
    assertThat(log.size()).isEqualTo(3);
    assertThat(ids(log, split.coldItems())).containsExactly("new");
    assertThat(split.test().size()).isEqualTo(2);
    assertThat(split.test().candidates()).isEqualTo(1);
    int bob = place(split, "bob");
    assertThat(ids(log, split.test().relevant(bob))).containsExactly("new");
    assertThat(ids(log, split.test().seen(bob))).containsExactly("c", "a");
  }

  @Test
  void an_item_appeared_when_it_was_created_or_first_taken_whichever_was_earlier() {
    records.add(Utf8Slice.of("old"), Utf8Slice.of("{\"CREATION_TIMESTAMP\": 1}"));
    records.add(Utf8Slice.of("wrong"), Utf8Slice.of("{\"CREATION_TIMESTAMP\": 99}"));
    take("ann", "wrong", 2).take("ann", "a", 3).take("ann", "new", 5).take("ann", "old", 6);

    ColdItemSplit split = split(0.25);

    assertThat(ids(split.training(), split.coldItems())).containsExactly("new");
  }

  @Test
  void a_user_who_had_nothing_before_is_not_tested() {
    take("ann", "a", 1).take("ann", "b", 2).take("ann", "c", 3);
    take("bob", "new", 10).take("bob", "a", 11);

    ColdItemSplit split = split(0.25);

    assertThat(split.test().size()).isZero();
    assertThat(split.test().usersLeftOut()).isEqualTo(1);
  }

  @Test
  void items_that_came_all_at_once_cannot_be_told_apart() {
    take("ann", "a", 1).take("ann", "b", 1).take("bob", "c", 1);

    assertThatThrownBy(() -> split(0.4))
        .isInstanceOf(PersonalizeException.class)
        .hasMessageContaining("newest items cannot be told");
  }

  private ColdItemSplitTest take(String user, String item, long second) {
    interactions.add(user, item, null, Float.NaN, 1_000 * second);
    return this;
  }

  private ColdItemSplit split(double share) {
    InteractionLog log = interactions.build();
    RecordColumns table = records.build();
    return ColdItemSplit.of(log, ItemRecords.of(table, log.items()), share);
  }

  private static int place(ColdItemSplit split, String user) {
    int number = split.training().users().find(user).orElseThrow();
    for (int place = 0; place < split.test().size(); place++) {
      if (split.test().user(place) == number) {
        return place;
      }
    }
    throw new AssertionError(user + " is not tested");
  }

  private static List<String> ids(InteractionLog log, int[] items) {
    return Arrays.stream(items).mapToObj(log.items()::id).toList();
  }
}

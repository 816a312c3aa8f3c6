// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AttributeNeighboursTest {
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"KIND","type":["null","string"],"categorical":true},
        {"name":"MAKER","type":["null","string"],"categorical":true}]}""", null);
  private static final InteractionLog LOG = Clicks.log("a b c d e");
  private static final RecordColumns RECORDS = records(
      "a", "toy|red", "acme", "b", "toy", "acme", "c", "toy", "other", "d", "book", "other");

  @Test
  void items_are_as_near_as_the_cosine_of_their_weighed_categories() {
    TransitionModel model = train(Clicks.data(LOG).withItems(() -> Optional.of(RECORDS)));

    double toy = square(3);
    double red = square(1);
    double acme = square(2);
    double length = Math.sqrt(toy + red + acme);
    assertThat((double) weight(model, "a", "b"))
        .isCloseTo((toy + acme) / length / Math.sqrt(toy + acme), within(1e-6));
    assertThat((double) weight(model, "a", "c"))
        .isCloseTo(toy / length / Math.sqrt(toy + square(2)), within(1e-6));
    assertThat(weight(model, "a", "d")).isZero();
    assertThat(weight(model, "a", "a")).isZero();
    assertThat(weight(model, "e", "a")).isZero();
  }

  /** idf² of a category that so many of the five items have. */
  private static double square(int items) {
    double idf = Math.log(6.0 / (1 + items));
    return idf * idf;
  }

  @Test
  void where_there_are_no_records_nothing_is_like_anything() {
    assertThat(train(Clicks.data(LOG)).transitions().others()).isEmpty();
  }

  @Test
  void a_category_that_a_thousand_items_have_compares_nothing() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    String[] records = new String[3 * 1200];
    for (int item = 0; item < 1200; item++) {
      log.add("u" + item, "i" + item, null, Float.NaN, item);
      records[3 * item] = "i" + item;
      records[3 * item + 1] = "common";
      records[3 * item + 2] = "maker" + item / 2;
    }

    TransitionModel model =
        train(Clicks.data(log.build()).withItems(() -> Optional.of(records(records))));

    assertThat(model.transitions().others()).hasSize(1200);
    for (float weight : model.transitions().weights()) {
      assertThat(weight).isCloseTo(1, within(1e-5f));
    }
  }

  private static TransitionModel train(TrainingData data) {
    return AttributeNeighboursParameters.DEFAULT.trainer().train(data, TrainingProgress.NONE);
  }

  private static float weight(TransitionModel model, String item, String other) {
    return model.transitions().weight(Clicks.item(LOG, item), Clicks.item(LOG, other));
  }

  /** Records of an id, a kind and a maker each. */
  static RecordColumns records(String... cells) {
    RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
    for (int cell = 0; cell < cells.length; cell += 3) {
      records.add(
          Utf8Slice.of(cells[cell]),
          Utf8Slice.of(
              "{\"KIND\": \"%s\", \"MAKER\": \"%s\"}".formatted(cells[cell + 1], cells[cell + 2])));
    }
    return records.build();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MetadataTrainerTest {
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"KIND","type":["null","string"],"categorical":true},
        {"name":"COLOR","type":["null","string"],"categorical":true}]}""", null);

  /** Items of a number of their own are of one of two kinds. */
  @Nested
  class By_kind extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return (data, progress) -> new MetadataTrainer()
          .train(data.withItems(() -> Optional.of(kinds(data.log()))), progress);
    }
  }

  @Test
  void what_few_items_have_in_common_says_more_than_what_many_have() {
    RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
    InteractionLogBuilder items = new InteractionLogBuilder();
    for (int item = 0; item < 40; item++) {
      items.addItem("i" + item);
      String color = item < 4 ? "gold" : item == 39 ? "red" : item % 2 == 0 ? "red" : "blue";
      records.add(
          Utf8Slice.of("i" + item),
          Utf8Slice.of("{\"KIND\": \"%s\", \"COLOR\": \"%s\"}"
              .formatted(item % 2 == 0 ? "cup" : "bag", color)));
    }
    items.addItem("unknown");
    InteractionLog log = items.build();
    MetadataModel model = train(log, records.build());
    Query about = Query.ANYBODY.about(log.items().find("i0").orElseThrow());

    Map<String, Float> likeness = new HashMap<>();
    for (int item = 0; item < model.itemCount(); item++) {
      likeness.put(log.items().id(item), model.scorer(about).score(item));
    }

    assertThat(likeness.get("i0")).isCloseTo(1, within(1e-6f));
    assertThat(likeness.get("i2")).as("a golden cup").isCloseTo(1, within(1e-6f));
    assertThat(likeness.get("i1"))
        .as("a golden bag")
        .isBetween(likeness.get("i4"), likeness.get("i2"));
    assertThat(likeness.get("i4")).as("a red cup").isPositive().isLessThan(0.5f);
    assertThat(likeness.get("i5")).as("a blue bag").isZero();
    int bag = log.items().find("i1").orElseThrow();
    Relation relation = model.relations(about, bag).get(0);
    assertThat(relation.kind()).isEqualTo(Relation.Kind.ATTRIBUTES);
    assertThat(relation.shared()).singleElement().satisfies(shared -> {
      assertThat(shared.column()).isEqualTo("COLOR");
      assertThat(shared.value()).isEqualTo("gold");
      assertThat(shared.amount()).isCloseTo((double) likeness.get("i1"), within(1e-6));
    });
    assertThat(model.explain(about, bag).sum())
        .isCloseTo((double) likeness.get("i1"), within(1e-6));
    assertThat(model.relates(bag)).isTrue();
    assertThat(model.relates(log.items().find("unknown").orElseThrow())).isFalse();
  }

  @Test
  void without_records_no_item_is_like_another() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    log.add("u", "i", "view", Float.NaN, 0);
    MetadataModel model = new MetadataTrainer()
        .train(
            new TrainingData(log.build(), ConfidenceRule.everyEvent(), 1, 1),
            TrainingProgress.NONE);

    assertThat(model.relates(0)).isFalse();
    assertThat(model.scorer(Query.ANYBODY.about(0)).score(0)).isZero();
  }

  private static MetadataModel train(InteractionLog log, RecordColumns records) {
    return new MetadataTrainer()
        .train(
            new TrainingData(log, ConfidenceRule.everyEvent(), 1, 1)
                .withItems(() -> Optional.of(records)),
            TrainingProgress.NONE);
  }

  private static RecordColumns kinds(InteractionLog log) {
    RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
    for (int item = 0; item < log.items().size(); item++) {
      String id = log.items().id(item);
      int number = Integer.parseInt(id.substring(1));
      records.add(Utf8Slice.of(id), Utf8Slice.of("{\"KIND\": \"%d\"}".formatted(number % 2)));
    }
    return records.build();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.Optional;
import java.util.function.IntFunction;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Items with a name, a text and the second in which they were created, and a log that knows them. */
final class Texts {
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"NAME","type":["null","string"],"itemName":true},
        {"name":"KIND","type":["null","string"],"categorical":true},
        {"name":"DESCRIPTION","type":["null","string"],"textual":true},
        {"name":"CREATION_TIMESTAMP","type":["null","long"]}]}""", null);

  private final RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
  private final InteractionLogBuilder log = new InteractionLogBuilder();

  /** An item that only its text tells of. */
  Texts put(String id, String description) {
    return put(id, "{\"DESCRIPTION\": \"%s\"}".formatted(description), true);
  }

  Texts put(String id, String name, String description) {
    return put(
        id, "{\"NAME\": \"%s\", \"DESCRIPTION\": \"%s\"}".formatted(name, description), true);
  }

  Texts put(String id, String description, long createdSecond) {
    return put(
        id,
        "{\"DESCRIPTION\": \"%s\", \"CREATION_TIMESTAMP\": %d}"
            .formatted(description, createdSecond),
        true);
  }

  /** @param isKnown by the log as well, so that a model is trained with it */
  Texts put(String id, String properties, boolean isKnown) {
    records.add(Utf8Slice.of(id), Utf8Slice.of(properties));
    if (isKnown) {
      log.addItem(id);
    }
    return this;
  }

  Texts taken(String user, String item, long epochMillis) {
    log.add(user, item, "view", Float.NaN, epochMillis);
    return this;
  }

  /** A catalogue that is ready to learn from. */
  TrainingData data() {
    RecordColumns table = records.build();
    return new TrainingData(log.build(), ConfidenceRule.everyEvent(), 1, 2)
        .withItems(() -> Optional.of(table));
  }

  static SemanticModel train(TrainingData data) {
    return new SemanticTrainer(SemanticParameters.DEFAULT).train(data, TrainingProgress.NONE);
  }

  /** The records of the items of a log, of which each is told by its number. */
  static RecordColumns of(InteractionLog log, IntFunction<String> text) {
    RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
    IdIndex items = log.items();
    for (int item = 0; item < items.size(); item++) {
      int number = Integer.parseInt(items.id(item).substring(1));
      records.add(
          Utf8Slice.of(items.id(item)),
          Utf8Slice.of("{\"DESCRIPTION\": \"%s\"}".formatted(text.apply(number))));
    }
    return records.build();
  }

  static ItemRecords records(TrainingData data) {
    return ItemRecords.of(data.items().orElseThrow(), data.log().items());
  }
}

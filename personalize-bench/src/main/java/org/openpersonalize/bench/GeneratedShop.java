// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.training.ActionData;

/**
 * All that a shop has for a training, made up: the histories of {@link GeneratedInteractions#histories}, items with a category, a
 * price and a description, and a few actions that users were offered.
 *
 * @param users of which each has as many events
 */
record GeneratedShop(int users, int items, int interactions) {
  /** Within which everything happened. */
  static final int DAYS = 90;

  private static final DatasetSchema ITEMS = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"CATEGORY","type":["null","string"],"categorical":true},
        {"name":"DESCRIPTION","type":["null","string"],"textual":true},
        {"name":"PRICE","type":["null","float"]}]}""", null);
  private static final DatasetSchema ACTIONS = DatasetSchema.parse("""
      {"type":"record","name":"Actions","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ACTION_ID","type":"string"},
        {"name":"CREATION_TIMESTAMP","type":["null","long"]}]}""", null);
  private static final int CATEGORIES = 50;
  private static final int WORDS = 20_000;
  private static final int WORDS_OF_A_TEXT = 30;
  private static final int OFFERED = 20;
  private static final int OFFERS = 3; // to each user

  InteractionLog log() {
    return GeneratedInteractions.histories(users, items, interactions / users, DAYS);
  }

  /** What is known of the items of a log. */
  static RecordColumns records(InteractionLog log) {
    SplittableRandom random = new SplittableRandom(21);
    RecordColumnsBuilder records = new RecordColumnsBuilder(ITEMS);
    for (int item = 0; item < log.items().size(); item++) {
      StringBuilder text = new StringBuilder();
      for (int n = 0; n < WORDS_OF_A_TEXT; n++) {
        double lot = random.nextDouble();
        text.append(n == 0 ? "" : " ").append(word((int) (WORDS * lot * lot)));
      }
      records.add(
          Utf8Slice.of(log.items().id(item)),
          Utf8Slice.of(String.format(
              Locale.ROOT,
              "{\"CATEGORY\": \"c%d\", \"DESCRIPTION\": \"%s\", \"PRICE\": %.2f}",
              random.nextInt(CATEGORIES),
              text,
              100 * random.nextDouble())));
    }
    return records.build();
  }

  /** Syllables, of which words have pieces in common. */
  private static String word(int number) {
    StringBuilder word = new StringBuilder();
    for (int rest = number; word.length() < 6; rest /= 40) {
      word.append("bcdfglmnprst".charAt(rest % 12)).append("aeiou".charAt(rest % 5));
    }
    return word.toString();
  }

  /** What users of a log were offered, and whether they took it. */
  static ActionData actions(InteractionLog log) {
    SplittableRandom random = new SplittableRandom(22);
    RecordColumnsBuilder records = new RecordColumnsBuilder(ACTIONS);
    for (int action = 0; action < OFFERED; action++) {
      records.add(Utf8Slice.of("a" + action), Utf8Slice.of("{}"));
    }
    InteractionLogBuilder offers = new InteractionLogBuilder();
    for (int user = 0; user < log.users().size(); user++) {
      for (int offer = 0; offer < OFFERS; offer++) {
        offers.add(
            log.users().id(user),
            "a" + random.nextInt(OFFERED),
            random.nextInt(3) == 0 ? "TAKEN" : "NOT_TAKEN",
            Float.NaN,
            random.nextLong(Duration.ofDays(DAYS).toMillis()));
      }
    }
    return new ActionData(records.build(), offers.build());
  }
}

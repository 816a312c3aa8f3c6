// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.testing.RecordFile;
import org.openpersonalize.core.training.ActionData;

/**
 * Offers as the shop of Online Retail might have made them, and what its customers really did. There are ten lines of products,
 * each with a word in its items' descriptions. Whenever customers came back, they are thought to have been offered three of the
 * lines, in turn: the first by the number of the visit and of the customer, the others three and seven further on. An offer was taken
 * if they bought of the line on that visit, and else was not.
 */
final class OnlineRetailOffers {
  static final List<String> LINES =
      List.of("BAG", "CAKE", "CHRISTMAS", "CLOCK", "HEART", "JAM", "LIGHT", "MUG", "PARTY", "TIN");

  private static final int[] STEPS = {0, 3, 7};
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Actions","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ACTION_ID","type":"string"},
        {"name":"CREATION_TIMESTAMP","type":["null","long"]}]}""", null);

  private OnlineRetailOffers() {}

  /** @param purchases all of the shop */
  static ActionData of(InteractionLog purchases) throws IOException {
    Map<Integer, Set<String>> lines = lines(purchases);
    InteractionLogBuilder offers = new InteractionLogBuilder();
    for (int user = 0; user < purchases.users().size(); user++) {
      String id = purchases.users().id(user);
      int visit = 0;
      int to;
      for (int from = purchases.start(user); from < purchases.end(user); from = to) {
        Set<String> bought = new HashSet<>();
        long moment = purchases.epochMillis(from);
        for (to = from; to < purchases.end(user) && purchases.epochMillis(to) == moment; to++) {
          bought.addAll(lines.get(purchases.item(to)));
        }
        if (visit > 0) {
          for (int step : STEPS) {
            String line = LINES.get((visit + Integer.parseInt(id) + step) % LINES.size());
            String outcome = bought.contains(line) ? "Taken" : "Not Taken";
            offers.add(id, line, outcome, Float.NaN, moment);
          }
        }
        visit++;
      }
    }
    RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
    LINES.forEach(line -> records.add(Utf8Slice.of(line), Utf8Slice.of("{}")));
    return new ActionData(records.build(), offers.build());
  }

  private static Map<Integer, Set<String>> lines(InteractionLog purchases) throws IOException {
    RecordFile items = RecordFile.onlineRetail("items");
    Map<Integer, Set<String>> lines = new HashMap<>();
    for (int item = 0; item < purchases.items().size(); item++) {
      Object description =
          items.records().getOrDefault(purchases.items().id(item), Map.of()).get("DESCRIPTION");
      String text = String.valueOf(description).toUpperCase(Locale.ROOT);
      Set<String> of = new HashSet<>(LINES);
      of.removeIf(line -> !text.contains(line));
      lines.put(item, of);
    }
    return lines;
  }
}

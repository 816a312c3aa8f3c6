// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.Map;
import java.util.TreeMap;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.ranking.History;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.training.TrainingData;

/** Histories that are written down: {@code "a b+c a"} is a, later b and c at once, then a again. */
final class Clicks {
  static final ConfidenceRule RULE = ConfidenceRule.everyEvent();

  private Clicks() {}

  /** Users with these histories, in this order. */
  static InteractionLog log(String... histories) {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < histories.length; user++) {
      String[] moments = histories[user].split(" ");
      for (int moment = 0; moment < moments.length; moment++) {
        for (String item : moments[moment].split("\\+")) {
          log.add("u" + user, item, null, Float.NaN, 60_000L * (moment + 1));
        }
      }
    }
    return log.build();
  }

  static TrainingData data(InteractionLog log) {
    return new TrainingData(log, RULE, 1, 2);
  }

  /** The question that a user of a log asks. */
  static Query query(InteractionLog log, int user) {
    int from = log.start(user);
    int to = log.end(user);
    return Query.of(
        new ProfileBuilder(RULE).addAll(log, RULE, from, to).build(),
        () -> History.of(log, from, to));
  }

  static int item(InteractionLog log, String id) {
    return log.items().find(id).orElseThrow();
  }

  /** The scores that are not 0, by item. */
  static Map<String, Float> scores(InteractionLog log, float[] scores) {
    Map<String, Float> byItem = new TreeMap<>();
    for (int item = 0; item < scores.length; item++) {
      if (scores[item] != 0) {
        byItem.put(log.items().id(item), scores[item]);
      }
    }
    return byItem;
  }
}

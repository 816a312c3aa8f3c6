// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.matrix.ContextColumn;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.testing.Situations;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ColumnLiftsTest {
  private static final InteractionLog LOG = Situations.log(800);
  private static final ColumnLifts DEVICE = lifts(LOG, "DEVICE");

  @Test
  void a_lift_is_how_many_users_took_the_item_there_beside_how_many_were_to_be_expected() {
    double shrinkage =
        CellCounts.of(LOG, column(), Categories.of(LOG, column())).shrinkage();
    double takenAnywhere = count("phone", -1) + count("screen", -1);
    for (String device : new String[] {"phone", "screen"}) {
      int value = DEVICE.find(device)[0];
      for (int item = 0; item < LOG.items().size(); item++) {
        double expected =
            count(device, -1) * (count("phone", item) + count("screen", item)) / takenAnywhere;
        double lift = Math.log((count(device, item) + shrinkage) / (expected + shrinkage));

        assertThat(lift(DEVICE, value, item)).isCloseTo(lift, within(1e-6));
        assertThat(lift > 0)
            .isEqualTo(Situations.isForPhones(LOG.items().id(item)) == device.equals("phone"));
      }
    }
    assertThat(shrinkage).as("the device decides much").isLessThan(5);
  }

  /** Users with the device, and the item if one is given; a user counts once an item. */
  private static int count(String device, int item) {
    Set<String> taken = new HashSet<>();
    for (int user = 0; user < LOG.users().size(); user++) {
      for (int row = LOG.start(user); row < LOG.end(user); row++) {
        if (device.equals(column().value(row)) && (item < 0 || LOG.item(row) == item)) {
          taken.add(user + " " + LOG.item(row));
        }
      }
    }
    return taken.size();
  }

  @Test
  void a_column_that_says_nothing_has_hardly_any_lifts() {
    ColumnLifts colour = lifts(LOG, "COLOUR");

    assertThat(colour.values().size()).isEqualTo(3);
    for (float lift : colour.lifts()) {
      assertThat(Math.abs(lift)).isLessThan(0.2f);
    }
    assertThat(colour.lifts().length).isLessThan(DEVICE.lifts().length / 4);
  }

  @Test
  void values_that_are_joined_by_a_bar_count_each_and_few_users_tell_nothing() {
    InteractionLogBuilder builder = new InteractionLogBuilder(List.of("PLACE"));
    for (int user = 0; user < 300; user++) {
      String item = user % 2 == 0 ? "ring" : "bolt";
      builder.add("u" + user, item, null, Float.NaN, user);
      builder.addContext(
          0, Utf8Slice.of(user % 2 == 0 ? "home|sofa" : user < 50 ? "work|bus" : "work"));
    }
    InteractionLog log = builder.build();

    ColumnLifts place = lifts(log, "PLACE");

    assertThat(place.find("sofa")).hasSize(1);
    assertThat(place.find("sofa|home|sofa")).hasSize(2).doesNotHaveDuplicates();
    assertThat(place.find("bus")).as("25 users").isEmpty();
    assertThat(place.find("SOFA")).as("as categories are compared elsewhere").isEmpty();
    int ring = log.items().find("ring").orElseThrow();
    assertThat(lift(place, place.find("sofa")[0], ring)).isPositive();
    assertThat(lift(place, place.find("work")[0], ring)).isNegative();
  }

  private static double lift(ColumnLifts lifts, int value, int item) {
    float[] sum = new float[1];
    lifts.add(value, 1, item, 1, sum);
    return sum[0];
  }

  private static ColumnLifts lifts(InteractionLog log, String column) {
    return ColumnLifts.of(log, log.context(column).orElseThrow());
  }

  private static ContextColumn column() {
    return LOG.context("DEVICE").orElseThrow();
  }
}

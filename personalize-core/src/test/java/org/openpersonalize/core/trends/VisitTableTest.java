// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.trends.VisitTable.Visitors;

@DisplayNameGeneration(ReplaceUnderscores.class)
class VisitTableTest {
  private static final int ITEMS = 50;

  private record Visit(int item, int visitor, int pane) {}

  @Test
  void visitors_are_counted_as_sets_count_them_in_whatever_order_they_come() {
    SplittableRandom random = new SplittableRandom(5);
    List<Visit> visits = new ArrayList<>();
    VisitTable table = new VisitTable(1_000);
    for (int n = 0; n < 20_000; n++) {
      int time = 1_000 + n / 100;
      Visit visit =
          new Visit(random.nextInt(ITEMS), hash(random.nextInt(300)), time - random.nextInt(40));
      visits.add(visit);
      table.add(visit.item, visit.visitor, visit.pane);
      if (n % 1_999 == 0) {
        for (int end : List.of(time - 5, time, time + 20, time + 70)) {
          Visitors counted = table.visitors(end);
          for (int item = 0; item < counted.newer().length; item++) {
            assertThat(counted.newer()[item]).isEqualTo(distinct(visits, item, end));
            if (end >= time) { // of what is asked about later, nothing is forgotten too early
              assertThat(counted.older()[item])
                  .isEqualTo(distinct(visits, item, end - VisitTable.PANES));
            }
          }
        }
      }
    }
  }

  private static int distinct(List<Visit> visits, int item, int end) {
    Set<Integer> visitors = new HashSet<>();
    for (Visit each : visits) {
      if (each.item == item && each.pane <= end && each.pane > end - VisitTable.PANES) {
        visitors.add(each.visitor);
      }
    }
    return visitors.size();
  }

  @Test
  void where_there_are_too_many_visitors_a_sample_keeps_the_proportions() {
    SplittableRandom random = new SplittableRandom(7);
    VisitTable table = new VisitTable(100);
    for (int visitor = 0; visitor < 1_000_000; visitor++) {
      int hash = hash(visitor);
      table.add(random.nextInt(10) == 0 ? 0 : 1, hash, 100);
      table.add(random.nextInt(5) == 0 ? 0 : 2, hash, 60);
    }

    Visitors sample = table.visitors(100);

    assertThat(table.halvings()).isBetween(2, 4);
    assertThat(table.sizeInBytes()).isLessThanOrEqualTo(20L << 19);
    double all = sample.newer()[0] + sample.newer()[1];
    assertThat(sample.newer()[0] / all).isCloseTo(0.1, within(0.005));
    assertThat(sample.older()[0] / all).isCloseTo(0.2, within(0.005));
  }

  @Test
  void what_is_over_makes_room_for_what_is_new() {
    VisitTable table = new VisitTable(0);
    for (int pane = 0; pane < 2_000; pane++) {
      for (int visitor = 0; visitor < 1_000; visitor++) {
        table.add(pane % ITEMS, hash(visitor + 1_000 * pane), pane);
      }
    }

    assertThat(table.halvings()).isZero();
    assertThat(table.visitors(1_999).newer()[1_999 % ITEMS]).isEqualTo(1_000);
  }

  @Test
  void rows_make_the_same_table_again() {
    SplittableRandom random = new SplittableRandom(9);
    VisitTable table = new VisitTable(70);
    for (int n = 0; n < 5_000; n++) {
      table.add(random.nextInt(ITEMS), hash(random.nextInt(100)), random.nextInt(90));
    }

    VisitTable again = VisitTable.of(table.toRows(), table.last(), table.halvings());

    assertThat(again.toRows()).isEqualTo(table.toRows());
    assertThat(again.visitors(80).newer()).isEqualTo(table.visitors(80).newer());
    assertThat(again.visitors(80).older()).isEqualTo(table.visitors(80).older());
  }

  private static int hash(int visitor) {
    return (int) (visitor * 0x9e3779b97f4a7c15L >>> 32);
  }
}

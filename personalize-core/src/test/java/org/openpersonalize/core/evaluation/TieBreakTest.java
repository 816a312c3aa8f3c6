// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TieBreakTest {
  @Test
  void every_lot_leads_back_to_its_item() {
    for (int user : new int[] {0, 1, 77, Integer.MAX_VALUE}) {
      TieBreak tieBreak = new TieBreak(user);
      for (int item = 0; item < 100_000; item++) {
        assertThat(tieBreak.item(tieBreak.lot(item))).isEqualTo(item);
      }
    }
  }

  @Test
  void users_have_lots_of_their_own_and_neither_half_of_the_catalogue_is_favoured() {
    int before = 0;
    int alike = 0;
    for (int user = 0; user < 10_000; user++) {
      before += new TieBreak(user).lot(3) < new TieBreak(user).lot(900) ? 1 : 0;
      alike += new TieBreak(user).lot(3) == new TieBreak(user + 1).lot(3) ? 1 : 0;
    }
    assertThat(before).isBetween(4800, 5200);
    assertThat(alike).isZero();
  }
}

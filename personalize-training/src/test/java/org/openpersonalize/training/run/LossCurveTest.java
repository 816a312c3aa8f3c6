// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.store.model.TrainingCurves.Point;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LossCurveTest {
  @Test
  void a_short_training_keeps_all_and_a_long_one_evenly_as_many_as_there_is_room_for() {
    LossCurve curve = new LossCurve();
    for (int n = 0; n < LossCurve.MOST; n++) {
      curve.add(new Point(n, "train", 1));
    }
    assertThat(curve.points()).hasSize(LossCurve.MOST);

    for (int n = LossCurve.MOST; n < 10 * LossCurve.MOST; n++) {
      curve.add(new Point(n, "train", 1));
    }

    assertThat(curve.points()).hasSizeBetween(LossCurve.MOST / 2, LossCurve.MOST);
    for (int place = 0; place < curve.points().size(); place++) {
      assertThat(curve.points().get(place).fraction()).isEqualTo(16 * place);
    }
  }
}

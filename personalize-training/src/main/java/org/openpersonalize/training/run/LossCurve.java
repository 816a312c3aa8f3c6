// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.run;

import java.util.ArrayList;
import java.util.List;
import org.openpersonalize.store.model.TrainingCurves.Point;

/** The losses that a training has reported; of more than {@value #MOST} every second, of more than twice as many every fourth. */
final class LossCurve {
  static final int MOST = 200;

  private final List<Point> points = new ArrayList<>();
  private int stride = 1;
  private int heard;

  synchronized void add(Point point) {
    if (heard++ % stride == 0) {
      if (points.size() == MOST) {
        thin();
      }
      points.add(point);
    }
  }

  private void thin() {
    for (int place = 1; place < points.size(); place++) {
      points.remove(place);
    }
    stride *= 2;
  }

  synchronized List<Point> points() {
    return List.copyOf(points);
  }
}

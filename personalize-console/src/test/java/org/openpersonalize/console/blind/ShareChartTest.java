// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.blind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.blind.ShareChart.Line;
import org.openpersonalize.console.blind.ShareChart.Mark;
import org.openpersonalize.console.chart.LineChart;
import org.openpersonalize.serving.blindspot.ShownShare;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ShareChartTest {
  private static final List<ShownShare> SHARES = List.of(
      new ShownShare(1, 0.1, 0.4), new ShownShare(10, 0.5, 0.9), new ShownShare(100, 1, 1.0));

  @Test
  void items_stand_on_a_logarithmic_axis_and_the_last_ones_are_shaded() {
    ShareChart chart = Objects.requireNonNull(ShareChart.of(SHARES, 90));

    double half = (LineChart.LEFT + LineChart.RIGHT) / 2.0;
    assertThat(chart.across())
        .containsExactly(
            new Mark(LineChart.LEFT, "1"), new Mark(half, "10"), new Mark(LineChart.RIGHT, "100"));
    assertThat(chart.shaded()).isEqualTo(half);
    assertThat(chart.lines().get(0).path())
        .startsWith("%.1f,".formatted((double) LineChart.LEFT))
        .endsWith("%.1f,%.1f".formatted((double) LineChart.RIGHT, (double) LineChart.TOP));
    assertThat(chart.head().items()).isEqualTo("1");
    assertThat(chart.head().recommendations()).isEqualTo("40.0");
    assertThat(Objects.requireNonNull(ShareChart.of(SHARES, 0)).shaded()).isNull();
    assertThat(Objects.requireNonNull(ShareChart.of(SHARES, 100)).shaded())
        .isEqualTo(LineChart.LEFT);
  }

  @Test
  void names_stand_on_either_side_of_their_lines() {
    List<Line> lines = Objects.requireNonNull(ShareChart.of(SHARES, 0)).lines();

    assertThat(lines).extracting(Line::anchor).containsExactly("start", "end");
    assertThat(lines.get(0).y()).isGreaterThan(lines.get(1).y());
  }

  @Test
  void what_was_not_shown_has_no_line_and_too_few_items_no_chart() {
    List<ShownShare> unshown = List.of(new ShownShare(1, 0.5, null), new ShownShare(2, 1, null));

    assertThat(Objects.requireNonNull(ShareChart.of(unshown, 2)).lines()).hasSize(1);
    assertThat(ShareChart.of(unshown.subList(0, 1), 0)).isNull();
    assertThat(ShareChart.of(List.of(), 0)).isNull();
  }
}

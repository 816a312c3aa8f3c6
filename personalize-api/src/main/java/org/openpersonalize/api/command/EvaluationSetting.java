// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.recommendation.Training;

/**
 * What every evaluation is told, whatever it evaluates.
 *
 * @param cutOffs ascending
 * @param halfLife null for the service's own, zero for none
 * @param seed of everything that is drawn by lot
 * @param progress is told what is being done
 */
record EvaluationSetting(
    Path interactions,
    List<Integer> cutOffs,
    @Nullable Duration halfLife,
    long seed,
    int threads,
    PrintWriter progress) {

  /** The rule with the fading that is asked for, without any where time says nothing. */
  ConfidenceRule faded(ConfidenceRule rule, InteractionLog log) {
    if (log.happenedAtOnce() || halfLife != null && halfLife.isZero()) {
      return rule;
    }
    return rule.withFading(
        halfLife == null ? Training.FADING : Training.FADING.withHalfLife(halfLife));
  }

  void say(String format, Object... values) {
    progress.println(String.format(Locale.ROOT, format, values));
    progress.flush();
  }
}

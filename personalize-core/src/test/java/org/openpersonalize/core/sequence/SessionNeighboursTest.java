// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SessionNeighboursTest {
  private static final SessionNeighboursParameters PARAMETERS = SessionNeighboursParameters.DEFAULT;

  @Nested
  class By_its_defaults extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return PARAMETERS.trainer();
    }
  }

  @Test
  void scores_are_those_of_the_formula() {
    InteractionLog log = TestData.random(5, 60, 30, 700);
    SessionNeighboursModel model =
        train(PARAMETERS.withNeighbours(7).withRecency(2.5).withDistance(1.5).withRarity(0.8), log);

    for (int user = 0; user < 20; user++) {
      Query query = Clicks.query(log, user);
      float[] scores = new float[model.itemCount()];
      model.scorer(query).scoreAll(scores);
      double[] expected = expected(log, Steps.of(query));
      for (int item = 0; item < expected.length; item++) {
        assertThat((double) scores[item])
            .isCloseTo(expected[item], within(1e-4 * (1 + expected[item])));
      }
    }
  }

  /** A session and how similar it is. */
  private record Similar(int user, double similarity, int anchor) {}

  private static double[] expected(InteractionLog log, Steps steps) {
    List<Similar> similar = new ArrayList<>();
    for (int user = 0; user < log.users().size(); user++) {
      double sum = 0;
      int anchor = -1;
      for (int n = 0; n < steps.size(); n++) {
        int item = steps.items()[n];
        if (Math.exp(-steps.gaps()[n] / 2.5) > 1e-4 && newest(log, user, item) >= 0) {
          sum += Math.exp(-steps.gaps()[n] / 2.5) * rarity(log, item);
          anchor = anchor < 0 ? newest(log, user, item) : anchor;
        }
      }
      if (anchor >= 0) {
        similar.add(new Similar(user, sum / Math.sqrt(log.length(user)), anchor));
      }
    }
    similar.sort(Comparator.comparingDouble(each -> -each.similarity()));
    double[] expected = new double[log.items().size()];
    for (Similar each : similar.subList(0, 7)) {
      for (int row = log.start(each.user); row < log.end(each.user); row++) {
        if (row != each.anchor) {
          double distance =
              Math.abs(moment(log, each.user, row) - moment(log, each.user, each.anchor));
          expected[log.item(row)] += each.similarity * Math.exp(-distance / 1.5);
        }
      }
    }
    return expected;
  }

  private static int newest(InteractionLog log, int user, int item) {
    return IntStream.range(log.start(user), log.end(user))
        .filter(row -> log.item(row) == item)
        .max()
        .orElse(-1);
  }

  private static double rarity(InteractionLog log, int item) {
    double with = IntStream.range(0, log.users().size())
        .filter(user -> newest(log, user, item) >= 0)
        .count();
    return Math.pow(Math.log(log.users().size() / with), 0.8);
  }

  private static long moment(InteractionLog log, int user, int row) {
    return IntStream.range(log.start(user), row)
        .mapToLong(log::epochMillis)
        .filter(time -> time < log.epochMillis(row))
        .distinct()
        .count();
  }

  @Test
  void the_event_that_brings_the_neighbours_explains_what_they_took() {
    InteractionLog log = Clicks.log("a b", "a b", "c d", "e f", "c a");
    SessionNeighboursModel model = train(PARAMETERS, log);

    Contributions contributions = model.explain(Clicks.query(log, 4), Clicks.item(log, "b"));

    assertThat(contributions.of(Clicks.item(log, "a"))).isPositive();
    assertThat(contributions.of(Clicks.item(log, "c"))).isZero();
  }

  @Test
  void only_the_newest_sessions_of_an_item_are_kept() {
    InteractionLog log = Clicks.log("x y a b", "a c", "a", "a d x");

    SessionNeighboursModel model = train(PARAMETERS.with("per_item", "1").with("length", "0"), log);

    PastSessions sessions = model.sessions();
    assertThat(sessions.size()).as("a user with one event has no neighbour").isEqualTo(3);
    int a = Clicks.item(log, "a");
    assertThat(sessions.counts()[a]).isEqualTo(3);
    assertThat(sessions.itemStarts()[a + 1] - sessions.itemStarts()[a]).isEqualTo(1);
    int newest = sessions.sessions()[sessions.itemStarts()[a]];
    assertThat(sessions.items()[sessions.starts()[newest]]).isEqualTo(Clicks.item(log, "x"));
  }

  private static SessionNeighboursModel train(
      SessionNeighboursParameters parameters, InteractionLog log) {
    return parameters.trainer().train(Clicks.data(log), TrainingProgress.NONE);
  }
}

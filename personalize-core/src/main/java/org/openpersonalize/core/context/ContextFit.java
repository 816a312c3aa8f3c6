// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.openpersonalize.core.evaluation.HoldOut;
import org.openpersonalize.core.evaluation.HoldOut.Part;
import org.openpersonalize.core.evaluation.Split;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.History;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Finds out how much the lifts of each column of a log hold.
 *
 * <p>They are learned from all but the newest fifth of the interactions, and judged by that: for users of whom something is
 * known by those whom the hold-out's model was not trained with, for strangers by those who first came then. The tested users
 * are among them, for what is reported of these are answers without a context. The cut goes through time, and not through
 * users alone, for otherwise a season were judged by itself.
 */
public final class ContextFit {
  private static final int SCORES = 200_000_000; // of so many users at most, but for those below
  private static final int FEWEST_USERS = 200;
  private static final int MOST_USERS = 1_000;

  private final HoldOut holdOut;
  private final InteractionLog log;
  private final ConfidenceRule rule;
  private final int threads;
  private final TrainingProgress progress;

  /**
   * @param holdOut of interactions with context columns
   * @param rule how interactions become confidences
   * @param threads ≥ 1; the weights do not depend on it
   */
  public ContextFit(HoldOut holdOut, ConfidenceRule rule, int threads, TrainingProgress progress) {
    this.holdOut = holdOut;
    this.log = holdOut.log();
    this.rule = rule;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * What each column counts; nothing where everything happened at once.
   *
   * @param model learned from the training part of the hold-out
   * @param calibration of its scores
   * @throws java.util.concurrent.CancellationException if the training was called off
   */
  public List<ContextWeight> weights(Model model, Calibration calibration) {
    OptionalLong cut = log.context().isEmpty() ? OptionalLong.empty() : Split.beforeNewest(log);
    return cut.isEmpty() ? List.of() : weights(cut.getAsLong(), model, calibration);
  }

  private List<ContextWeight> weights(long moment, Model model, Calibration calibration) {
    InteractionLog past = log.where((user, row) -> log.epochMillis(row) <= moment);
    List<ColumnLifts> lifts =
        past.context().stream().map(column -> ColumnLifts.of(past, column)).toList();
    WeightSearch search = new WeightSearch(log, moment, lifts);
    double[] weights = search.search(known(past, model, calibration), threads, progress);
    Audience strangers = strangers(past);
    double[] ofStrangers =
        WeightSearch.isEnough(strangers) ? search.search(strangers, threads, progress) : weights;
    List<ContextWeight> found = new ArrayList<>();
    for (int column = 0; column < weights.length; column++) {
      found.add(
          new ContextWeight(lifts.get(column).column(), weights[column], ofStrangers[column]));
    }
    return found;
  }

  private Audience known(InteractionLog past, Model model, Calibration calibration) {
    IntStream untrained = IntStream.concat(
        Arrays.stream(holdOut.users(Part.VALIDATION)), Arrays.stream(holdOut.users(Part.TEST)));
    int[] users = some(untrained
        .filter(user -> past.length(user) > 0 && past.length(user) < log.length(user))
        .sorted()
        .toArray());
    return new Audience(users, () -> {
      ProfileBuilder builder = new ProfileBuilder(rule);
      float[] scores = new float[log.items().size()];
      return (user, probabilities) -> {
        int from = past.start(user);
        int to = past.end(user);
        Query query = Query.of(
            builder.clear().addAll(past, rule, from, to).build(), () -> History.of(past, from, to));
        model.scorer(query).scoreAll(scores);
        for (int item : query.seen()) {
          scores[item] += (float) calibration.seenOffset();
        }
        softmax(scores, calibration.temperature(), probabilities);
      };
    });
  }

  private Audience strangers(InteractionLog past) {
    int[] users = some(IntStream.range(0, log.users().size())
        .filter(user -> past.length(user) == 0 && log.length(user) > 0)
        .toArray());
    PopularityModel popularity = new PopularityTrainer()
        .train(new TrainingData(past, rule, 0, threads), TrainingProgress.NONE);
    return new Audience(
        users, () -> (user, probabilities) -> Arrays.setAll(probabilities, popularity::share));
  }

  /** As many of some users as may be asked, and the same ones each time. */
  private int[] some(int[] users) {
    int most = Math.min(
        MOST_USERS, Math.max(FEWEST_USERS, SCORES / Math.max(1, log.items().size())));
    int size = Math.min(most, users.length);
    return IntStream.range(0, size)
        .map(place -> users[(int) ((long) place * users.length / size)])
        .toArray();
  }

  private static void softmax(float[] scores, double temperature, double[] probabilities) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      greatest = Math.max(greatest, score);
    }
    double sum = 0;
    for (int item = 0; item < scores.length; item++) {
      probabilities[item] = Math.exp((scores[item] - greatest) / temperature);
      sum += probabilities[item];
    }
    for (int item = 0; item < scores.length; item++) {
      probabilities[item] /= sum;
    }
  }
}

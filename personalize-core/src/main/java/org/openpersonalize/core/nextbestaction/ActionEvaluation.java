// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.nextbestaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.evaluation.SelfEvaluatingFamily.Reports;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.schema.ActionEventType;
import org.openpersonalize.core.training.ActionData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Asks a model of the past about the newest fifth of the episodes, each as its user stood when it began. The baseline says of
 * everybody the share of those who took the action before.
 */
final class ActionEvaluation {
  private static final String PRECISION = "precision";
  private static final String RECALL = "recall";

  private static final double LEARNED = 0.8;
  private static final double LEAST = 1e-6; // so that one certain mistake does not decide all

  private final NextBestActionParameters parameters;
  private final TrainingData data;
  private final ActionData actions;
  private final TrainingProgress progress;

  ActionEvaluation(
      NextBestActionParameters parameters,
      TrainingData data,
      ActionData actions,
      TrainingProgress progress) {
    this.parameters = parameters;
    this.data = data;
    this.actions = actions;
    this.progress = progress;
  }

  Optional<Reports> reports() {
    List<Episode> episodes = settled();
    if (episodes.isEmpty()) {
      return Optional.empty();
    }
    long split = episodes.get((int) (LEARNED * (episodes.size() - 1))).start() + 1;
    NextBestActionModel model = past(split);
    PastStates states =
        new PastStates(data.log(), data.rule(), actions.interactions(), model.features());
    Map<Integer, Judged> byAction = new TreeMap<>();
    for (Episode episode : episodes) {
      if (episode.start() >= split && model.learned().has(episode.action())) {
        progress.throwIfCancelled();
        byAction
            .computeIfAbsent(
                episode.action(), action -> new Judged(model.learned().rates()[action]))
            .add(model.propensity(episode.action(), states.of(episode)), episode);
      }
    }
    double coverage = coverage(model);
    return byAction.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Reports(report(byAction, coverage), report(atTheirRates(byAction), coverage)));
  }

  private static Map<Integer, Judged> atTheirRates(Map<Integer, Judged> byAction) {
    Map<Integer, Judged> baseline = new TreeMap<>();
    byAction.forEach((action, judged) -> baseline.put(action, judged.atItsRate()));
    return baseline;
  }

  /** Of all actions, in the order of their starts. */
  private List<Episode> settled() {
    InteractionLog log = actions.interactions();
    Census census = Census.of(log);
    @Nullable ActionEventType[] types = Offers.types(log);
    List<Episode> episodes = new ArrayList<>();
    for (int user = 0; user < log.users().size(); user++) {
      Episode.of(user, Offers.of(log, types, user), parameters.period(), census.newest()).stream()
          .filter(Episode::isSettled)
          .forEach(episodes::add);
    }
    episodes.sort(Comparator.comparingLong(Episode::start));
    return episodes;
  }

  private NextBestActionModel past(long split) {
    InteractionLog log = data.log();
    TrainingData past = data.with(log.where((user, row) -> log.epochMillis(row) < split))
        .withActions(() -> Optional.of(actions.before(split)));
    return parameters.trainer().train(past, progress);
  }

  private double coverage(NextBestActionModel model) {
    int learned = 0;
    Set<String> all = new HashSet<>();
    for (int row = 0; row < actions.records().size(); row++) {
      all.add(actions.records().id(row));
    }
    for (int action = 0; action < model.actions().size(); action++) {
      learned += model.learned().has(action) ? 1 : 0;
      all.add(model.actions().id(action));
    }
    return (double) learned / all.size();
  }

  private EvaluationReport report(Map<Integer, Judged> byAction, double coverage) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(EvaluationReport.COVERAGE, EvaluationReport.rounded(coverage));
    mean(byAction, Judged::precision).ifPresent(mean -> metrics.put(PRECISION, mean));
    mean(byAction, Judged::recall).ifPresent(mean -> metrics.put(RECALL, mean));
    mean(byAction, Judged::auc).ifPresent(mean -> metrics.put(EvaluationReport.AUC, mean));
    int offers = byAction.values().stream().mapToInt(Judged::size).sum();
    double loss = byAction.values().stream().mapToDouble(Judged::logLoss).sum();
    metrics.put(EvaluationReport.LOG_LOSS, EvaluationReport.rounded(loss / offers));
    return new EvaluationReport(metrics, users(byAction));
  }

  private static Optional<Double> mean(
      Map<Integer, Judged> byAction, ToDoubleFunction<Judged> metric) {
    OptionalDouble mean = byAction.values().stream()
        .mapToDouble(metric)
        .filter(value -> !Double.isNaN(value))
        .average();
    return mean.isPresent()
        ? Optional.of(EvaluationReport.rounded(mean.getAsDouble()))
        : Optional.empty();
  }

  private static int users(Map<Integer, Judged> byAction) {
    Set<Integer> users = new HashSet<>();
    byAction.values().forEach(each -> each.episodes.forEach(episode -> users.add(episode.user())));
    return users.size();
  }

  /** What was said of the episodes of one action. */
  private static final class Judged {
    private final double rate; // before
    private final List<Double> propensities = new ArrayList<>();
    private final List<Episode> episodes = new ArrayList<>();

    Judged(double rate) {
      this.rate = rate;
    }

    void add(double propensity, Episode episode) {
      propensities.add(propensity);
      episodes.add(episode);
    }

    Judged atItsRate() {
      Judged same = new Judged(rate);
      episodes.forEach(episode -> same.add(rate, episode));
      return same;
    }

    int size() {
      return episodes.size();
    }

    private double taken() {
      return episodes.stream().filter(Episode::isTaken).count();
    }

    /** Offers to those for whom the action is at least as likely as for everybody. */
    private double recommended(boolean onlyTaken) {
      double count = 0;
      for (int n = 0; n < size(); n++) {
        boolean counts =
            propensities.get(n) >= rate && (!onlyTaken || episodes.get(n).isTaken());
        count += counts ? 1 : 0;
      }
      return count;
    }

    double precision() {
      return recommended(true) / recommended(false);
    }

    double recall() {
      return recommended(true) / taken();
    }

    double logLoss() {
      double sum = 0;
      for (int n = 0; n < size(); n++) {
        double p = Math.max(LEAST, Math.min(1 - LEAST, propensities.get(n)));
        sum -= Math.log(episodes.get(n).isTaken() ? p : 1 - p);
      }
      return sum;
    }

    /** How often one that was taken has the greater propensity than one that was not, equal ones by halves; NaN without both. */
    double auc() {
      List<Integer> order = new ArrayList<>();
      for (int n = 0; n < size(); n++) {
        order.add(n);
      }
      order.sort(Comparator.comparing(propensities::get));
      double below = 0; // not taken, with a smaller propensity
      double pairs = 0;
      for (int from = 0; from < size(); ) {
        int to = from;
        double taken = 0;
        while (to < size()
            && propensities.get(order.get(to)).equals(propensities.get(order.get(from)))) {
          taken += episodes.get(order.get(to++)).isTaken() ? 1 : 0;
        }
        double passed = to - from - taken;
        pairs += taken * (below + passed / 2);
        below += passed;
        from = to;
      }
      return pairs / (taken() * below);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.blend.BlendModel;
import org.openpersonalize.core.blend.BlendParameters;
import org.openpersonalize.core.ease.EaseParameters;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.ProfileBuilder;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.History;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Ranker;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What an answer costs where order counts: the default blend without and with its components that look at order, and each of
 * these alone, all asked for the same users in turns, in processor time of the thread that asks. Nothing but the model is
 * asked: no HTTP, no database.
 */
@Command(
    name = "answers",
    description = "Time answers of a blend with and without order, and of what it is made of.",
    mixinStandardHelpOptions = true)
final class AnswersBench implements Callable<Integer> {
  private static final int DAYS = 300;
  private static final double HALF = 0.5;
  private static final String WITHOUT_ORDER = "blend without order";

  @Mixin
  private TrainedOn source = new TrainedOn();

  @Option(
      names = "--dense-items",
      defaultValue = "1500",
      description = "How many items of EASE are dense (${DEFAULT-VALUE}).")
  private int denseItems;

  @Option(names = "--requests", defaultValue = "3000", description = "(${DEFAULT-VALUE}).")
  private int requests;

  @Option(
      names = "--warm-up",
      defaultValue = "3000",
      description = "Requests before that, which do not count (${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--order-alone",
      description = "Rank by scores as related items are, without the probabilities of items.")
  private boolean orderAlone;

  @Override
  public Integer call() throws IOException {
    InteractionLog log = source.read(
        (users, items, events) -> GeneratedInteractions.histories(users, items, events, DAYS));
    Map<String, Model> models =
        models(new TrainingData(log, ConfidenceRule.everyEvent(), 1, source.threads()));
    Ranker ranker = orderAlone ? Ranker.BY_SCORE : new Ranker(Calibration.NONE);
    List<RequestClock> clocks = new ArrayList<>();
    models.forEach((name, model) ->
        clocks.add(new RequestClock(name, clocks.size(), model, ranker, requests)));
    SplittableRandom random = new SplittableRandom(1);
    for (int request = -warmUp; request < requests; request++) {
      Query query = query(log, random);
      for (RequestClock clock : clocks) {
        clock.ask(query, request);
      }
      Collections.rotate(clocks, 1);
    }
    print(log, clocks);
    return 0;
  }

  /** By the default blend, in which what looks at order has half the weight of EASE. */
  private Map<String, Model> models(TrainingData data) {
    List<BlendParameters.Component> components = BlendParameters.DEFAULT.components().stream()
        .map(each -> new BlendParameters.Component(
            parameters(each.parameters(), data), each.weight() > 0 ? each.weight() : HALF))
        .toList();
    List<BlendModel.Component> trained = new BlendParameters(components)
        .trainer()
        .train(data, TrainingProgress.NONE)
        .components();
    Map<String, Model> models = new LinkedHashMap<>();
    models.put(
        WITHOUT_ORDER,
        new BlendModel(IntStream.range(0, trained.size())
            .filter(n -> !components.get(n).parameters().isSequential())
            .mapToObj(trained::get)
            .toList()));
    models.put("blend with order", new BlendModel(trained));
    for (int n = 0; n < trained.size(); n++) {
      models.put(components.get(n).parameters().family().name(), trained.get(n).model());
    }
    return models;
  }

  private ModelParameters parameters(ModelParameters parameters, TrainingData data) {
    if (parameters instanceof AlsParameters als) {
      return als.fittedTo(data).withRank(source.factors());
    }
    return parameters instanceof EaseParameters ease ? ease.withDenseItems(denseItems) : parameters;
  }

  /** Of a user drawn by lot. */
  private static Query query(InteractionLog log, SplittableRandom random) {
    int user = random.nextInt(log.users().size());
    int from = log.start(user);
    int to = log.end(user);
    History history = History.of(log, from, to);
    ConfidenceRule rule = ConfidenceRule.everyEvent();
    return Query.of(new ProfileBuilder(rule).addAll(log, rule, from, to).build(), () -> history);
  }

  private static void print(InteractionLog log, List<RequestClock> clocks) {
    System.out.printf(
        Locale.ROOT,
        "%d users, %d items, %d events; processor time of a request%n",
        log.users().size(),
        log.items().size(),
        log.size());
    RequestClock plain = clocks.stream()
        .filter(each -> each.name().equals(WITHOUT_ORDER))
        .findFirst()
        .orElseThrow();
    clocks.stream().sorted(Comparator.comparing(RequestClock::place)).forEach(clock -> {
      Durations durations = clock.durations();
      System.out.printf(
          Locale.ROOT,
          "%-22s median %8.1f us  p99 %8.1f us (%4.2f times)  %6.1f times as many a second  %9d bytes%n",
          clock.name(),
          durations.percentile(50) / 1e3,
          durations.percentile(99) / 1e3,
          durations.ratio(99, plain.durations()),
          plain.durations().mean() / durations.mean(),
          clock.bytesPerRequest());
    });
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openpersonalize.bench.LiveHeap.Worked;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.forecast.Forecast;
import org.openpersonalize.core.forecast.Forecaster;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recommendation.Question;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * What one training and its model take of the heap, beside what was said of them beforehand.
 *
 * @param retainedBytes what a node holds that has read the model from its files and answered once with it
 * @param countedBytes what the model says of itself: what models are weighed by
 * @param peakBytes the most that was in use during the training, the interactions and the model included
 * @param forecast beforehand
 */
record Footprint(
    long users,
    long items,
    long interactions,
    long retainedBytes,
    long countedBytes,
    long peakBytes,
    Forecast forecast) {

  /** What the model says of itself, in what it takes. */
  double countedRatio() {
    return (double) countedBytes / retainedBytes;
  }

  /** What was forecast for a node that answers with it, in what it takes. */
  double servingRatio() {
    return (double) forecast.servingBytes() / retainedBytes;
  }

  /** What was forecast for the training, in what it took. */
  double heapRatio() {
    return (double) forecast.heapBytes() / peakBytes;
  }

  /**
   * Trains and measures; the process should have nothing else to do.
   *
   * @param hasRecords is there anything known of the items?
   * @param watched is the training's peak to be found as well? Otherwise it is 0, and the training is some times faster.
   */
  static Footprint of(
      MemorySubject subject, GeneratedShop shop, int threads, boolean hasRecords, boolean watched)
      throws Exception {
    long before = LiveHeap.settledBytes();
    InteractionLog log = shop.log();
    Training training = subject
        .training(log, threads)
        .withItems(() -> hasRecords ? Optional.of(GeneratedShop.records(log)) : Optional.empty())
        .withActions(() -> Optional.of(GeneratedShop.actions(log)));
    Forecast forecast = forecast(training, threads);
    Path files = Files.createTempDirectory("model");
    try {
      long peak = train(training, files, watched);
      Retained retained = retained(files, log, training);
      return new Footprint(
          log.users().size(),
          log.items().size(),
          log.size(),
          retained.bytes(),
          retained.counted(),
          watched ? peak - before : 0,
          forecast);
    } finally {
      delete(files);
    }
  }

  private static Forecast forecast(Training training, int threads) {
    return Forecaster.of(
        Workload.of(training.interactions(), training.rule()),
        training.largestParameters().family().cost(training.largestParameters()),
        threads,
        () -> Machine.slow(threads));
  }

  /** Nothing of what was trained is held any more when this has ended. */
  private static long train(Training training, Path files, boolean watched) throws Exception {
    RecipeTrainer trainer = new RecipeTrainer(Clock.systemUTC());
    if (!watched) {
      trainer
          .train(training, TrainingProgress.NONE)
          .write(file -> Files.newOutputStream(files.resolve(file)));
      return 0;
    }
    Worked<?> worked = LiveHeap.watching(() -> {
      var trained = trainer.train(training, TrainingProgress.NONE);
      trained.write(file -> Files.newOutputStream(files.resolve(file)));
      return trained;
    });
    return worked.peakBytes();
  }

  private record Retained(long bytes, long counted) {}

  private static Retained retained(Path files, InteractionLog log, Training training)
      throws IOException {
    Question question = question(log);
    RecommendationModel model =
        loaded(files, question, training); // classes and tables are there now
    long counted = model.sizeInBytes();
    long with = LiveHeap.settledBytes();
    Reference.reachabilityFence(model);
    model = null;
    long without = LiveHeap.settledBytes();
    return new Retained(with - without, counted);
  }

  private static RecommendationModel loaded(Path files, Question question, Training training)
      throws IOException {
    RecommendationModel model =
        RecommendationModel.load(file -> Files.newInputStream(files.resolve(file)));
    if (!training.recipe().type().isAboutActions() && !training.recipe().type().findsUsers()) {
      model.answer(question, Wish.best(25));
    }
    return model;
  }

  /** What the first user would like, and what goes with an item of theirs. */
  private static Question question(InteractionLog log) {
    int user = 0;
    List<PastEvent> newestFirst = new ArrayList<>();
    for (int row = log.end(user) - 1; row >= log.start(user); row--) {
      newestFirst.add(new PastEvent(
          log.items().id(log.item(row)), null, log.eventValue(row), log.epochMillis(row)));
    }
    return Question.of(newestFirst, Instant.ofEpochMilli(log.epochMillis(log.end(user) - 1)))
        .about(log.items().id(log.item(log.start(user))));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ModelDescription;
import org.openpersonalize.core.recommendation.ModelManifest;
import org.openpersonalize.core.recommendation.Question;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.recommendation.RecommendationParts;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.wire.OutputLine;
import org.openpersonalize.vector.FmaLoop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How many users of a factorization are answered in a second as batch inference does it: from their events to the lines of a file,
 * with probabilities over all items. No database and no object store.
 */
@Command(
    name = "batch",
    description = "Time batch inference by a factorization, from events to lines.",
    mixinStandardHelpOptions = true)
final class BatchBench implements Callable<Integer> {
  private static final String GOWALLA = "gowalla-lightgcn/interactions.csv.gz";
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** As a validation would find them: nobody is asked how good the model is. */
  private static final Calibration CALIBRATION = new Calibration(-10, 0.05);

  @Mixin
  private TrainedOn source = new TrainedOn();

  @Option(
      names = "--results",
      split = ",",
      defaultValue = "25,10",
      description = "How many items of each user (${DEFAULT-VALUE}).")
  private List<Integer> results = List.of();

  @Option(
      names = "--users-at-once",
      defaultValue = "512",
      description = "Of a piece of the file (${DEFAULT-VALUE}).")
  private int usersAtOnce;

  @Option(
      names = "--sweeps",
      defaultValue = "8",
      description = "Of the training (${DEFAULT-VALUE}).")
  private int sweeps;

  @Option(names = "--rounds", defaultValue = "5", description = "(${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    InteractionLog log = source.readOr(gowalla(), GeneratedInteractions::of);
    RecommendationModel model = model(log);
    List<List<Asking>> pieces = pieces(log);
    System.out.printf(
        Locale.ROOT,
        "%d users, %d items, %d interactions; JDK %s, kernels %s, %d threads, multiply-adds %.0f GF/s a core%n",
        log.users().size(),
        log.items().size(),
        log.size(),
        System.getProperty("java.version"),
        Kernels.best().name(),
        source.threads(),
        FmaLoop.flopsPerSecond() / 1e9);
    ExecutorService workers = Executors.newFixedThreadPool(source.threads());
    Path file = Files.createTempFile("batch", ".out");
    try {
      for (int round = 1; round <= rounds; round++) {
        for (int numResults : results) {
          answer(model, pieces, numResults, workers, file);
        }
      }
    } finally {
      workers.shutdown();
      Files.delete(file);
    }
    return 0;
  }

  private static Path gowalla() {
    String folder = System.getenv("PERSONALIZE_TEST_DATA");
    return Path.of(folder == null ? "../shared/data" : folder).resolve(GOWALLA);
  }

  private RecommendationModel model(InteractionLog log) {
    ConfidenceRule rule = ConfidenceRule.everyEvent();
    TrainingData data = new TrainingData(log, rule, 1, source.threads());
    AlsParameters parameters =
        AlsParameters.DEFAULT.fittedTo(data).withRank(source.factors()).withSweeps(sweeps);
    FactorModel factors = parameters.trainer().train(data, TrainingProgress.NONE);
    Recipe recipe = ServedRecipes.find(
            Arn.parse("arn:aws:personalize:::recipe/aws-user-personalization"))
        .orElseThrow();
    ModelManifest manifest = new ModelManifest(
        new ModelManifest.Origin("bench", Instant.EPOCH),
        new ModelManifest.Subject(
            recipe.arn().toString(), Map.of(), ModelDescription.of(parameters), null, null),
        new ModelManifest.Lesson(
            1,
            new ModelManifest.Counts(log.usersWith(1), log.items().size(), log.size()),
            log.digest(),
            rule,
            null),
        new ModelManifest.Assessment(CALIBRATION, null, null));
    return RecommendationModel.of(new RecommendationParts(
        manifest,
        recipe,
        new RecommendationParts.Catalogue(
            log.items(), new PopularityTrainer().train(data, TrainingProgress.NONE)),
        new RecommendationParts.Fitted(parameters, factors)));
  }

  /** A user as a job has read the line and the history. */
  private record Asking(Map<String, String> input, Question question) {}

  private List<List<Asking>> pieces(InteractionLog log) {
    List<List<Asking>> pieces = new ArrayList<>();
    Instant now = Instant.now();
    for (int user = 0; user < log.users().size(); user++) {
      if (user % usersAtOnce == 0) {
        pieces.add(new ArrayList<>());
      }
      List<PastEvent> newestFirst = new ArrayList<>();
      for (int row = log.end(user) - 1; row >= log.start(user); row--) {
        newestFirst.add(new PastEvent(
            log.items().id(log.item(row)), null, log.eventValue(row), log.epochMillis(row)));
      }
      pieces
          .get(pieces.size() - 1)
          .add(new Asking(Map.of("userId", log.users().id(user)), Question.of(newestFirst, now)));
    }
    return pieces;
  }

  private static void answer(
      RecommendationModel model,
      List<List<Asking>> pieces,
      int numResults,
      ExecutorService workers,
      Path file)
      throws IOException, InterruptedException, ExecutionException {
    long before = System.nanoTime();
    long cpuBefore = SYSTEM.getProcessCpuTime();
    List<Future<List<byte[]>>> answers = new ArrayList<>();
    for (List<Asking> piece : pieces) {
      answers.add(workers.submit(() -> lines(model, piece, numResults)));
    }
    long users = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (Future<List<byte[]>> piece : answers) {
        for (byte[] line : piece.get()) {
          out.write(line);
          users++;
        }
      }
    }
    double seconds = (System.nanoTime() - before) / 1e9;
    double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpuBefore) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%2d results: %6.0f users a second, %5.1f us of processor time a user, load %.1f%n",
        numResults,
        users / seconds,
        cpuSeconds / users * 1e6,
        SYSTEM.getSystemLoadAverage());
  }

  private static List<byte[]> lines(RecommendationModel model, List<Asking> piece, int numResults) {
    List<Recommendations> answers = model.answers(
        piece.stream().map(Asking::question).toList(),
        Collections.nCopies(piece.size(), Wish.best(numResults)));
    List<byte[]> lines = new ArrayList<>(piece.size());
    for (int n = 0; n < piece.size(); n++) {
      Recommendations items = answers.get(n);
      lines.add(OutputLine.answered(piece.get(n).input(), json -> items.write(json, false)));
    }
    return lines;
  }
}

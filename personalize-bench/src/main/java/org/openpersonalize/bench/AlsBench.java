// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.als.ImplicitAlsTrainer;
import org.openpersonalize.core.evaluation.Evaluator;
import org.openpersonalize.core.evaluation.InteractionFile;
import org.openpersonalize.core.evaluation.RankingMetric;
import org.openpersonalize.core.evaluation.Split;
import org.openpersonalize.core.evaluation.TestSet;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.kernel.PlainKernels;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.vector.FmaLoop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * Times sweeps of the factorization and says how good the model is, and the same of Spark MLlib if asked.
 *
 * <p>The two minimise slightly different objectives, so they are compared where they rank equally well: how long Spark
 * took for its iterations, against how long we take to reach the same held-out NDCG@10.
 */
@Command(
    name = "als",
    description = "Time the factorization's sweeps, alone or beside Spark MLlib or implicit.",
    mixinStandardHelpOptions = true)
final class AlsBench implements Callable<Integer> {
  private static final RankingMetric METRIC = new RankingMetric.Ndcg(10);
  private static final List<String> EXACT = List.of("cholesky", "dual");

  @Mixin
  private TrainedOn source = new TrainedOn();

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "What is to be found; without it only time is measured.")
  private @Nullable Path test;

  @Option(names = "--sweeps", defaultValue = "16", description = "(${DEFAULT-VALUE}).")
  private int sweeps;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A setting of als, such as solver=cholesky; may be repeated.")
  private Map<String, String> settings = Map.of();

  @Option(names = "--plain", description = "Use the plain Java kernels.")
  private boolean plain;

  @Option(names = "--peer", paramLabel = "spark|implicit", description = "Run this one too.")
  private @Nullable String peer;

  @Option(names = "--peer-iterations", defaultValue = "10", description = "(${DEFAULT-VALUE}).")
  private int peerIterations;

  @Option(names = "--peer-alpha", defaultValue = "8", description = "(${DEFAULT-VALUE}).")
  private double peerAlpha;

  @Option(
      names = "--peer-regularization",
      defaultValue = "0.05",
      description = "(${DEFAULT-VALUE}).")
  private double peerRegularization;

  @Option(
      names = "--peer-java",
      paramLabel = "FILE",
      description = "The java that runs Spark, 17 or 21; this one if it is.")
  private @Nullable Path peerJava;

  @Option(
      names = "--peer-python",
      paramLabel = "FILE",
      description = "The python that has implicit, NumPy and SciPy.")
  private @Nullable Path peerPython;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Of implicit and this in turns (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--json", description = "Print one JSON object and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    requirePeer();
    InteractionLog log = source.read(GeneratedInteractions::of);
    ConfidenceRule rule = ConfidenceRule.everyEvent().withHistoryLength(Integer.MAX_VALUE);
    @Nullable Split split = test == null ? null : Split.givenTest(log, InteractionFile.read(test), 1);
    TrainingData data =
        new TrainingData(split == null ? log : split.training(), rule, 1, source.threads());
    data.itemsByUsers();

    Map<String, Object> report = new LinkedHashMap<>();
    report.put("java", System.getProperty("java.version"));
    report.put("kernels", kernels().name());
    double fmaFlops = FmaLoop.flopsPerSecond();
    report.put("fmaGigaflopsPerCore", rounded(fmaFlops / 1e9));
    report.put("users", data.usersByItems().rows());
    report.put("items", data.usersByItems().columns());
    report.put("interactions", data.usersByItems().entries());
    report.put("parameters", parameters(sweeps).fittedTo(data).settings());
    addOurs(report, data, split == null ? null : split.test(), fmaFlops);
    if (peerPython != null) {
      addImplicit(report, data, peerPython);
    } else if (peer != null && split != null) {
      addSpark(report, data, split.test());
    }
    print(report);
    return 0;
  }

  private void requirePeer() {
    if (peer != null && !List.of("spark", "implicit").contains(peer)) {
      throw source.wrong("The peers are spark and implicit.");
    }
    if ("spark".equals(peer) && test == null) {
      throw source.wrong("Spark is compared on what --test holds: name it.");
    }
    if ("implicit".equals(peer) == (peerPython == null) || rounds < 1) {
      throw source.wrong("For implicit name the python that has it with --peer-python.");
    }
  }

  private Kernels kernels() {
    return plain ? new PlainKernels() : Kernels.best();
  }

  private AlsParameters parameters(int sweepCount) {
    AlsParameters parameters =
        AlsParameters.DEFAULT.withRank(source.factors()).withSweeps(sweepCount);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      parameters = parameters.with(setting.getKey(), setting.getValue());
    }
    return parameters;
  }

  private void addOurs(
      Map<String, Object> report, TrainingData data, @Nullable TestSet found, double fmaFlops) {
    SweepClock clock = new SweepClock();
    Model model = new ImplicitAlsTrainer(parameters(sweeps), kernels()).train(data, clock);
    report.put("sweepSeconds", rounded(clock.bestSeconds()));
    report.put("sweepCpuSeconds", rounded(clock.bestCpuSeconds()));
    if (EXACT.contains(parameters(sweeps).settings().get("solver"))) {
      double flops = exactFlops(data) / clock.bestCpuSeconds();
      report.put("gigaflopsPerCore", rounded(flops / 1e9));
      report.put("shareOfFmaLoop", rounded(flops / fmaFlops));
    }
    report.put("loss", clock.lastLoss());
    if (found != null) {
      report.put(METRIC.name(), rounded(quality(model, data, found)));
    }
  }

  /** What exact sweeps have to do, counting a symmetric update once: 2 n K² and a third of K³ a row. */
  private double exactFlops(TrainingData data) {
    double square = (double) source.factors() * source.factors();
    double rows = data.usersByItems().rows() + (double) data.usersByItems().columns();
    return 2 * square * data.usersByItems().entries() + rows * square * source.factors() / 3;
  }

  private double quality(Model model, TrainingData data, TestSet found) {
    return new Evaluator(found, data.rule(), source.threads())
        .evaluate(model, Calibration.NONE, List.of(METRIC))
        .mean(METRIC);
  }

  private void addSpark(Map<String, Object> report, TrainingData data, TestSet found)
      throws IOException, InterruptedException {
    Path java =
        peerJava == null ? Path.of(System.getProperty("java.home"), "bin", "java") : peerJava;
    if (peerJava == null && Runtime.version().feature() > 21) {
      throw source.wrong("Spark needs Java 17 or 21: name one with --peer-java.");
    }
    SparkRun spark = SparkRun.of(
        data.usersByItems(),
        new SparkRun.Settings(
            Path.of(System.getProperty("personalize.bench.spark", "personalize-bench/spark")),
            java,
            source.factors(),
            peerIterations,
            peerAlpha,
            peerRegularization,
            source.threads(),
            1));
    double quality = quality(spark.model(), data, found);
    int enough = sweepsFor(quality, data, found);
    double ours = (double) Objects.requireNonNull(report.get("sweepSeconds"));
    Map<String, Object> sparkReport = new LinkedHashMap<>();
    sparkReport.put("iterations", peerIterations);
    sparkReport.put("alpha", peerAlpha);
    sparkReport.put("regParam", peerRegularization);
    sparkReport.put("sweepSeconds", rounded(spark.sweepSeconds()));
    sparkReport.put(METRIC.name(), rounded(quality));
    report.put("spark", sparkReport);
    report.put("sparkPerSweep", rounded(spark.sweepSeconds() / ours));
    if (enough > 0) {
      report.put("sweepsToSparksQuality", enough);
      report.put(
          "sparkAtEqualQuality", rounded(spark.sweepSeconds() * peerIterations / (ours * enough)));
    }
  }

  /** Both in turns, the fastest sweep of each round, since the machine may be busy; the medians of these. */
  private void addImplicit(Map<String, Object> report, TrainingData data, Path python)
      throws IOException, InterruptedException {
    long[] ours = new long[rounds];
    long[] theirs = new long[rounds];
    String version = "";
    for (int round = 0; round < rounds; round++) {
      ImplicitRun run =
          ImplicitRun.of(data.usersByItems(), python, source.factors(), sweeps, source.threads());
      version = run.version();
      theirs[round] = (long) (run.sweepSeconds() * 1e9);
      SweepClock clock = new SweepClock();
      new ImplicitAlsTrainer(parameters(sweeps), kernels()).train(data, clock);
      ours[round] = (long) (clock.bestSeconds() * 1e9);
    }
    Durations implicit = new Durations(theirs);
    Durations here = new Durations(ours);
    report.put("implicit", version);
    report.put("implicitSweepSeconds", rounded(implicit.percentile(50) / 1e9));
    report.put("sweepSecondsInTurns", rounded(here.percentile(50) / 1e9));
    report.put("implicitPerSweep", implicit.ratio(50, here));
  }

  /** How many sweeps reach this quality, 0 if more than are asked for. */
  private int sweepsFor(double quality, TrainingData data, TestSet found) {
    for (int count = 1; count <= sweeps; count++) {
      Model model =
          new ImplicitAlsTrainer(parameters(count), kernels()).train(data, new SweepClock());
      if (quality(model, data, found) >= quality) {
        return count;
      }
    }
    return 0;
  }

  private void print(Map<String, Object> report) {
    PrintStream out = System.out;
    if (json) {
      out.println(JsonMapper.builder().build().writeValueAsString(report));
      return;
    }
    List<String> lines = new ArrayList<>();
    report.forEach((name, value) -> lines.add(String.format(Locale.ROOT, "%-24s %s", name, value)));
    lines.forEach(out::println);
  }

  private static double rounded(double value) {
    return Math.round(value * 1e5) / 1e5;
  }
}

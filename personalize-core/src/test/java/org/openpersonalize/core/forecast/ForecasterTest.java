// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.blend.BlendParameters;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.ease.EaseParameters;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.similarity.ItemItemParameters;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ForecasterTest {
  private static final ConfidenceRule RULE = ConfidenceRule.everyEvent();
  private static final Machine MACHINE = new Machine(2, 4e-8, 3e-8, 9e-7, 8e-10, 1.2e-11, 5e-9);
  private static final double FACTOR = 1.5;
  private static final int JVM_MEGABYTES = 16;

  static Stream<ModelParameters> families() {
    return Stream.of(
        AlsParameters.DEFAULT,
        ItemItemParameters.DEFAULT,
        EaseParameters.DEFAULT,
        EaseParameters.DEFAULT.withDenseItems(300),
        BlendParameters.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("families")
  void the_size_of_a_model_is_known_beforehand(ModelParameters parameters) {
    InteractionLog log = log(2_000, 1_000, 100_000);

    Model model =
        parameters.trainer().train(new TrainingData(log, RULE, 1, 2), TrainingProgress.NONE);
    Forecast forecast = Forecaster.of(Workload.of(log, RULE), cost(parameters), MACHINE);

    assertThat((double) model.sizeInBytes())
        .isBetween(forecast.modelBytes() / FACTOR, forecast.modelBytes() * FACTOR);
  }

  @ParameterizedTest
  @MethodSource("families")
  void more_of_anything_takes_more(ModelParameters parameters) {
    Workload work = Workload.of(log(2_000, 1_000, 100_000), RULE);
    Workload more = Workload.of(log(4_000, 1_000, 200_000), RULE);

    Forecast forecast = Forecaster.of(work, cost(parameters), MACHINE);
    Forecast larger = Forecaster.of(more, cost(parameters), MACHINE);

    assertThat(larger.seconds()).isGreaterThan(forecast.seconds());
    assertThat(larger.heapBytes()).isGreaterThan(forecast.heapBytes());
  }

  @Test
  void the_machine_is_tried_only_for_what_takes_longer_than_a_moment() {
    AtomicInteger tried = new AtomicInteger();
    Supplier<Machine> here = () -> {
      tried.incrementAndGet();
      return MACHINE;
    };
    Cost cost = cost(BlendParameters.DEFAULT);
    Workload corner = Workload.of(log(60, 60, 1_200), RULE);
    Workload chain = Workload.of(log(20_000, 3_000, 400_000), RULE);

    assertThat(Forecaster.of(corner, cost, 2, here).seconds()).isBetween(0.0, 1.0);
    assertThat(tried).hasValue(0);
    assertThat(Forecaster.of(chain, cost, 2, here)).isEqualTo(Forecaster.of(chain, cost, MACHINE));
    assertThat(tried).hasValue(1);
  }

  @Test
  void trying_the_machine_ends_with_the_training_it_is_for() {
    AtomicInteger asked = new AtomicInteger();
    TrainingProgress calledOffSoon = new TrainingProgress() {
      @Override
      public void report(double fraction, double loss, String stage) {}

      @Override
      public boolean isCancelled() {
        return asked.incrementAndGet() > 3;
      }
    };

    assertThatThrownBy(() -> MachineProbe.probe(cost(AlsParameters.DEFAULT), 1, calledOffSoon))
        .isInstanceOf(CancellationException.class);
    assertThat(asked).hasValue(4);
  }

  @Test
  void trying_the_machine_gives_a_time_for_everything() {
    Machine machine = MachineProbe.probe(cost(AlsParameters.DEFAULT), 2, TrainingProgress.NONE);

    assertThat(machine.interaction()).isPositive();
    assertThat(machine.entry()).isPositive();
    assertThat(machine.row()).isNotNegative();
    assertThat(machine.pair()).isPositive();
    assertThat(machine.multiplication()).isPositive();
    assertThat(machine.farRow(1L << 30)).isGreaterThanOrEqualTo(machine.farRow(1L << 22));
    assertThat(machine.farRow(1000)).isZero();
  }

  /**
   * In a JVM of its own whose heap is half as large again, with a collector that moves what is large, too: with the default
   * one it depends on the moment whether there is room for a large array in one piece.
   */
  @Test
  void a_training_fits_the_heap_that_was_forecast() throws IOException, InterruptedException {
    InteractionLog log = log(6_000, 3_000, 500_000);
    long heap = Forecaster.of(Workload.of(log, RULE), cost(AlsParameters.DEFAULT), MACHINE)
        .heapBytes();
    Process jvm = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmn6m",
            "-Xmx" + (JVM_MEGABYTES + (long) (FACTOR * heap / (1 << 20))) + "m",
            "-cp",
            System.getProperty("java.class.path"),
            ForecasterTest.class.getName())
        .redirectErrorStream(true)
        .start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(jvm.waitFor()).as(output).isZero();
    System.out.printf(
        "Forecast: %d MB of heap; %s",
        heap >> 20, output.lines().reduce((a, b) -> b).orElse(""));
    System.out.println();
  }

  /** Trains as {@link #a_training_fits_the_heap_that_was_forecast} does; {@code users items interactions [recipe]}. */
  public static void main(String[] sizes) {
    int users = sizes.length > 0 ? Integer.parseInt(sizes[0]) : 6_000;
    int items = sizes.length > 1 ? Integer.parseInt(sizes[1]) : 3_000;
    int interactions = sizes.length > 2 ? Integer.parseInt(sizes[2]) : 500_000;
    String recipeName = sizes.length > 3 ? sizes[3] : "aws-user-personalization";
    Recipe recipe = ServedRecipes.all().stream()
        .filter(each -> each.name().equals(recipeName))
        .findFirst()
        .orElseThrow();
    ModelParameters parameters = ModelFamilies.ALL.named(recipe.family()).defaults();
    InteractionLog log = log(users, items, interactions);
    int threads = Runtime.getRuntime().availableProcessors();
    Cost cost = cost(parameters);
    Forecast forecast = Forecaster.of(
        Workload.of(log, RULE),
        cost,
        threads,
        () -> Forecaster.probe(cost, threads, TrainingProgress.NONE));
    long start = System.nanoTime();
    new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(Hyperparameters.defaultsOf(recipe), log, RULE, 1, threads),
            TrainingProgress.NONE);
    System.out.printf(
        "%,d interactions: %.1f s expected, %.1f s taken; %d MB of heap expected, %d MB given%n",
        log.size(),
        forecast.seconds(),
        (System.nanoTime() - start) / 1e9,
        forecast.heapBytes() >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static Cost cost(ModelParameters parameters) {
    return parameters.family().cost(parameters);
  }

  /** Histories of many lengths, and items of falling popularity. */
  private static InteractionLog log(int users, int items, int interactions) {
    SplittableRandom random = new SplittableRandom(1);
    InteractionLogBuilder builder = new InteractionLogBuilder();
    for (int row = 0; row < interactions; row++) {
      int user = (int) (users * random.nextDouble());
      int item = (int) (items * random.nextDouble() * random.nextDouble());
      builder.add("u" + user, "i" + item, "view", Float.NaN, 0);
    }
    return builder.build();
  }
}

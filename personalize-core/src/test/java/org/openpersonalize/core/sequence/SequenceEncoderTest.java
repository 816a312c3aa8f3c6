// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.family.TrainerContract;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.Sequences;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SequenceEncoderTest {
  private static final SequenceEncoderParameters SMALL =
      SequenceEncoderParameters.DEFAULT.withRank(16).withNegatives(32).withLearningRate(0.01);

  @Nested
  class With_few_factors extends TrainerContract {
    @Override
    protected Trainer<?> trainer() {
      return SMALL
          .withRank(8)
          .withNegatives(200)
          .withLearningRate(0.005)
          .withEpochs(5)
          .withBackward(true)
          .trainer();
    }

    @Override
    protected boolean usesTheSeed() {
      return true;
    }
  }

  /** Each step of a ring of twenty items leads to the next one; nobody comes back to an item, so that what an item says for itself is not learned. */
  @Test
  void what_follows_comes_before_what_went_before() {
    InteractionLog log = ring();
    SequenceEncoderModel model = SMALL
        .withRank(32)
        .withWindow(1)
        .withEpochs(40)
        .trainer()
        .train(Clicks.data(log), TrainingProgress.NONE);

    for (int item = 0; item < 20; item++) {
      InteractionLog asked = Clicks.log(letter(item));
      float[] scores = new float[model.itemCount()];
      int number = Clicks.item(log, letter(item));
      model.scorer(Clicks.query(asked, 0).about(number)).scoreAll(scores);

      float next = scores[Clicks.item(log, letter(item + 1))];
      for (int other = 0; other < 20; other++) {
        if (other != item && other != (item + 1) % 20) {
          assertThat(scores[Clicks.item(log, letter(other))])
              .as("%s after %s", letter(other), letter(item))
              .isLessThan(next);
        }
      }
    }
  }

  private static InteractionLog ring() {
    String[] histories = new String[200];
    for (int user = 0; user < histories.length; user++) {
      List<String> moments = new ArrayList<>();
      for (int step = 0; step < 5; step++) {
        moments.add(letter(user + step));
      }
      histories[user] = String.join(" ", moments);
    }
    return Clicks.log(histories);
  }

  private static String letter(int item) {
    return Character.toString('a' + item % 20);
  }

  /** Of two items that nobody took with others, one has the category of those that the user had. */
  @Test
  void a_category_places_an_item_that_nobody_took_with_others() {
    String[] histories = new String[120];
    for (int user = 0; user < histories.length; user++) {
      char first = user % 2 == 0 ? 'a' : 'n';
      histories[user] =
          "%c %c %c".formatted(first + user % 7, first + user % 5, first + (user + 3) % 7);
    }
    histories[0] = "y";
    histories[1] = "z";
    InteractionLog log = Clicks.log(histories);
    List<String> cells = new ArrayList<>();
    for (int item = 0; item < log.items().size(); item++) {
      String id = log.items().id(item);
      boolean isFirst = id.charAt(0) < 'n' || id.equals("z");
      cells.addAll(List.of(id, isFirst ? "toy" : "book", "maker"));
    }
    RecordColumns records = AttributeNeighboursTest.records(cells.toArray(String[]::new));

    SequenceEncoderModel model = SMALL
        .withEpochs(30)
        .trainer()
        .train(Clicks.data(log).withItems(() -> Optional.of(records)), TrainingProgress.NONE);

    float[] scores = new float[model.itemCount()];
    model.scorer(Clicks.query(log, 2)).scoreAll(scores); // of a … m, which are toys as is z
    assertThat(scores[Clicks.item(log, "z")]).isGreaterThan(scores[Clicks.item(log, "y")]);
  }

  /** By taking the loss of one batch after a small change of each of some numbers. */
  @Test
  void the_gradient_is_that_of_the_loss() {
    InteractionLog log = TestData.random(5, 30, 25, 200);
    TrainingData data = Clicks.data(log);
    SequenceEncoderParameters parameters =
        SMALL.withRank(16).withWindow(3).withDropout(0).withLearningRate(1e-6);
    SplittableRandom random = new SplittableRandom(8);
    double change = 1e-2;

    for (int table = 0; table < 9; table += 3) {
      for (int n = 0; n < 20; n++) {
        float[] values = tables(data, parameters).arrays().get(table);
        int at = random.nextInt(values.length);
        float before = values[at];
        double more = loss(data, parameters, tables(data, parameters, table, at, before + change));
        double less = loss(data, parameters, tables(data, parameters, table, at, before - change));
        EncoderTables learned = tables(data, parameters);
        loss(data, parameters, learned);
        double gradient = learned.arrays().get(table + 1)[at] / 0.1; // its mean after one step

        assertThat(gradient)
            .as("number %d of table %d", at, table)
            .isCloseTo((more - less) / (2 * change), within(1e-3));
      }
    }
  }

  private static EncoderTables tables(
      TrainingData data, SequenceEncoderParameters parameters, int table, int at, double value) {
    EncoderTables tables = tables(data, parameters);
    tables.arrays().get(table)[at] = (float) value;
    return tables;
  }

  /** Numbers by lot, large enough that each matters. */
  private static EncoderTables tables(TrainingData data, SequenceEncoderParameters parameters) {
    SplittableRandom random = new SplittableRandom(3);
    int rank = parameters.rank();
    return new EncoderTables(
        new AdamTable(rank, floats(random, data.log().items().size() * rank)),
        new AdamTable(rank, floats(random, parameters.window() * rank)),
        new AdamTable(rank, floats(random, rank * rank)));
  }

  private static float[] floats(SplittableRandom random, int length) {
    float[] floats = new float[length];
    for (int n = 0; n < length; n++) {
      floats[n] = (float) (random.nextGaussian() * 0.5);
    }
    return floats;
  }

  /** The mean loss before a step, which is taken. */
  private static double loss(
      TrainingData data, SequenceEncoderParameters parameters, EncoderTables tables) {
    Sequences sequences = data.sequences();
    int[] entries = IntStream.range(0, sequences.users())
        .flatMap(user -> IntStream.range(
            sequences.start(user) + 1, Math.max(sequences.start(user) + 1, sequences.end(user))))
        .limit(100)
        .toArray();
    try (EncoderLearner learner = new EncoderLearner(
        sequences, ItemFeatures.of(data), tables, parameters, Kernels.best(), 2)) {
      return learner.learn(entries, new SplittableRandom(1), 1, () -> {}) / entries.length;
    }
  }

  @Test
  void items_are_drawn_by_the_root_of_how_often_they_were_taken() {
    Sequences sequences =
        Clicks.data(Clicks.log("a a a a a a a a a", "b b b b c")).sequences();
    PopularitySampler sampler = new PopularitySampler(sequences);
    SplittableRandom random = new SplittableRandom(5);
    int[] drawn = new int[3];
    for (int n = 0; n < 60_000; n++) {
      drawn[sampler.next(random)]++;
    }

    for (int item = 0; item < 3; item++) {
      double probability = Math.sqrt(sequences.count(item)) / 6; // 3, 2 and 1 of 6
      assertThat(Math.exp(sampler.logProbability(item))).isCloseTo(probability, within(1e-9));
      assertThat(drawn[item] / 60_000.0).isCloseTo(probability, within(0.01));
    }
  }
}

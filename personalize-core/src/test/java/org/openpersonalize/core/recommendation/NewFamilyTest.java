// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.Families;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.family.Settings;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.forecast.Forecaster;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.ScoreArray;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.Explanation.Candidate;
import org.openpersonalize.core.recommendation.Training.Candidates;
import org.openpersonalize.core.recommendation.Training.Execution;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** A family that the service does not have: it takes this file, and the line that adds it to the others. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NewFamilyTest {
  private static final Families FAMILIES = ModelFamilies.ALL.with(new SuccessorFamily());
  private static final int ITEMS = 30;

  /** What comes next, counted: where a user had an item, which one followed. */
  static final class SuccessorFamily extends ModelFamily<SuccessorParameters, SuccessorModel> {
    SuccessorFamily() {
      super(
          "successor", new SuccessorParameters(1), SuccessorParameters.class, SuccessorModel.class);
    }

    @Override
    protected Cost costOf(SuccessorParameters parameters) {
      return new Cost() {
        @Override
        public double trainSeconds(Workload work, Machine machine) {
          return work.interactions() * machine.interaction();
        }

        @Override
        public double askSeconds(Workload work, Machine machine) {
          return 0;
        }

        @Override
        public long scratchBytes(Workload work) {
          return 0;
        }

        @Override
        public long modelBytes(Workload work) {
          return 4 * work.items() * work.items();
        }
      };
    }

    @Override
    protected void writeModel(
        ModelWriter files, String prefix, SuccessorParameters parameters, SuccessorModel model)
        throws IOException {
      int items = model.itemCount();
      files.writeTensors(
          prefix + "successors.safetensors",
          Map.of("counts", new Tensor.Floats(model.counts, items, items)));
    }

    @Override
    protected SuccessorModel readModel(
        ModelParts files, String prefix, SuccessorParameters parameters) throws IOException {
      return new SuccessorModel(
          files.items(),
          files
              .tensors(prefix + "successors.safetensors")
              .floats("counts", files.items(), files.items())
              .values());
    }
  }

  record SuccessorParameters(int step) implements ModelParameters {
    private static final Settings<SuccessorParameters> SETTINGS = new Settings<SuccessorParameters>(
            "successor")
        .whole("step", 1, 9, SuccessorParameters::step, (each, n) -> new SuccessorParameters(n));

    @Override
    public SuccessorFamily family() {
      return new SuccessorFamily();
    }

    @Override
    public Map<String, String> settings() {
      return SETTINGS.of(this);
    }

    @Override
    public SuccessorParameters with(String name, String value) {
      return SETTINGS.with(this, name, value);
    }

    @Override
    public Trainer<SuccessorModel> trainer() {
      return this::train;
    }

    private SuccessorModel train(TrainingData data, TrainingProgress progress) {
      InteractionLog log = data.log();
      int items = log.items().size();
      float[] counts = new float[items * items];
      for (int user = 0; user < log.users().size(); user++) {
        for (int row = log.start(user) + step; row < log.end(user); row++) {
          counts[log.item(row - step) * items + log.item(row)]++;
        }
      }
      return new SuccessorModel(items, counts);
    }
  }

  record SuccessorModel(int itemCount, float[] counts) implements Model {
    @Override
    public CandidateScorer scorer(Query query) {
      float[] scores = new float[itemCount];
      int[] items = query.history().items();
      if (items.length > 0) {
        System.arraycopy(counts, items[items.length - 1] * itemCount, scores, 0, itemCount);
      }
      return new ScoreArray(scores);
    }

    @Override
    public long sizeInBytes() {
      return 4L * counts.length;
    }
  }

  @Test
  void is_trained_evaluated_written_read_and_asked_in_order() throws IOException {
    InteractionLog log = rounds();
    Training training = training(log, FAMILIES);

    TrainedModel trained =
        new RecipeTrainer(Clock.systemUTC()).train(training, TrainingProgress.NONE);
    Map<String, byte[]> files = files(trained);
    RecommendationModel loaded =
        RecommendationModel.load(name -> new ByteArrayInputStream(files.get(name)), FAMILIES);

    assertThat(files).containsKey("successors.safetensors");
    assertThat(trained.report().orElseThrow().metric("normalized_discounted_cumulative_gain_at_10"))
        .isGreaterThan(trained
            .popularityBaseline()
            .orElseThrow()
            .metric("normalized_discounted_cumulative_gain_at_10"));
    assertThat(first(loaded, "i3", "i7")).isEqualTo("i8");
    assertThat(first(loaded, "i7", "i3")).isEqualTo("i4");
    assertThat(first(trained.model(), "i7", "i3")).isEqualTo("i4");
  }

  @Test
  void has_all_of_a_score_in_the_remainder_as_long_as_it_takes_none_apart() throws IOException {
    RecommendationModel model = new RecipeTrainer(Clock.systemUTC())
        .train(training(rounds(), FAMILIES), TrainingProgress.NONE)
        .model();

    Candidate next = Objects.requireNonNull(model
        .explain(Question.of(history("i3", "i7"), Events.NOW), "i8", Wish.best(1))
        .candidate());

    assertThat(next.place().rank()).isEqualTo(1);
    assertThat(next.score().contributions()).isEmpty();
    assertThat(next.score().remainder()).isPositive().isEqualTo(next.score().value());
  }

  @Test
  void is_forecast_by_its_own_cost() {
    ModelParameters parameters = FAMILIES.named("successor").defaults();

    assertThat(Forecaster.of(
                Workload.of(rounds(), ConfidenceRule.everyEvent()),
                parameters.family().cost(parameters),
                1,
                () -> Machine.slow(1))
            .modelBytes())
        .isBetween(4L * ITEMS * ITEMS, 8L * ITEMS * ITEMS);
  }

  @Test
  void is_an_error_where_it_is_not_known() throws IOException {
    Training training = training(rounds(), FAMILIES);
    Map<String, byte[]> files =
        files(new RecipeTrainer(Clock.systemUTC()).train(training, TrainingProgress.NONE));

    assertThatThrownBy(
            () -> RecommendationModel.load(name -> new ByteArrayInputStream(files.get(name))))
        .isInstanceOf(UnreadableModelException.class)
        .hasMessageContaining("'successor'");
    assertThatThrownBy(() -> training(rounds(), ModelFamilies.ALL).largestParameters())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'successor'");
  }

  private static Training training(InteractionLog log, Families families) {
    return new Training(
        new Candidates(Hyperparameters.defaultsOf(recipe()), ParameterSearch.NONE, families),
        ConfidenceRule.everyEvent(),
        log,
        new Execution(1, 1));
  }

  private static String first(RecommendationModel model, String... history) {
    return model
        .answer(Question.of(history(history), Events.NOW), Wish.best(1))
        .itemIds()
        .get(0);
  }

  private static List<PastEvent> history(String... items) {
    return List.of(
        new PastEvent(items[0], "view", Float.NaN, 1), new PastEvent(items[1], "view", 1, 2));
  }

  /** Everybody goes from item to item in the same round. */
  private static InteractionLog rounds() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 120; user++) {
      for (int n = 0; n < 12; n++) {
        log.add("u" + user, "i" + (user + n) % ITEMS, "view", Float.NaN, 1000L * n);
      }
    }
    return log.build();
  }

  /** A recipe that differs from one of the catalogue's in its family. */
  private static Recipe recipe() {
    Recipe like = ServedRecipes.all().get(0);
    return new Recipe(
        like.arn(),
        like.algorithmArn(),
        like.featureTransformationArn(),
        like.type(),
        null,
        "successor",
        "What comes next.",
        like.creationDateTime(),
        like.lastUpdatedDateTime(),
        like.inputs(),
        like.outputs(),
        Set.of(),
        like.minimumData(),
        null,
        List.of());
  }

  private static Map<String, byte[]> files(TrainedModel model) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    model.write(name -> new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(name, toByteArray());
      }
    });
    return files;
  }
}

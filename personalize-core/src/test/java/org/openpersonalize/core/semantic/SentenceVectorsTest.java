// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.recommendation.Training.Candidates;
import org.openpersonalize.core.recommendation.Training.Execution;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/** Here is no encoder but one of these tests; those of a language model are in its module. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SentenceVectorsTest {
  private static final String MINILM = "all-minilm-l6-v2-q";
  private static final Recipe RECIPE = RecipeCatalogue.find(
          Arn.ofService(ResourceType.RECIPE, "aws-semantic-similarity"))
      .orElseThrow();

  /** Of how many letters a to d a text has. */
  private static final TextEncoder LETTERS = new TextEncoder() {
    @Override
    public String name() {
      return "letters";
    }

    @Override
    public int rank() {
      return 4;
    }

    @Override
    public float[][] encode(List<String> texts) {
      assertThat(texts).noneMatch(String::isBlank);
      return texts.stream().map(SentenceVectorsTest::counted).toArray(float[][]::new);
    }
  };

  private static float[] counted(String text) {
    float[] counts = new float[4];
    text.chars().filter(c -> c >= 'a' && c <= 'd').forEach(c -> counts[c - 'a']++);
    return counts;
  }

  @Test
  void every_text_has_its_vector_and_none_where_there_is_no_text() {
    Texts texts = new Texts().put("silent", "{}", true);
    IntStream.range(0, 3_000).forEach(n -> texts.put("i" + n, "abcd".repeat(n % 5) + "a"));
    TrainingData data = texts.data();

    FactorMatrix vectors = new SentenceVectors(LETTERS)
        .of(new ItemTexts(Texts.records(data)), 2, TrainingProgress.NONE);

    float[] row = new float[4];
    for (int item = 0; item < data.log().items().size(); item++) {
      String id = data.log().items().id(item);
      int times = id.equals("silent") ? 0 : Integer.parseInt(id.substring(1)) % 5;
      vectors.copyRow(item, row, 0);
      assertThat(row)
          .as(id)
          .containsExactly(id.equals("silent") ? 0 : times + 1, times, times, times);
    }
  }

  @Test
  void an_encoder_that_is_not_here_is_refused_with_how_to_get_it() {
    Hyperparameters asked = Hyperparameters.of(RECIPE, Map.of("text_encoder", MINILM), Map.of());

    assertThatThrownBy(() -> SemanticFamily.INSTANCE.of(asked))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContainingAll(MINILM, "personalize-embedding", "-Pembedding", "tf-idf");
    assertThat(SemanticFamily.INSTANCE.of(Hyperparameters.defaultsOf(RECIPE)))
        .isEqualTo(SemanticParameters.DEFAULT);
  }

  @Test
  void a_training_by_an_encoder_that_is_not_here_is_refused() {
    TrainingData data = new Texts().put("a", "lantern").data();

    assertThatThrownBy(() -> SemanticParameters.DEFAULT
            .with("encoder", MINILM)
            .trainer()
            .train(data, TrainingProgress.NONE))
        .isInstanceOf(PersonalizeException.class)
        .hasMessageContaining("personalize-embedding");
  }

  @Test
  void a_model_whose_encoder_is_not_here_is_not_read() throws IOException {
    TrainingData data = new Texts().put("a", "red lantern").put("b", "red lamp").data();
    Training training = new Training(
            new Candidates(
                Hyperparameters.defaultsOf(RECIPE), ParameterSearch.NONE, ModelFamilies.ALL),
            ConfidenceRule.everyEvent(),
            data.log(),
            new Execution(1, 1))
        .withItems(data::items);
    Map<String, byte[]> files = new HashMap<>();
    new RecipeTrainer(Clock.systemUTC())
        .train(training, TrainingProgress.NONE)
        .write(name -> new ByteArrayOutputStream() {
          @Override
          public void close() {
            files.put(name, toByteArray());
          }
        });
    String manifest = new String(files.get("manifest.json"), UTF_8);
    assertThat(manifest).contains("tf-idf");
    files.put("manifest.json", manifest.replace("tf-idf", MINILM).getBytes(UTF_8));

    assertThatThrownBy(
            () -> RecommendationModel.load(name -> new ByteArrayInputStream(files.get(name))))
        .isInstanceOf(UnreadableModelException.class)
        .hasMessageContainingAll(MINILM, "personalize-embedding", "-Pembedding");
  }

  @Test
  void jars_are_looked_for_in_a_directory_and_nothing_is_found_where_there_are_none(
      @TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "no jar");

    assertThat(TextEncoders.find(null)).isEmpty();
    assertThat(TextEncoders.find(directory.toString())).isEmpty();
    assertThat(TextEncoders.find(directory.resolve("nowhere").toString())).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.recommendation.NewItems;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.recommendation.Question;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.recommendation.Training.Candidates;
import org.openpersonalize.core.recommendation.Training.Execution;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.training.TrainingProgress;

/** `aws-semantic-similarity` with the {@code text_encoder} of this module, from the training to the answers. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EncodedItemsTest {
  private static final String ENCODER = "all-minilm-l6-v2-q";
  private static final Recipe RECIPE = RecipeCatalogue.find(
          Arn.ofService(ResourceType.RECIPE, "aws-semantic-similarity"))
      .orElseThrow();
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"NAME","type":["null","string"],"itemName":true},
        {"name":"KIND","type":["null","string"],"categorical":true}]}""", null);
  private static final Map<String, String> NAMES = Map.of(
      "couch", "comfortable couch",
      "sofa", "leather sofa for the living room",
      "hammer", "hammer with a wooden handle",
      "nails", "box of nails",
      "wine", "bottle of red wine",
      "beer", "six cans of lager",
      "silent", "");

  private TrainedModel trained;

  @BeforeEach
  void train() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    NAMES.keySet().stream().sorted().forEach(log::addItem);
    RecordColumns records = records(NAMES);
    trained = new RecipeTrainer(Clock.systemUTC())
        .train(
            new Training(
                    new Candidates(
                        Hyperparameters.of(RECIPE, Map.of("text_encoder", ENCODER), Map.of()),
                        ParameterSearch.NONE,
                        ModelFamilies.ALL),
                    ConfidenceRule.everyEvent(),
                    log.build(),
                    new Execution(1, 2))
                .withItems(() -> Optional.of(records)),
            TrainingProgress.NONE);
  }

  private static RecordColumns records(Map<String, String> names) {
    RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
    names.keySet().stream()
        .sorted()
        .forEach(id -> records.add(
            Utf8Slice.of(id), Utf8Slice.of("{\"NAME\": \"%s\"}".formatted(names.get(id)))));
    return records.build();
  }

  @Test
  void items_of_one_meaning_go_together_without_a_word_in_common() {
    RecommendationModel model = trained.model();

    assertThat(first(model, "couch")).isEqualTo("sofa");
    assertThat(first(model, "nails")).isEqualTo("hammer");
    assertThat(first(model, "wine")).isEqualTo("beer");
  }

  @Test
  void a_model_that_is_read_from_its_files_answers_the_same_and_says_who_encoded_it()
      throws IOException {
    RecommendationModel read = reread();

    assertThat(read.manifest().subject().model().settings()).containsEntry("encoder", ENCODER);
    assertThat(read.manifest().subject().hyperparameters()).containsEntry("text_encoder", ENCODER);
    for (String item : NAMES.keySet()) {
      assertThat(answer(read, item)).isEqualTo(answer(trained.model(), item));
    }
  }

  @Test
  void an_item_that_came_after_the_training_stands_where_it_would_have_stood() throws IOException {
    Map<String, String> later = Map.of("settee", "a settee to sit on", "twin", NAMES.get("couch"));
    RecordColumns table = records(later);
    RecommendationModel read = reread();
    InteractionLogBuilder ids = new InteractionLogBuilder();
    later.keySet().stream().sorted().forEach(ids::addItem);
    ItemRecords placed = new ItemRecords(table, IntStream.range(0, table.size()).toArray());

    FactorMatrix vectors = read.place(placed);
    RecommendationModel refreshed = read.followedBy(new NewItems(ids.build().items(), vectors));

    assertThat(first(refreshed, "couch")).isEqualTo("twin");
    assertThat(answer(refreshed, "settee").subList(0, 3)).contains("couch", "sofa");
  }

  @Test
  void what_a_training_takes_is_forecast_by_trying_the_encoder() {
    ModelParameters parameters =
        ModelFamilies.ALL.named("semantic").defaults().with("encoder", ENCODER);
    Workload thousands = new Workload(0, 100_000, 0, 0, 0, 0, false);

    double one = parameters.family().cost(parameters).trainSeconds(thousands, Machine.slow(1));
    double two = parameters.family().cost(parameters).trainSeconds(thousands, Machine.slow(2));

    assertThat(one).isBetween(10.0, 36_000.0);
    assertThat(two).isCloseTo(one / 2, within(1e-6 * one));
  }

  private RecommendationModel reread() throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    trained.write(name -> new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(name, toByteArray());
      }
    });
    return RecommendationModel.load(name -> new ByteArrayInputStream(files.get(name)));
  }

  private static String first(RecommendationModel model, String item) {
    return answer(model, item).get(0);
  }

  private static List<String> answer(RecommendationModel model, String item) {
    return model
        .answer(Question.of(List.of(), Instant.EPOCH).about(item), Wish.best(5))
        .itemIds();
  }
}

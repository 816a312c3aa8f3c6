// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openpersonalize.core.als.AlsParameters;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.blend.BlendParameters;
import org.openpersonalize.core.blend.BlendParameters.Component;
import org.openpersonalize.core.ease.EaseParameters;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.popularity.PopularityParameters;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.EventLearning.Occurrence;
import org.openpersonalize.core.recommendation.ModelManifest.Assessment;
import org.openpersonalize.core.recommendation.ModelManifest.Counts;
import org.openpersonalize.core.recommendation.ModelManifest.Lesson;
import org.openpersonalize.core.recommendation.ModelManifest.Origin;
import org.openpersonalize.core.recommendation.ModelManifest.Subject;
import org.openpersonalize.core.recommendation.RecommendationParts.Catalogue;
import org.openpersonalize.core.recommendation.RecommendationParts.Fitted;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.reward.ItemWeights;
import org.openpersonalize.core.reward.ObjectiveSensitivity;
import org.openpersonalize.core.reward.OptimizationObjective;
import org.openpersonalize.core.sequence.AttributeNeighboursParameters;
import org.openpersonalize.core.sequence.RepeatsParameters;
import org.openpersonalize.core.sequence.SequenceEncoderParameters;
import org.openpersonalize.core.sequence.SequentialRulesParameters;
import org.openpersonalize.core.sequence.SessionNeighboursParameters;
import org.openpersonalize.core.similarity.ItemItemParameters;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.core.trends.TrendsParameters;

/** Every family goes through its files and comes back as it was. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StoredModelTest {
  private static final Recipe HRNN =
      ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, "aws-hrnn")).orElseThrow();
  private static final InteractionLog LOG = TestData.random(3, 300, 200, 7000);
  private static final TrainingData DATA = new TrainingData(LOG, ConfidenceRule.everyEvent(), 1, 2);
  private static final EaseParameters HEAD_AND_TAIL = EaseParameters.DEFAULT.withDenseItems(30);

  static Stream<ModelParameters> parameters() {
    return Stream.of(
        AlsParameters.DEFAULT.withRank(5).fittedTo(DATA),
        EaseParameters.DEFAULT,
        HEAD_AND_TAIL,
        EaseParameters.DEFAULT.withDenseItems(0),
        ItemItemParameters.DEFAULT,
        ItemItemParameters.DEFAULT.with("measure", "log-likelihood"),
        SequentialRulesParameters.DEFAULT.with("window", "4"),
        SessionNeighboursParameters.DEFAULT.with("neighbours", "30"),
        new RepeatsParameters(2),
        SequenceEncoderParameters.DEFAULT.with("factors", "8").with("epochs", "2"),
        new BlendParameters(List.of(
            new Component(SequentialRulesParameters.DEFAULT, 1),
            new Component(new RepeatsParameters(2), 0.3),
            new Component(AttributeNeighboursParameters.DEFAULT, 0.2),
            new Component(SequenceEncoderParameters.DEFAULT.with("epochs", "1"), 0.4),
            new Component(ItemItemParameters.DEFAULT, 0.5))),
        new BlendParameters(List.of(
            new Component(ItemItemParameters.DEFAULT.withUserExponent(0.25), 1),
            new Component(HEAD_AND_TAIL, 0.3),
            new Component(HEAD_AND_TAIL.withRegularization(50), 2),
            new Component(PopularityParameters.DEFAULT.with("half_life_days", "30"), 0.1))));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void a_model_read_from_its_files_answers_as_the_one_that_was_written(ModelParameters parameters)
      throws IOException {
    RecommendationModel trained = trained(parameters);

    RecommendationModel loaded = load(files(trained));

    assertThat(loaded.manifest().subject().model().parameters(ModelFamilies.ALL))
        .isEqualTo(parameters);
    assertThat(loaded.sizeInBytes()).isEqualTo(trained.sizeInBytes());
    for (int user = 0; user < 20; user++) {
      assertThat(loaded.answer(Question.of(Events.of(LOG, user), Events.NOW), Wish.best(25)))
          .isEqualTo(trained.answer(Question.of(Events.of(LOG, user), Events.NOW), Wish.best(25)));
    }
    assertThat(trained.answer(Question.of(Events.of(LOG, 1), Events.NOW), Wish.best(25)))
        .isNotEqualTo(trained.answer(Question.of(Events.of(LOG, 2), Events.NOW), Wish.best(25)));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void an_event_that_came_after_training_counts_at_the_next_request(ModelParameters parameters) {
    RecommendationModel model = trained(parameters);
    List<PastEvent> before = Events.of(LOG, 1);
    List<PastEvent> after = new ArrayList<>(before);
    String other = LOG.items().id(LOG.item(LOG.start(2)));
    after.add(new PastEvent(other, "view", 1, Events.NOW.toEpochMilli()));

    assertThat(model.answer(Question.of(after, Events.NOW), Wish.best(25)))
        .isNotEqualTo(model.answer(Question.of(before, Events.NOW), Wish.best(25)));
  }

  @Test
  void faded_popularity_is_read_as_it_was_written() throws IOException {
    PopularityParameters parameters = PopularityParameters.DEFAULT.with("half_life_days", "30");
    PopularityModel faded = parameters.trainer().train(DATA, TrainingProgress.NONE);
    RecommendationModel trained =
        model(new Catalogue(LOG.items(), faded), new Fitted(parameters, null));

    RecommendationModel loaded = load(files(trained));

    assertThat(loaded.answer(Question.of(List.of(), Events.NOW), Wish.best(200)))
        .isEqualTo(trained.answer(Question.of(List.of(), Events.NOW), Wish.best(200)));
    assertThat(trained.answer(Question.of(List.of(), Events.NOW), Wish.best(200)))
        .isNotEqualTo(model(
                new Catalogue(
                    LOG.items(), new PopularityTrainer().train(DATA, TrainingProgress.NONE)),
                new Fitted(PopularityParameters.DEFAULT, null))
            .answer(Question.of(List.of(), Events.NOW), Wish.best(200)));
  }

  @Test
  void trends_are_read_as_they_were_written_and_go_on_alike() throws IOException {
    TrendsParameters parameters = TrendsParameters.DEFAULT.with("interval", "1 day");
    RecommendationModel trained = trained(parameters);

    RecommendationModel loaded = load(files(trained));

    assertThat(loaded.manifest().subject().model().parameters(ModelFamilies.ALL))
        .isEqualTo(parameters);
    assertThat(loaded.sizeInBytes()).isEqualTo(trained.sizeInBytes());
    Question question = Question.of(List.of(), Events.NOW);
    assertThat(loaded.answer(question, Wish.best(200)))
        .isEqualTo(trained.answer(question, Wish.best(200)));
    assertThat(goneOn(loaded).answer(question, Wish.best(200)))
        .isEqualTo(goneOn(trained).answer(question, Wish.best(200)))
        .isNotEqualTo(trained.answer(question, Wish.best(200)));
  }

  private static RecommendationModel goneOn(RecommendationModel model) {
    EventLearning learning = model.eventLearning().orElseThrow();
    for (int user = 0; user < 20; user++) {
      learning.happened(new Occurrence(
          "v" + user, LOG.items().id(0), "view", Double.NaN, Events.NOW, Events.NOW));
    }
    learning.refresh(Events.NOW);
    return learning.on(model);
  }

  @Test
  void a_model_that_nobody_assessed_is_read_as_it_was_written_and_answers_without_scores()
      throws IOException {
    PopularityModel popularity = new PopularityTrainer().train(DATA, TrainingProgress.NONE);
    ModelParameters parameters = EaseParameters.DEFAULT.fittedTo(DATA);
    RecommendationModel trained = model(
        new Catalogue(LOG.items(), popularity),
        new Fitted(parameters, parameters.trainer().train(DATA, TrainingProgress.NONE)),
        Assessment.NONE);
    Question question = Question.of(Events.of(LOG, 1), Events.NOW);

    Map<String, byte[]> files = files(trained);
    RecommendationModel loaded = load(files);

    assertThat(loaded.manifest()).isEqualTo(trained.manifest());
    assertThat(loaded.manifest().assessment()).isEqualTo(Assessment.NONE);
    assertThat(loaded.answer(question, Wish.best(25)))
        .isEqualTo(trained.answer(question, Wish.best(25)));
    assertThat(loaded.answer(question, Wish.best(25)).items())
        .hasSize(25)
        .allSatisfy(item -> assertThat(item.score()).isNull());
    assertThat(loaded.answer(Question.of(List.of(), Events.NOW), Wish.best(25)).items())
        .as("also for a user of whom nothing is known")
        .hasSize(25)
        .allSatisfy(item -> assertThat(item.score()).isNull());
    assertThat(loaded.answer(question, Wish.best(25)).itemIds())
        .isEqualTo(trained(parameters).answer(question, Wish.best(25)).itemIds());
    assertThat(new String(files.get("manifest.json"), StandardCharsets.UTF_8))
        .as("which a program that expects an assessment refuses by its number")
        .contains("\"formatVersion\" : 4");
  }

  @Test
  void a_model_with_an_objective_is_read_as_it_was_written_and_refused_by_programs_before_it()
      throws IOException {
    PopularityModel popularity = new PopularityTrainer().train(DATA, TrainingProgress.NONE);
    ModelParameters parameters = EaseParameters.DEFAULT.fittedTo(DATA);
    Fitted fitted = new Fitted(parameters, parameters.trainer().train(DATA, TrainingProgress.NONE));
    float[] worth = new float[LOG.items().size()];
    for (int item = 0; item < worth.length; item++) {
      worth[item] = (1 + item) / (float) worth.length;
    }
    ItemWeights weights =
        new ItemWeights(new OptimizationObjective("PRICE", ObjectiveSensitivity.HIGH), worth);
    RecommendationModel trained = model(new Catalogue(LOG.items(), popularity, weights), fitted);
    Question question = Question.of(Events.of(LOG, 1), Events.NOW);

    Map<String, byte[]> files = files(trained);
    RecommendationModel loaded = load(files);

    assertThat(loaded.manifest()).isEqualTo(trained.manifest());
    assertThat(loaded.answer(question, Wish.best(25)))
        .isEqualTo(trained.answer(question, Wish.best(25)))
        .isNotEqualTo(
            model(new Catalogue(LOG.items(), popularity), fitted).answer(question, Wish.best(25)));
    assertThat(new String(files.get("manifest.json"), StandardCharsets.UTF_8))
        .contains("\"formatVersion\" : 5", "\"itemAttribute\" : \"PRICE\"");
  }

  @Test
  void a_manifest_of_another_objective_than_the_items_weights_is_refused() {
    PopularityModel popularity = new PopularityTrainer().train(DATA, TrainingProgress.NONE);
    Fitted fitted = new Fitted(PopularityParameters.DEFAULT, null);
    ItemWeights weights = new ItemWeights(
        new OptimizationObjective("PRICE", ObjectiveSensitivity.LOW),
        new float[LOG.items().size()]);
    ModelManifest upright =
        model(new Catalogue(LOG.items(), popularity), fitted).manifest();

    assertThatThrownBy(() -> new RecommendationParts(
            upright, HRNN, new Catalogue(LOG.items(), popularity, weights), fitted))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another objective");
  }

  @Test
  void a_model_of_other_items_than_the_catalogue_is_refused() {
    PopularityModel popularity = new PopularityTrainer().train(DATA, TrainingProgress.NONE);

    assertThatThrownBy(() -> model(
            new Catalogue(IdIndex.of(List.of("a", "b")), popularity),
            new Fitted(PopularityParameters.DEFAULT, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("catalogue of 2");
  }

  @Test
  void a_model_beside_the_parameters_of_popularity_alone_is_refused() {
    PopularityModel popularity = new PopularityTrainer().train(DATA, TrainingProgress.NONE);

    assertThatThrownBy(() -> model(
            new Catalogue(LOG.items(), popularity),
            new Fitted(PopularityParameters.DEFAULT, popularity)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the popularity alone");
  }

  @Test
  void a_model_of_an_earlier_format_without_its_calibration_is_damaged() throws IOException {
    Map<String, byte[]> files = files(model(
        new Catalogue(LOG.items(), new PopularityTrainer().train(DATA, TrainingProgress.NONE)),
        new Fitted(PopularityParameters.DEFAULT, null),
        Assessment.NONE));
    String manifest = new String(files.get("manifest.json"), StandardCharsets.UTF_8);
    files.put(
        "manifest.json",
        manifest
            .replace("\"formatVersion\" : 4", "\"formatVersion\" : 3")
            .getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> load(files))
        .isInstanceOf(UnreadableModelException.class)
        .hasMessageContaining("format 3 and lacks its calibration");
  }

  @Test
  void counts_that_components_share_are_written_once() throws IOException {
    BlendParameters sharing = new BlendParameters(List.of(
        new Component(HEAD_AND_TAIL.withUserExponent(0.25), 1),
        new Component(ItemItemParameters.DEFAULT.withUserExponent(0.25), 1),
        new Component(ItemItemParameters.DEFAULT.withUserExponent(0.5), 1)));

    assertThat(files(trained(sharing)))
        .containsOnlyKeys(
            "items.ids",
            "popularity.safetensors",
            "ease.weights.safetensors",
            "co-occurrence-0.25-1024.safetensors",
            "co-occurrence-0.5-1024.safetensors",
            "manifest.json");
  }

  @Test
  void a_manifest_with_settings_that_do_not_exist_is_reported() throws IOException {
    Map<String, byte[]> files = files(trained(ItemItemParameters.DEFAULT));
    String manifest = new String(files.get("manifest.json"), StandardCharsets.UTF_8);
    files.put(
        "manifest.json",
        manifest.replace("user_exponent", "exponent").getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> load(files))
        .isInstanceOf(UnreadableModelException.class)
        .hasMessageContaining("item-item has no setting 'exponent'");
  }

  private static RecommendationModel trained(ModelParameters parameters) {
    return trained(parameters, DATA);
  }

  static RecommendationModel trained(ModelParameters parameters, TrainingData data) {
    return trained(parameters, data, Calibration.NONE);
  }

  /** The same with probabilities that a calibration makes of its scores. */
  static RecommendationModel trained(
      ModelParameters parameters, TrainingData data, Calibration calibration) {
    ModelParameters fitted = parameters.fittedTo(data);
    EvaluationReport report = new EvaluationReport(Map.of("precision_at_5", 0.1), 12);
    return model(
        new Catalogue(
            data.log().items(), new PopularityTrainer().train(data, TrainingProgress.NONE)),
        new Fitted(fitted, fitted.trainer().train(data, TrainingProgress.NONE)),
        new Assessment(calibration, report, report));
  }

  private static RecommendationModel model(Catalogue catalogue, Fitted fitted) {
    EvaluationReport report = new EvaluationReport(Map.of("precision_at_5", 0.1), 12);
    return model(catalogue, fitted, new Assessment(Calibration.NONE, report, report));
  }

  private static RecommendationModel model(
      Catalogue catalogue, Fitted fitted, Assessment assessment) {
    ModelManifest manifest = new ModelManifest(
        new Origin("1.2.3", Instant.EPOCH),
        new Subject(
            HRNN.arn().toString(),
            Map.of(),
            ModelDescription.of(fitted.parameters()),
            catalogue.weights() == null ? null : catalogue.weights().objective(),
            fitted.content() == null ? null : fitted.content().fit()),
        new Lesson(1, new Counts(3, 4, 5), "digest", ConfidenceRule.everyEvent(), null),
        assessment);
    return RecommendationModel.of(new RecommendationParts(manifest, HRNN, catalogue, fitted));
  }

  private static Map<String, byte[]> files(RecommendationModel model) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    model.write(file -> new ByteArrayOutputStream() {
      @Override
      public void close() {
        files.put(file, toByteArray());
      }
    });
    return files;
  }

  private static RecommendationModel load(Map<String, byte[]> files) throws IOException {
    return RecommendationModel.load(file -> new ByteArrayInputStream(files.get(file)));
  }
}

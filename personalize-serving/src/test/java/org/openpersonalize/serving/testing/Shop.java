// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.recommendation.ParameterSearch;
import org.openpersonalize.core.recommendation.RecipeTrainer;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.recommendation.TrainedModel;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.recommendation.Training.Candidates;
import org.openpersonalize.core.recommendation.Training.Execution;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.serving.campaign.CampaignDeployment;
import org.openpersonalize.serving.campaign.CampaignService;
import org.openpersonalize.serving.campaign.CampaignService.CreateCampaign;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaign;
import org.openpersonalize.store.catalog.CampaignConfig;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderConfig;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.interaction.EventFeed;
import org.openpersonalize.store.interaction.EventTable.Happening;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.stereotype.Component;

/**
 * A shop whose customers have two tastes, with trained models to serve: half of the items are called {@code tea0}, {@code
 * tea1}, …, the other half {@code coffee0}, {@code coffee1}, …, and nobody buys of both.
 */
@Component
public class Shop extends org.openpersonalize.store.testing.Shop {
  public static final int ITEMS = 60;

  /** What the models know of the items. */
  public static final String RECORDS = """
      {"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"KIND","type":["null","string"],"categorical":true},
        {"name":"CREATION_TIMESTAMP","type":["null","long"]}]}""";

  private static final String BUCKET = "personalize-models";

  /** Trained once for all tests. */
  private static final Map<Recipe, TrainedModel> TRAINED = new ConcurrentHashMap<>();

  private final SolutionVersionRepository versions;
  private final RecommenderRepository recommenders;
  private final EventFeed feed;
  private final PublishedModels models;
  private final ObjectStore objects;
  private final CampaignService campaigns;
  private final CampaignDeployment deployment;

  Shop(
      Tables tables,
      EventFeed feed,
      PublishedModels models,
      ObjectStore objects,
      CampaignService campaigns,
      CampaignDeployment deployment)
      throws IOException {
    super(tables);
    this.versions = tables.versions();
    this.recommenders = tables.recommenders();
    this.feed = feed;
    this.models = models;
    this.objects = objects;
    this.campaigns = campaigns;
    this.deployment = deployment;
    objects.createBucket(BUCKET);
  }

  /** Makes an ACTIVE version of a solution and publishes its model. */
  public Arn trained(Arn solution) throws IOException {
    Arn version = untrained(solution);
    return published(version, known(versions.get(version).recipeArn()));
  }

  private static TrainedModel known(Arn recipe) {
    return TRAINED.computeIfAbsent(ServedRecipes.findTrainable(recipe).orElseThrow(), Shop::train);
  }

  private Arn published(Arn version, TrainedModel model) throws IOException {
    publish(version, model);
    complete(version);
    return version;
  }

  private void publish(Arn trained, TrainedModel model) throws IOException {
    String prefix = trained.id() + "/";
    model.write(file -> storing(prefix + file));
    inTransaction(() -> models.publish(new PublishedModel(
        trained,
        BUCKET,
        prefix,
        model.model().sizeInBytes(),
        model.report().orElseThrow().metrics(),
        model.popularityBaseline().orElseThrow().metrics(),
        now())));
  }

  /** Makes a recommender that answers. */
  public Arn answering(String recipe, RecommenderConfig config) throws IOException {
    Arn recommender = recommender(recipe, config);
    Recommender.Training training =
        recommenders.findById(recommender).orElseThrow().training().orElseThrow();
    publish(training.arn(), known(training.wantedRecipeArn()));
    inTransaction(() -> recommenders.lock(recommender).trained(now()));
    return recommender;
  }

  /** Makes a solution with one ACTIVE version. */
  public Arn trained(String recipe) throws IOException {
    return trained(solution(recipe));
  }

  /** The same by some knobs of its recipe. */
  public Arn trained(Hyperparameters knobs) throws IOException {
    return published(untrained(solution(knobs.recipe().name())), train(knobs));
  }

  /** Trains a recipe on what the customers bought. */
  public static TrainedModel train(Recipe recipe) {
    return train(Hyperparameters.defaultsOf(recipe));
  }

  private static TrainedModel train(Hyperparameters knobs) {
    SplittableRandom random = new SplittableRandom(7);
    InteractionLogBuilder log = new InteractionLogBuilder();
    for (int user = 0; user < 120; user++) {
      String taste = user % 2 == 0 ? "tea" : "coffee";
      for (int item = 0; item < ITEMS / 2; item++) {
        if (random.nextInt(3) > 0) {
          log.add("u" + user, taste + item, "buy", Float.NaN, 60_000L * random.nextInt(100_000));
        }
      }
    }
    InteractionLog interactions = log.build();
    Training training = new Training(
            new Candidates(knobs, ParameterSearch.NONE, ModelFamilies.ALL),
            ConfidenceRule.everyEvent(),
            interactions,
            new Execution(1, 1))
        .withItems(() -> Optional.of(records(interactions.items())));
    return new RecipeTrainer(Clock.systemUTC()).train(training, TrainingProgress.NONE);
  }

  private static RecordColumns records(IdIndex items) {
    RecordColumnsBuilder records = new RecordColumnsBuilder(DatasetSchema.parse(RECORDS, null));
    for (int item = 0; item < items.size(); item++) {
      String id = items.id(item);
      String kind = id.startsWith("tea") ? "tea" : "coffee";
      records.add(Utf8Slice.of(id), Utf8Slice.of("{\"KIND\": \"%s\"}".formatted(kind)));
    }
    return records.build();
  }

  private OutputStream storing(String key) {
    return new ByteArrayOutputStream() {
      @Override
      public void close() throws IOException {
        objects.put(BUCKET, key, new ByteArrayInputStream(toByteArray()));
      }
    };
  }

  /** Changes one byte of a published model; a second call takes it back. */
  public void damage(Arn version) throws IOException {
    String key = version.id() + "/popularity.safetensors";
    byte[] content;
    try (var in = objects.open(BUCKET, key)) {
      content = in.readAllBytes();
    }
    content[content.length - 1] ^= 1;
    objects.put(BUCKET, key, new ByteArrayInputStream(content));
  }

  /** Makes a campaign and deploys it. */
  @Override
  public Arn campaign(Arn version) {
    return campaign(version, null);
  }

  /** The same with a configuration. */
  public Arn campaign(Arn version, @Nullable CampaignConfig config) {
    Arn campaign = campaigns
        .create(new CreateCampaign(unused("campaign"), version, null, config, null))
        .campaignArn();
    deployment.run(campaign);
    return campaign;
  }

  /** Has a campaign serve another version. */
  public void update(Arn campaign, Arn version) {
    campaigns.update(new UpdateCampaign(campaign, version, null, null));
    deployment.run(campaign);
  }

  /** Puts events on this node. */
  public void buy(String user, String... items) {
    does("buy", user, items);
  }

  /** The same of another type. */
  public void does(String eventType, String user, String... items) {
    inTransaction(() -> {
      List<Event> events = events(eventType, user, items);
      happen(events);
      feed.announceAfterCommit(events.stream()
          .map(event -> Happening.of(datasetNumber(), event, now()))
          .toList());
    });
  }

  /** Puts events on another node, which announces nothing here. */
  public void buyElsewhere(String user, String... items) {
    happen(events("buy", user, items));
  }

  private List<Event> events(String eventType, String user, String... items) {
    return Stream.of(items)
        .map(item -> new Event(
            UUID.randomUUID().toString(),
            "session",
            user,
            item,
            eventType,
            null,
            now(),
            null,
            null,
            null,
            null))
        .toList();
  }
}

package org.openpersonalize.serving.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
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
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.serving.campaign.CampaignDeployment;
import org.openpersonalize.serving.campaign.CampaignService;
import org.openpersonalize.serving.campaign.CampaignService.CreateCampaign;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaign;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.catalog.TrainingMode;
import org.openpersonalize.store.catalog.TrainingType;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.interaction.EventFeed;
import org.openpersonalize.store.interaction.EventTable;
import org.openpersonalize.store.interaction.EventTable.VisitorKey;
import org.openpersonalize.store.model.PublishedModel;
import org.openpersonalize.store.model.PublishedModels;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.testing.EmptyDatabase;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A shop whose customers have two tastes, with trained models to serve: half of the items are called {@code tea0}, {@code
 * tea1}, …, the other half {@code coffee0}, {@code coffee1}, …, and nobody buys of both.
 */
@Component
public class Shop {
  public static final int ITEMS = 60;

  private static final Arn GROUP =
      Arn.parse("arn:aws:personalize:us-east-1:000000000000:dataset-group/shop");
  private static final Arn INTERACTIONS = GROUP.sibling(ResourceType.DATASET, "shop/INTERACTIONS");
  private static final String BUCKET = "personalize-models";

  /** Trained once for all tests. */
  private static final Map<Recipe, TrainedModel> TRAINED = new ConcurrentHashMap<>();

  private final EmptyDatabase database;
  private final DatasetGroupRepository groups;
  private final SchemaRepository schemas;
  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final SolutionRepository solutions;
  private final SolutionVersionRepository versions;
  private final EventTable events;
  private final EventFeed feed;
  private final PublishedModels models;
  private final ObjectStore objects;
  private final CampaignService campaigns;
  private final CampaignDeployment deployment;
  private final TransactionTemplate transaction;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  Shop(
      EmptyDatabase database,
      DatasetGroupRepository groups,
      SchemaRepository schemas,
      DatasetRepository datasets,
      DatasetNumbers numbers,
      SolutionRepository solutions,
      SolutionVersionRepository versions,
      EventTable events,
      EventFeed feed,
      PublishedModels models,
      ObjectStore objects,
      CampaignService campaigns,
      CampaignDeployment deployment,
      TransactionTemplate transaction) {
    this.database = database;
    this.groups = groups;
    this.schemas = schemas;
    this.datasets = datasets;
    this.numbers = numbers;
    this.solutions = solutions;
    this.versions = versions;
    this.events = events;
    this.feed = feed;
    this.models = models;
    this.objects = objects;
    this.campaigns = campaigns;
    this.deployment = deployment;
    this.transaction = transaction;
  }

  /** Empties the database and makes the dataset group with an Interactions dataset. */
  public void open() throws IOException {
    database.empty();
    objects.createBucket(BUCKET);
    transaction.executeWithoutResult(status -> {
      groups.create(new DatasetGroup(GROUP, "shop", null, null, null, now));
      Schema schema = new Schema(
          GROUP.sibling(ResourceType.SCHEMA, "interactions"), "interactions", "{}", null, now);
      schemas.create(schema);
      datasets.create(new Dataset(
          INTERACTIONS, "interactions", GROUP, DatasetType.INTERACTIONS, schema.arn(), null, now));
      numbers.assign(INTERACTIONS);
    });
  }

  public static Arn dataset() {
    return INTERACTIONS;
  }

  /** The number of the Interactions dataset. */
  public int datasetNumber() {
    return numbers.of(INTERACTIONS);
  }

  /** A name that no other test has used, so that nothing in memory belongs to it. */
  public static String unused(String name) {
    return name + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Makes a solution without a version. */
  public Arn solution(String recipe) {
    String name = unused("solution");
    Arn arn = GROUP.sibling(ResourceType.SOLUTION, name);
    transaction.executeWithoutResult(status -> solutions.create(new Solution(
        arn, name, GROUP, Arn.ofService(ResourceType.RECIPE, recipe), false, null, null, tick())));
    return arn;
  }

  /** Makes a version that waits for its training. */
  public Arn untrained(Arn solution) {
    SolutionVersion version = version(solution);
    transaction.executeWithoutResult(status -> versions.create(version));
    return version.arn();
  }

  /** Makes an ACTIVE version of a solution and publishes its model. */
  public Arn trained(Arn solution) throws IOException {
    SolutionVersion version = version(solution);
    version.complete(Duration.ofSeconds(1), version.creationDateTime());
    TrainedModel model =
        TRAINED.computeIfAbsent(ServedRecipes.find(version.recipeArn()).orElseThrow(), Shop::train);
    String prefix = version.arn().id() + "/";
    model.write(file -> storing(prefix + file));
    transaction.executeWithoutResult(status -> {
      versions.create(version);
      models.publish(new PublishedModel(
          version.arn(),
          BUCKET,
          prefix,
          model.model().sizeInBytes(),
          model.report().orElseThrow().metrics(),
          model.popularityBaseline().orElseThrow().metrics(),
          now));
    });
    return version.arn();
  }

  /** Makes a solution with one ACTIVE version. */
  public Arn trained(String recipe) throws IOException {
    return trained(solution(recipe));
  }

  private SolutionVersion version(Arn solution) {
    String name = UUID.randomUUID().toString().substring(0, 8);
    return new SolutionVersion(
        solution.child(name),
        name,
        solutions.get(solution),
        TrainingMode.FULL,
        TrainingType.MANUAL,
        tick());
  }

  private Instant tick() {
    now = now.plusSeconds(1);
    return now;
  }

  /** Trains a recipe on what the customers bought. */
  public static TrainedModel train(Recipe recipe) {
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
    Training training = new Training(
        new Candidates(Hyperparameters.defaultsOf(recipe), ParameterSearch.NONE, ModelFamilies.ALL),
        ConfidenceRule.everyEvent(),
        log.build(),
        new Execution(1, 1));
    return new RecipeTrainer(Clock.systemUTC()).train(training, TrainingProgress.NONE);
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
  public Arn campaign(Arn version) {
    Arn campaign = campaigns
        .create(new CreateCampaign(unused("campaign"), version, null, null, null))
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
    transaction.executeWithoutResult(status -> {
      append(user, items);
      feed.announceAfterCommit(List.of(new VisitorKey(datasetNumber(), user)));
    });
  }

  /** Puts events on another node, which announces nothing here. */
  public void buyElsewhere(String user, String... items) {
    transaction.executeWithoutResult(status -> append(user, items));
  }

  private void append(String user, String... items) {
    List<Event> bought = Stream.of(items)
        .map(item -> new Event(
            UUID.randomUUID().toString(),
            "session",
            user,
            item,
            "buy",
            null,
            Instant.now(),
            null,
            null,
            null,
            null))
        .toList();
    events.append(datasetNumber(), bought, Instant.now());
  }
}

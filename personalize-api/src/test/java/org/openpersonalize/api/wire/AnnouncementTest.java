// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.ingest.IngestConfiguration;
import org.openpersonalize.ingest.ValueSettings;
import org.openpersonalize.ingest.attribution.MetricAttributionService.CreateMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.DeleteMetricAttribution;
import org.openpersonalize.ingest.attribution.MetricAttributionService.UpdateMetricAttribution;
import org.openpersonalize.ingest.dataset.Account;
import org.openpersonalize.ingest.dataset.DatasetGroupService.CreateDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DeleteDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetService.CreateDataset;
import org.openpersonalize.ingest.dataset.DatasetService.DeleteDataset;
import org.openpersonalize.ingest.dataset.DatasetService.UpdateDataset;
import org.openpersonalize.ingest.dataset.EventTrackerService.CreateEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.DeleteEventTracker;
import org.openpersonalize.ingest.dataset.SchemaService.CreateSchema;
import org.openpersonalize.ingest.dataset.SchemaService.DeleteSchema;
import org.openpersonalize.ingest.deletion.DataDeletionService.CreateDataDeletionJob;
import org.openpersonalize.ingest.exportjob.DatasetExportService.CreateDatasetExportJob;
import org.openpersonalize.ingest.importjob.DatasetImportService.CreateDatasetImportJob;
import org.openpersonalize.ingest.importjob.ImportSettings;
import org.openpersonalize.ingest.tag.TagService.TagResource;
import org.openpersonalize.ingest.tag.TagService.UntagResource;
import org.openpersonalize.serving.ServingConfiguration;
import org.openpersonalize.serving.batch.BatchInferenceJobService.CreateBatchInferenceJob;
import org.openpersonalize.serving.batch.BatchSegmentJobService.CreateBatchSegmentJob;
import org.openpersonalize.serving.batch.BatchSettings;
import org.openpersonalize.serving.campaign.CampaignService.CreateCampaign;
import org.openpersonalize.serving.campaign.CampaignService.DeleteCampaign;
import org.openpersonalize.serving.campaign.CampaignService.UpdateCampaign;
import org.openpersonalize.serving.catalog.CatalogSettings;
import org.openpersonalize.serving.filter.FilterService.CreateFilter;
import org.openpersonalize.serving.filter.FilterService.DeleteFilter;
import org.openpersonalize.serving.filter.FilterService.ReplaceFilter;
import org.openpersonalize.serving.filter.FilterSettings;
import org.openpersonalize.serving.model.ModelSettings;
import org.openpersonalize.serving.recommender.RecommenderService.CreateRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.DeleteRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.StartRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.StopRecommender;
import org.openpersonalize.serving.recommender.RecommenderService.UpdateRecommender;
import org.openpersonalize.serving.replay.ReplaySettings;
import org.openpersonalize.serving.traffic.TrafficSettings;
import org.openpersonalize.store.catalog.BatchJobInput;
import org.openpersonalize.store.catalog.BatchJobOutput;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetExportJobOutput;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.MetricAttributionOutput;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderConfig;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.S3DataConfig;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.tag.Tag;
import org.openpersonalize.store.testing.Announcements;
import org.openpersonalize.store.testing.EmptyDatabase;
import org.openpersonalize.store.testing.Shop;
import org.openpersonalize.store.testing.StoreTestConfiguration;
import org.openpersonalize.training.TrainingConfiguration;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.cadence.CadenceBacktestService.StartCadenceBacktest;
import org.openpersonalize.training.cadence.CadenceBacktestService.StopCadenceBacktest;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.SolutionService.DeleteSolution;
import org.openpersonalize.training.solution.SolutionService.UpdateSolution;
import org.openpersonalize.training.solution.SolutionVersionService.CreateSolutionVersion;
import org.openpersonalize.training.solution.SolutionVersionService.StopSolutionVersionCreation;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/** Walks through all operations; whoever adds one that changes something says here how it is called. */
@SpringBootTest(classes = AnnouncementTest.AllServices.class, webEnvironment = WebEnvironment.NONE)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AnnouncementTest {
  private static final Pattern CHANGING =
      Pattern.compile("(Create|Update|Replace|Delete|Start|Stop|Tag|Untag)[A-Z].*");

  /** Tags are read where they are asked for, and nobody keeps them. */
  private static final List<Class<?>> UNHEARD = List.of(TagResource.class, UntagResource.class);

  private static final String ROLE = "arn:aws:iam::000000000000:role/shop";

  private static final String ITEMS = """
      {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0",
       "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "PRICE", "type": "float"}]}""";

  /** All operations on the test servers, without workers: no job does anything. */
  @Import({
    StoreTestConfiguration.class,
    IngestConfiguration.class,
    TrainingConfiguration.class,
    ServingConfiguration.class,
    WireConfiguration.class,
    DataOperations.class,
    ModelOperations.class,
    AnswerOperations.class,
    InsightOperations.class
  })
  static class AllServices {
    @Bean
    Account account() {
      return new Account("us-east-1", "000000000000");
    }

    @Bean
    ImportSettings importSettings() {
      return new ImportSettings("personalize", "personalize-models");
    }

    @Bean
    BatchSettings batchSettings() {
      return new BatchSettings("personalize-models", 2);
    }

    @Bean
    CatalogSettings catalogSettings() {
      return new CatalogSettings(null);
    }

    @Bean
    ModelSettings modelSettings() {
      return new ModelSettings(null, null);
    }

    @Bean
    TrafficSettings trafficSettings() {
      return new TrafficSettings(false);
    }

    @Bean
    ReplaySettings replaySettings() {
      return new ReplaySettings(true);
    }

    @Bean
    FilterSettings filterSettings() {
      return new FilterSettings(true);
    }

    @Bean
    ValueSettings valueSettings() {
      return ValueSettings.DEFAULT;
    }

    @Bean
    TrainingSettings trainingSettings() {
      return new TrainingSettings(
          Duration.ofMinutes(5),
          1,
          "personalize-models",
          Duration.ZERO,
          Runtime.getRuntime().maxMemory(),
          Duration.ofMinutes(5));
    }
  }

  @Autowired
  Operations operations;

  @Autowired
  SolutionVersionRepository versions;

  @Autowired
  CampaignRepository campaigns;

  @Autowired
  RecommenderRepository recommenders;

  @Autowired
  DatasetRepository datasets;

  @Autowired
  ChangeFeed feed;

  @Autowired
  EmptyDatabase database;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  Shop.Tables tables;

  private final Map<Class<?>, Callable<?>> requests = new HashMap<>();

  @BeforeEach
  void say_how_each_is_called() {
    say(
        CreateDatasetGroup.class,
        () -> new CreateDatasetGroup(unused("shop"), null, null, null, null));
    say(DeleteDatasetGroup.class, () -> new DeleteDatasetGroup(arnOf(CreateDatasetGroup.class)));

    say(CreateSchema.class, () -> new CreateSchema("items", ITEMS, null));
    say(DeleteSchema.class, () -> new DeleteSchema(arnOf(CreateSchema.class)));

    say(
        CreateDataset.class,
        () -> new CreateDataset(
            "items", arnOf(CreateSchema.class), arnOf(CreateDatasetGroup.class), "Items", null));
    say(UpdateDataset.class, () -> {
      Dataset dataset = datasets.get(arnOf(CreateDataset.class));
      return new UpdateDataset(dataset.arn(), dataset.schemaArn());
    });
    say(DeleteDataset.class, () -> new DeleteDataset(arnOf(CreateDataset.class)));

    say(
        CreateEventTracker.class,
        () -> new CreateEventTracker("tracker", arnOf(CreateDatasetGroup.class), null));
    say(DeleteEventTracker.class, () -> new DeleteEventTracker(arnOf(CreateEventTracker.class)));

    DataSource file = new DataSource("s3://shop/items.csv");
    say(
        CreateDatasetImportJob.class,
        () -> new CreateDatasetImportJob(
            "import", arnOf(CreateDataset.class), file, null, null, null, null));

    MetricAttributionOutput output =
        new MetricAttributionOutput(null, "arn:aws:iam::000000000000:role/reports");
    say(CreateMetricAttribution.class, () -> {
      new Shop(tables).open();
      return new CreateMetricAttribution("attribution", Shop.GROUP, List.of(), output);
    });
    say(
        UpdateMetricAttribution.class,
        () ->
            new UpdateMetricAttribution(null, null, output, arnOf(CreateMetricAttribution.class)));
    say(
        DeleteMetricAttribution.class,
        () -> new DeleteMetricAttribution(arnOf(CreateMetricAttribution.class)));

    say(
        CreateDatasetExportJob.class,
        () -> new CreateDatasetExportJob(
            "export",
            arnOf(CreateDataset.class),
            null,
            ROLE,
            new DatasetExportJobOutput(new S3DataConfig("s3://shop/items/", null)),
            null));

    say(
        CreateDataDeletionJob.class,
        () -> new CreateDataDeletionJob(
            "deletion",
            arnOf(CreateDatasetGroup.class),
            new DataSource("s3://shop/users.csv"),
            ROLE,
            null));

    Arn recipe = Arn.ofService(ResourceType.RECIPE, "aws-popularity-count");
    say(
        CreateSolution.class,
        () -> new CreateSolution(
            "popular",
            arnOf(CreateDatasetGroup.class),
            recipe,
            null,
            null,
            false,
            null,
            null,
            null,
            null));
    say(
        UpdateSolution.class,
        () -> new UpdateSolution(arnOf(CreateSolution.class), true, null, null));
    say(DeleteSolution.class, () -> new DeleteSolution(arnOf(CreateSolution.class)));
    say(
        CreateSolutionVersion.class,
        () -> new CreateSolutionVersion(arnOf(CreateSolution.class), null, null, null));
    say(
        StopSolutionVersionCreation.class,
        () -> new StopSolutionVersionCreation(arnOf(CreateSolutionVersion.class)));
    say(StartCadenceBacktest.class, () -> new StartCadenceBacktest(sold(), null, null));
    say(
        StopCadenceBacktest.class,
        () -> new StopCadenceBacktest(arnOf(StartCadenceBacktest.class)));

    say(CreateCampaign.class, () -> new CreateCampaign("campaign", trained(), null, null, null));
    say(UpdateCampaign.class, () -> new UpdateCampaign(deployed(), null, 2, null));
    say(DeleteCampaign.class, () -> new DeleteCampaign(deployed()));

    say(
        CreateBatchInferenceJob.class,
        () -> new CreateBatchInferenceJob(
            "inference",
            trained(),
            null,
            null,
            new BatchJobInput(new S3DataConfig("s3://shop/users.json", null)),
            new BatchJobOutput(new S3DataConfig("s3://shop/answers/", null)),
            "arn:aws:iam::000000000000:role/inference",
            null,
            null,
            null,
            null));
    say(CreateBatchSegmentJob.class, () -> {
      Shop segments = new Shop(tables);
      segments.open();
      Arn version = segments.untrained(segments.solution("aws-item-affinity"));
      segments.complete(version);
      return new CreateBatchSegmentJob(
          "segments",
          version,
          null,
          null,
          new BatchJobInput(new S3DataConfig("s3://shop/items.json", null)),
          new BatchJobOutput(new S3DataConfig("s3://shop/users/", null)),
          ROLE,
          null);
    });
    say(
        CreateRecommender.class,
        () -> new CreateRecommender(
            "recommender",
            webShop(),
            Arn.parse("arn:aws:personalize:::recipe/aws-ecomm-popular-items-by-purchases"),
            null,
            null));
    say(
        UpdateRecommender.class,
        () -> new UpdateRecommender(answering(), new RecommenderConfig(null, 2, null, null)));
    say(StopRecommender.class, () -> new StopRecommender(answering()));
    say(StartRecommender.class, () -> new StartRecommender(stopped()));
    say(DeleteRecommender.class, () -> new DeleteRecommender(answering()));

    say(CreateFilter.class, () -> {
      Arn group = datasets.get(arnOf(CreateDataset.class)).datasetGroupArn();
      return new CreateFilter("filter", group, "INCLUDE ItemID WHERE Items.PRICE < 3", null);
    });
    say(
        ReplaceFilter.class,
        () -> new ReplaceFilter(arnOf(CreateFilter.class), "INCLUDE ItemID WHERE Items.PRICE < 4"));
    say(DeleteFilter.class, () -> new DeleteFilter(arnOf(CreateFilter.class)));

    List<Tag> tags = List.of(new Tag("team", "web"));
    say(TagResource.class, () -> new TagResource(arnOf(CreateDataset.class), tags));
    say(UntagResource.class, () -> new UntagResource(arnOf(CreateDataset.class), List.of("team")));
  }

  private static String unused(String name) {
    return name + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private <Q> void say(Class<Q> operation, Callable<Q> request) {
    requests.put(operation, request);
  }

  @TestFactory
  Stream<DynamicTest> what_changes_a_resource_is_announced() {
    return changing()
        .filter(operation -> !UNHEARD.contains(operation.request()))
        .map(operation -> dynamicTest(operation.name(), () -> {
          database.empty();
          arnOf(operation.request());
        }));
  }

  @TestFactory
  Stream<DynamicTest> what_changes_nothing_that_others_keep_is_not() {
    return changing()
        .filter(operation -> UNHEARD.contains(operation.request()))
        .map(operation -> dynamicTest(operation.name(), () -> {
          database.empty();
          Object request = request(operation.request());
          Announcements announcements = new Announcements(feed);
          Arn resource = changed(request, operation.call(request));
          arnOf(CreateSolution.class); // heard of after whatever came before
          assertThat(announcements.count(resource)).isZero();
        }));
  }

  private Stream<Operation<?>> changing() {
    return operations.all().stream()
        .filter(operation -> CHANGING.matcher(operation.name()).matches());
  }

  /** Calls an operation as said, and waits until all nodes have heard of the resource it is about. */
  private Arn arnOf(Class<?> operation) throws Exception {
    Object request = request(operation);
    Operation<?> called = operations.all().stream()
        .filter(each -> each.request() == operation)
        .findFirst()
        .orElseThrow();
    return new Announcements(feed).expectOf(() -> changed(request, called.call(request)));
  }

  private Object request(Class<?> operation) throws Exception {
    Callable<?> request = requests.get(operation);
    assertThat(request).as("how %s is called", operation.getSimpleName()).isNotNull();
    return request.call();
  }

  /** What is answered by an operation that creates something; what is named by any other. */
  private static Arn changed(Object request, @Nullable Object response) {
    return Optional.ofNullable(response)
        .flatMap(AnnouncementTest::firstArn)
        .or(() -> firstArn(request))
        .orElseThrow();
  }

  private static Optional<Arn> firstArn(Object message) {
    return Arrays.stream(message.getClass().getRecordComponents())
        .filter(member -> member.getType() == Arn.class)
        .findFirst()
        .map(member -> arn(message, member));
  }

  private static Arn arn(Object message, RecordComponent member) {
    try {
      return (Arn) member.getAccessor().invoke(message);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A solution of a shop that has sold something for two months. */
  private Arn sold() {
    Shop shop = new Shop(tables);
    shop.open();
    Instant first = Instant.now().minus(Duration.ofDays(60));
    shop.sell(loader -> {
      for (int sale = 0; sale < 2_400; sale++) {
        loader.add(
            "u" + sale % 40,
            "item" + sale % 7,
            "buy",
            Double.NaN,
            first.plus(Duration.ofDays(sale / 40)).toEpochMilli(),
            null,
            null,
            null,
            null);
      }
    });
    return shop.solution("aws-popularity-count");
  }

  /** A version whose training has ended. */
  private Arn trained() throws Exception {
    Arn version = arnOf(CreateSolutionVersion.class);
    transaction.executeWithoutResult(
        status -> versions.lock(version).complete(Duration.ofSeconds(1), Instant.now()));
    return version;
  }

  /** A campaign that serves. */
  private Arn deployed() throws Exception {
    Arn campaign = arnOf(CreateCampaign.class);
    transaction.executeWithoutResult(status -> campaigns.lock(campaign).deploy(Instant.now()));
    return campaign;
  }

  /** A dataset group of a domain. */
  private Arn webShop() throws Exception {
    Operation<?> create = operations.all().stream()
        .filter(each -> each.request() == CreateDatasetGroup.class)
        .findFirst()
        .orElseThrow();
    CreateDatasetGroup request =
        new CreateDatasetGroup(unused("web"), null, null, Domain.ECOMMERCE, null);
    return changed(request, create.call(request));
  }

  /** A recommender that is ACTIVE. */
  private Arn answering() throws Exception {
    Arn recommender = arnOf(CreateRecommender.class);
    transaction.executeWithoutResult(
        status -> recommenders.lock(recommender).trained(Instant.now()));
    return recommender;
  }

  /** A recommender that is INACTIVE. */
  private Arn stopped() throws Exception {
    Arn recommender = answering();
    transaction.executeWithoutResult(status -> {
      Recommender row = recommenders.lock(recommender); // once: a lock reads the row anew
      row.stop(Instant.now());
      row.switched(Instant.now());
    });
    return recommender;
  }
}

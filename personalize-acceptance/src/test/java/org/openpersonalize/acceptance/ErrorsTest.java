// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.openpersonalize.acceptance.DeclaredErrors.Declared;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.personalize.PersonalizeClient;
import software.amazon.awssdk.services.personalize.model.CreateBatchInferenceJobRequest;
import software.amazon.awssdk.services.personalize.model.CreateBatchSegmentJobRequest;
import software.amazon.awssdk.services.personalize.model.CreateDataDeletionJobRequest;
import software.amazon.awssdk.services.personalize.model.CreateDatasetExportJobRequest;
import software.amazon.awssdk.services.personalize.model.Domain;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.MetricAttribute;
import software.amazon.awssdk.services.personalize.model.Tag;
import software.amazon.awssdk.services.personalizeevents.PersonalizeEventsClient;
import software.amazon.awssdk.services.personalizeevents.model.Action;
import software.amazon.awssdk.services.personalizeevents.model.ActionInteraction;
import software.amazon.awssdk.services.personalizeevents.model.Item;
import software.amazon.awssdk.services.personalizeevents.model.User;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;

/**
 * Provokes every error that the operations declare in the published models, and checks that none was forgotten.
 *
 * <p>A small shop is made; then the service is started again with the gateway's role alone, so that nobody does the jobs:
 * what is asked for from then on stays pending, and what is in use stays in use.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ErrorsTest {
  private static final String INVALID_INPUT = "InvalidInputException";
  private static final String NOT_FOUND = "ResourceNotFoundException";
  private static final String ALREADY_EXISTS = "ResourceAlreadyExistsException";
  private static final String IN_USE = "ResourceInUseException";
  private static final String LIMIT_EXCEEDED = "LimitExceededException";
  private static final String INVALID_NEXT_TOKEN = "InvalidNextTokenException";
  private static final String TOO_MANY_TAGS = "TooManyTagsException";
  private static final String TOO_MANY_TAG_KEYS = "TooManyTagKeysException";

  private static final String TAGS_WAIT_FOR_NOTHING =
      "tags lie beside their resource and can be changed whatever its status";

  /** What the models declare and this service has no reason to answer. */
  private static final Map<Declared, String> NEVER_ANSWERED = new TreeMap<>(Map.of(
      new Declared("CreateDataset", LIMIT_EXCEEDED),
      "a group has one dataset of each type, and a second is AlreadyExists",
      new Declared("CreateEventTracker", LIMIT_EXCEEDED),
      "a group has one tracker, and a second is AlreadyExists",
      new Declared("UpdateSolution", LIMIT_EXCEEDED),
      "an update makes nothing that is counted",
      new Declared("TagResource", IN_USE),
      TAGS_WAIT_FOR_NOTHING,
      new Declared("TagResource", LIMIT_EXCEEDED),
      "the only limit is the number of tags, which is TooManyTags",
      new Declared("UntagResource", IN_USE),
      TAGS_WAIT_FOR_NOTHING,
      new Declared("ListTagsForResource", IN_USE),
      TAGS_WAIT_FOR_NOTHING));

  private static final String TAKEN = "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)";
  private static final String NO_ARN = "no-arn";
  private static final String BEST_SELLERS = Shop.recipe("aws-ecomm-popular-items-by-purchases");
  private static final String ROLE = "arn:aws:iam::000000000000:role/reports";
  private static final String POPULARITY = Shop.recipe("aws-popularity-count");

  private final List<Provocation> table = new ArrayList<>();
  private ServiceProcess service;
  private PersonalizeClient personalize;
  private PersonalizeEventsClient events;
  private PersonalizeRuntimeClient runtime;

  /** What the ARNs of this account start with. */
  private String account;

  private String group;
  private String interactions;
  private String interactionsSchema;
  private String usersSchema;
  private String solution;
  private String version;
  private String campaign;
  private String segmentVersion;
  private String importFile;

  private String pendingVersion;
  private String pendingCampaign;
  private String otherGroup;
  private String deletedItems;
  private String deletedUsers;
  private String deletedActions;
  private String trackerOfDeleted;
  private String deletedSolution;
  private String deletedGroup;
  private String deletedTracker;
  private String deletedFilter;
  private String domainGroup;
  private String pendingRecommender;
  private String attribution;
  private String deletedAttribution;

  /** An operation, an error that it declares, and a call that is answered so. */
  private record Provocation(String operation, String error, ThrowingCallable call) {}

  @BeforeAll
  void open_a_shop_and_stop_its_workers() throws IOException, InterruptedException {
    service = ServiceProcess.startQuickly(
        "--personalize.limits.schemas=8",
        "--personalize.limits.solution-versions-under-way=3",
        "--personalize.limits.solutions-per-dataset-group=3",
        "--personalize.limits.filters-per-dataset-group=3",
        "--personalize.limits.tags-per-resource=2");
    Shop shop = new Shop(service, "shop");
    personalize = shop.personalize;
    events = shop.events;
    runtime = shop.runtime;
    group = shop.groupArn();
    account = group.substring(0, group.indexOf("dataset-group/"));
    interactions = shop.createDataset("interactions", CornerShop.INTERACTIONS);
    interactionsSchema = account + "schema/shop-interactions";
    importFile = shop.upload("interactions.csv", CornerShop.interactions());
    shop.importFile(interactions, "import", ImportMode.FULL, importFile);
    personalize.createEventTracker(tracker -> tracker.name("shop").datasetGroupArn(group));
    solution = shop.createSolution("shop", "aws-popularity-count");
    version = shop.awaitVersion(shop.createVersion(solution)).solutionVersionArn();
    campaign = shop.deploy("shop", version);
    segmentVersion = shop.awaitVersion(
            shop.createVersion(shop.createSolution("segments", "aws-item-affinity")))
        .solutionVersionArn();
    shop.createFilter("taken", TAKEN);
    deletedFilter = shop.createFilter("deleted", TAKEN);

    attribution = attribute(group, "shop");

    Shop other = new Shop(service, "other");
    otherGroup = other.groupArn();
    deletedItems = other.createDataset("items", CornerShop.ITEM_PRICES);
    deletedUsers = other.createDataset("users", CornerShop.USER_AGES);
    deletedActions = other.createDataset("actions", CornerShop.ACTIONS);
    String actionInteractions =
        other.createDataset("action_interactions", CornerShop.ACTION_INTERACTIONS);
    trackerOfDeleted = personalize
        .describeDataset(request -> request.datasetArn(actionInteractions))
        .dataset()
        .trackingId();
    usersSchema = account + "schema/other-users";
    deletedSolution = other.createSolution("other", "aws-popularity-count");

    deletedGroup = new Shop(service, "closed").groupArn();
    String third = new Shop(service, "third").groupArn();
    personalize.createDataset(request -> request
        .name("third")
        .datasetType("Interactions")
        .datasetGroupArn(third)
        .schemaArn(interactionsSchema));
    deletedAttribution = attribute(third, "third");
    deletedTracker = personalize
        .createEventTracker(tracker -> tracker.name("third").datasetGroupArn(third))
        .eventTrackerArn();

    domainGroup = new Shop(service, "domain", Domain.ECOMMERCE).groupArn();

    service.restart("--personalize.roles=gateway");
    pendingRecommender = personalize
        .createRecommender(
            request -> request.name("pending").datasetGroupArn(domainGroup).recipeArn(BEST_SELLERS))
        .recommenderArn();
    pendingVersion = personalize
        .createSolutionVersion(request -> request.solutionArn(solution).name("pending"))
        .solutionVersionArn();
    pendingCampaign = personalize
        .createCampaign(request -> request.name("pending").solutionVersionArn(version))
        .campaignArn();
    segment(segmentVersion, "segments");
    export(interactions, "export");
    forget(group, "forget");
    infer(version, "inference");
    personalize.updateCampaign(request -> request.campaignArn(campaign).minProvisionedTPS(2));
    personalize.deleteDataset(request -> request.datasetArn(deletedItems));
    personalize.deleteDataset(request -> request.datasetArn(deletedUsers));
    personalize.deleteDataset(request -> request.datasetArn(deletedActions));
    personalize.deleteDataset(request -> request.datasetArn(actionInteractions));
    personalize.deleteSolution(request -> request.solutionArn(deletedSolution));
    personalize.deleteDatasetGroup(request -> request.datasetGroupArn(deletedGroup));
    personalize.deleteEventTracker(request -> request.eventTrackerArn(deletedTracker));
    personalize.deleteFilter(request -> request.filterArn(deletedFilter));
    personalize.deleteMetricAttribution(
        request -> request.metricAttributionArn(deletedAttribution));
    fillTheTable();
  }

  @AfterAll
  void close() throws IOException {
    service.close();
  }

  @TestFactory
  Stream<DynamicTest> every_declared_error_is_answered() {
    return table.stream()
        .map(row -> dynamicTest(row.operation() + " " + row.error(), () -> {
          Throwable thrown = catchThrowable(row.call());
          assertThat(thrown).isInstanceOf(AwsServiceException.class).message().isNotBlank();
          assertThat(thrown.getClass().getSimpleName())
              .as(thrown.getMessage())
              .isEqualTo(row.error());
        }));
  }

  @Test
  void no_declared_error_of_a_served_operation_is_forgotten() {
    Set<String> served = DeclaredErrors.implementedBy(personalize, events, runtime);
    assertThat(served).hasSizeGreaterThanOrEqualTo(79);

    Set<Declared> provoked = new TreeSet<>();
    table.forEach(row -> provoked.add(new Declared(row.operation(), row.error())));
    assertThat(provoked).doesNotContainAnyElementsOf(NEVER_ANSWERED.keySet());

    Set<Declared> accountedFor = new TreeSet<>(provoked);
    accountedFor.addAll(NEVER_ANSWERED.keySet());
    assertThat(accountedFor).isEqualTo(DeclaredErrors.of(served));
    System.out.printf(
        "Acceptance: %d operations, %d declared errors provoked, %d never answered%n",
        served.size(), provoked.size(), NEVER_ANSWERED.size());
  }

  private void fillTheTable() {
    wrongArns();
    wrongPages();
    wrongCreations();
    wrongUpdatesAndTags();
    wrongRecords();
    wrongQuestions();
    whatIsThereAlready();
    whatIsInUse();
    tooManyTags();
    limits(); // the last, for they leave no room
  }

  private void add(String operation, String error, ThrowingCallable call) {
    table.add(new Provocation(operation, error, call));
  }

  private void wrongArns() {
    takesArn(
        "DescribeDatasetGroup",
        "dataset-group/none",
        arn -> personalize.describeDatasetGroup(request -> request.datasetGroupArn(arn)));
    takesArn(
        "DeleteDatasetGroup",
        "dataset-group/none",
        arn -> personalize.deleteDatasetGroup(request -> request.datasetGroupArn(arn)));
    takesArn(
        "DescribeSchema",
        "schema/none",
        arn -> personalize.describeSchema(request -> request.schemaArn(arn)));
    takesArn(
        "DeleteSchema",
        "schema/none",
        arn -> personalize.deleteSchema(request -> request.schemaArn(arn)));
    takesArn(
        "DescribeDataset",
        "dataset/none/ITEMS",
        arn -> personalize.describeDataset(request -> request.datasetArn(arn)));
    takesArn(
        "DeleteDataset",
        "dataset/none/ITEMS",
        arn -> personalize.deleteDataset(request -> request.datasetArn(arn)));
    takesArn(
        "DescribeEventTracker",
        "event-tracker/00000000",
        arn -> personalize.describeEventTracker(request -> request.eventTrackerArn(arn)));
    takesArn(
        "DeleteEventTracker",
        "event-tracker/00000000",
        arn -> personalize.deleteEventTracker(request -> request.eventTrackerArn(arn)));
    takesArn(
        "DescribeDatasetImportJob",
        "dataset-import-job/none",
        arn -> personalize.describeDatasetImportJob(request -> request.datasetImportJobArn(arn)));
    takesArn("CreateDataDeletionJob", "dataset-group/none", arn -> forget(arn, "new"));
    takesArn(
        "DescribeDataDeletionJob",
        "data-deletion-job/none",
        arn -> personalize.describeDataDeletionJob(request -> request.dataDeletionJobArn(arn)));
    takesArn("CreateDatasetExportJob", "dataset/none/ITEMS", arn -> export(arn, "new"));
    takesArn(
        "DescribeDatasetExportJob",
        "dataset-export-job/none",
        arn -> personalize.describeDatasetExportJob(request -> request.datasetExportJobArn(arn)));
    takesArn(
        "DescribeSolution",
        "solution/none",
        arn -> personalize.describeSolution(request -> request.solutionArn(arn)));
    takesArn(
        "DeleteSolution",
        "solution/none",
        arn -> personalize.deleteSolution(request -> request.solutionArn(arn)));
    takesArn(
        "DescribeSolutionVersion",
        "solution/none/00000000",
        arn -> personalize.describeSolutionVersion(request -> request.solutionVersionArn(arn)));
    takesArn(
        "GetSolutionMetrics",
        "solution/none/00000000",
        arn -> personalize.getSolutionMetrics(request -> request.solutionVersionArn(arn)));
    takesArn(
        "StopSolutionVersionCreation",
        "solution/none/00000000",
        arn -> personalize.stopSolutionVersionCreation(request -> request.solutionVersionArn(arn)));
    takesArn(
        "DescribeCampaign",
        "campaign/none",
        arn -> personalize.describeCampaign(request -> request.campaignArn(arn)));
    takesArn(
        "DeleteCampaign",
        "campaign/none",
        arn -> personalize.deleteCampaign(request -> request.campaignArn(arn)));
    takesArn(
        "DescribeFilter",
        "filter/none",
        arn -> personalize.describeFilter(request -> request.filterArn(arn)));
    takesArn(
        "DeleteFilter",
        "filter/none",
        arn -> personalize.deleteFilter(request -> request.filterArn(arn)));
    takesArn("CreateFilter", "dataset-group/none", arn -> filter(arn, "new"));
    takesArn("CreateMetricAttribution", "dataset-group/none", arn -> attribute(arn, "new"));
    takesArn(
        "DescribeMetricAttribution",
        "metric-attribution/none",
        arn -> personalize.describeMetricAttribution(request -> request.metricAttributionArn(arn)));
    takesArn("UpdateMetricAttribution", "metric-attribution/none", arn -> update(arn, "new"));
    takesArn(
        "DeleteMetricAttribution",
        "metric-attribution/none",
        arn -> personalize.deleteMetricAttribution(request -> request.metricAttributionArn(arn)));
    takesArn(
        "DescribeRecipe",
        "recipe/none",
        arn -> personalize.describeRecipe(request -> request.recipeArn(arn)));
    takesArn(
        "DescribeAlgorithm",
        "algorithm/none",
        arn -> personalize.describeAlgorithm(request -> request.algorithmArn(arn)));
    takesArn(
        "DescribeFeatureTransformation",
        "feature-transformation/none",
        arn -> personalize.describeFeatureTransformation(
            request -> request.featureTransformationArn(arn)));
    takesArn(
        "UpdateDataset",
        "dataset/none/ITEMS",
        arn -> personalize.updateDataset(
            request -> request.datasetArn(arn).schemaArn(interactionsSchema)));
    takesArn(
        "UpdateSolution",
        "solution/none",
        arn -> personalize.updateSolution(request -> request.solutionArn(arn)));
    takesArn(
        "ListTagsForResource",
        "campaign/none",
        arn -> personalize.listTagsForResource(request -> request.resourceArn(arn)));
    takesArn(
        "UntagResource",
        "campaign/none",
        arn -> personalize.untagResource(request -> request.resourceArn(arn).tagKeys("key")));
    takesArn(
        "TagResource",
        "campaign/none",
        arn -> personalize.tagResource(request -> request.resourceArn(arn).tags(tags(1))));
    takesArn(
        "UpdateCampaign",
        "campaign/none",
        arn ->
            personalize.updateCampaign(request -> request.campaignArn(arn).minProvisionedTPS(1)));
    takesArn(
        "CreateSolutionVersion",
        "solution/none",
        arn -> personalize.createSolutionVersion(request -> request.solutionArn(arn)));
    takesArn(
        "PutItems",
        "dataset/none/ITEMS",
        arn -> events.putItems(request -> request.datasetArn(arn).items(item())));
    takesArn(
        "PutUsers",
        "dataset/none/USERS",
        arn -> events.putUsers(request -> request.datasetArn(arn).users(user())));
    takesArn(
        "PutActions",
        "dataset/none/ACTIONS",
        arn -> events.putActions(request -> request.datasetArn(arn).actions(action())));
    add(
        "PutActionInteractions",
        NOT_FOUND,
        () -> events.putActionInteractions(
            request -> request.trackingId("none").actionInteractions(interaction("Taken"))));
    takesArn(
        "GetRecommendations",
        "campaign/none",
        arn -> runtime.getRecommendations(request -> request.campaignArn(arn).userId("u1")));
    takesArn(
        "GetPersonalizedRanking",
        "campaign/none",
        arn -> runtime.getPersonalizedRanking(
            request -> request.campaignArn(arn).userId("u1").inputList("i1")));
    takesArn(
        "GetActionRecommendations",
        "campaign/none",
        arn ->
            runtime.getActionRecommendations(request -> request.campaignArn(arn).userId("u1")));
    takesArn(
        "ListSolutionVersions",
        "solution/none",
        arn -> personalize.listSolutionVersions(request -> request.solutionArn(arn)));
    takesArn(
        "CreateDataset",
        "dataset-group/none",
        arn -> personalize.createDataset(request -> request
            .name("users")
            .datasetType("Users")
            .datasetGroupArn(arn)
            .schemaArn(usersSchema)));
    takesArn(
        "CreateEventTracker",
        "dataset-group/none",
        arn -> personalize.createEventTracker(request -> request.name("new").datasetGroupArn(arn)));
    takesArn("CreateDatasetImportJob", "dataset/none/ITEMS", arn -> importFile(arn, "new"));
    takesArn("CreateSolution", "dataset-group/none", arn -> solve(arn, "new"));
    takesArn("CreateCampaign", "solution/none/00000000", arn -> deploy(arn, "new"));
    takesArn("CreateBatchInferenceJob", "solution/none/00000000", arn -> infer(arn, "new"));
    takesArn(
        "DescribeBatchInferenceJob",
        "batch-inference-job/none",
        arn -> personalize.describeBatchInferenceJob(request -> request.batchInferenceJobArn(arn)));
    takesArn("CreateBatchSegmentJob", "solution/none/00000000", arn -> segment(arn, "new"));
    takesArn(
        "DescribeBatchSegmentJob",
        "batch-segment-job/none",
        arn -> personalize.describeBatchSegmentJob(request -> request.batchSegmentJobArn(arn)));
    takesArn("CreateRecommender", "dataset-group/none", arn -> sell(arn, "new"));
    takesArn(
        "DescribeRecommender",
        "recommender/none",
        arn -> personalize.describeRecommender(request -> request.recommenderArn(arn)));
    takesArn("UpdateRecommender", "recommender/none", this::updateRecommender);
    takesArn("DeleteRecommender", "recommender/none", this::deleteRecommender);
    takesArn("StartRecommender", "recommender/none", this::startRecommender);
    takesArn("StopRecommender", "recommender/none", this::stopRecommender);
  }

  /** Text that is no ARN is InvalidInput, the ARN of nothing NotFound. */
  private void takesArn(String operation, String nothing, Consumer<String> call) {
    add(operation, INVALID_INPUT, () -> call.accept(NO_ARN));
    add(operation, NOT_FOUND, () -> call.accept(account + nothing));
  }

  private void wrongPages() {
    add(
        "ListDatasetGroups",
        INVALID_NEXT_TOKEN,
        () -> personalize.listDatasetGroups(list -> list.nextToken("nonsense")));
    add(
        "ListSchemas",
        INVALID_NEXT_TOKEN,
        () -> personalize.listSchemas(list -> list.nextToken("nonsense")));
    add(
        "ListDatasets",
        INVALID_NEXT_TOKEN,
        () -> personalize.listDatasets(list -> list.nextToken("nonsense")));
    add(
        "ListDatasets",
        INVALID_INPUT,
        () -> personalize.listDatasets(list -> list.datasetGroupArn(NO_ARN)));
    add(
        "ListEventTrackers",
        INVALID_NEXT_TOKEN,
        () -> personalize.listEventTrackers(list -> list.nextToken("nonsense")));
    add(
        "ListEventTrackers",
        INVALID_INPUT,
        () -> personalize.listEventTrackers(list -> list.maxResults(101)));
    add(
        "ListDatasetImportJobs",
        INVALID_NEXT_TOKEN,
        () -> personalize.listDatasetImportJobs(list -> list.nextToken("nonsense")));
    add(
        "ListDatasetImportJobs",
        INVALID_INPUT,
        () -> personalize.listDatasetImportJobs(list -> list.datasetArn(NO_ARN)));
    add(
        "ListDataDeletionJobs",
        INVALID_NEXT_TOKEN,
        () -> personalize.listDataDeletionJobs(list -> list.nextToken("nonsense")));
    add(
        "ListDataDeletionJobs",
        INVALID_INPUT,
        () -> personalize.listDataDeletionJobs(list -> list.datasetGroupArn(NO_ARN)));
    add(
        "ListDatasetExportJobs",
        INVALID_NEXT_TOKEN,
        () -> personalize.listDatasetExportJobs(list -> list.nextToken("nonsense")));
    add(
        "ListDatasetExportJobs",
        INVALID_INPUT,
        () -> personalize.listDatasetExportJobs(list -> list.datasetArn(NO_ARN)));
    add(
        "ListBatchInferenceJobs",
        INVALID_NEXT_TOKEN,
        () -> personalize.listBatchInferenceJobs(list -> list.nextToken("nonsense")));
    add(
        "ListBatchInferenceJobs",
        INVALID_INPUT,
        () -> personalize.listBatchInferenceJobs(list -> list.solutionVersionArn(NO_ARN)));
    add(
        "ListBatchSegmentJobs",
        INVALID_NEXT_TOKEN,
        () -> personalize.listBatchSegmentJobs(list -> list.nextToken("nonsense")));
    add(
        "ListBatchSegmentJobs",
        INVALID_INPUT,
        () -> personalize.listBatchSegmentJobs(list -> list.solutionVersionArn(NO_ARN)));
    add(
        "ListSolutions",
        INVALID_NEXT_TOKEN,
        () -> personalize.listSolutions(list -> list.nextToken("nonsense")));
    add(
        "ListSolutions",
        INVALID_INPUT,
        () -> personalize.listSolutions(list -> list.maxResults(0)));
    add(
        "ListSolutionVersions",
        INVALID_NEXT_TOKEN,
        () -> personalize.listSolutionVersions(list -> list.nextToken("nonsense")));
    add(
        "ListCampaigns",
        INVALID_NEXT_TOKEN,
        () -> personalize.listCampaigns(list -> list.nextToken("nonsense")));
    add(
        "ListCampaigns",
        INVALID_INPUT,
        () -> personalize.listCampaigns(list -> list.solutionArn(NO_ARN)));
    add(
        "ListRecommenders",
        INVALID_NEXT_TOKEN,
        () -> personalize.listRecommenders(list -> list.nextToken("nonsense")));
    add(
        "ListRecommenders",
        INVALID_INPUT,
        () -> personalize.listRecommenders(list -> list.datasetGroupArn(NO_ARN)));
    add(
        "ListFilters",
        INVALID_NEXT_TOKEN,
        () -> personalize.listFilters(list -> list.nextToken("nonsense")));
    add(
        "ListFilters",
        INVALID_INPUT,
        () -> personalize.listFilters(list -> list.datasetGroupArn(NO_ARN)));
    add(
        "ListMetricAttributions",
        INVALID_NEXT_TOKEN,
        () -> personalize.listMetricAttributions(list -> list.nextToken("nonsense")));
    add(
        "ListMetricAttributions",
        INVALID_INPUT,
        () -> personalize.listMetricAttributions(list -> list.datasetGroupArn(NO_ARN)));
    add(
        "ListMetricAttributionMetrics",
        INVALID_NEXT_TOKEN,
        () -> personalize.listMetricAttributionMetrics(
            list -> list.metricAttributionArn(attribution).nextToken("nonsense")));
    add(
        "ListMetricAttributionMetrics",
        INVALID_INPUT,
        () -> personalize.listMetricAttributionMetrics(list -> list.maxResults(0)));
    add(
        "ListRecipes",
        INVALID_NEXT_TOKEN,
        () -> personalize.listRecipes(list -> list.nextToken("nonsense")));
    add("ListRecipes", INVALID_INPUT, () -> personalize.listRecipes(list -> list.maxResults(101)));
    add("ListRecipes", INVALID_NEXT_TOKEN, () -> {
      String ofAnotherList = personalize.listSchemas(list -> list.maxResults(1)).nextToken();
      personalize.listRecipes(list -> list.nextToken(ofAnotherList));
    });
  }

  private void wrongCreations() {
    add(
        "CreateDatasetGroup",
        INVALID_INPUT,
        () -> personalize.createDatasetGroup(request -> request.name("no spaces")));
    add(
        "CreateSchema",
        INVALID_INPUT,
        () -> personalize.createSchema(request -> request.name("new").schema("{}")));
    add(
        "CreateDataset",
        INVALID_INPUT,
        () -> personalize.createDataset(request -> request
            .name("new")
            .datasetType("Colours")
            .datasetGroupArn(group)
            .schemaArn(usersSchema)));
    add(
        "CreateEventTracker",
        INVALID_INPUT,
        () -> personalize.createEventTracker(request -> request.datasetGroupArn(otherGroup)));
    add(
        "CreateDatasetImportJob",
        INVALID_INPUT,
        () -> personalize.createDatasetImportJob(request -> request
            .jobName("new")
            .datasetArn(interactions)
            .dataSource(source -> source.dataLocation("here"))));
    add(
        "CreateSolution",
        INVALID_INPUT,
        () -> personalize.createSolution(request -> request.name("new").datasetGroupArn(group)));
    add(
        "CreateSolution",
        NOT_FOUND,
        () -> personalize.createSolution(
            request -> request.name("new").datasetGroupArn(group).recipeArn(Shop.recipe("none"))));
    add(
        "CreateSolutionVersion",
        INVALID_INPUT,
        () -> personalize.createSolutionVersion(
            request -> request.solutionArn(solution).trainingMode("UPDATE")));
    add(
        "CreateCampaign",
        INVALID_INPUT,
        () -> personalize.createCampaign(
            request -> request.name("new").solutionVersionArn(version).minProvisionedTPS(0)));
    add("CreateCampaign", NOT_FOUND, () -> deploy(solution, "new"));
    add(
        "CreateFilter",
        INVALID_INPUT,
        () -> personalize.createFilter(request -> request
            .name("new")
            .datasetGroupArn(group)
            .filterExpression("EXCLUDE ItemID WHERE Items.PRICE > 3")));
    add("CreateFilter", INVALID_INPUT, () -> filter(deletedGroup, "new"));
    add(
        "CreateMetricAttribution",
        INVALID_INPUT,
        () -> personalize.createMetricAttribution(request -> request
            .name("new")
            .datasetGroupArn(group)
            .metrics(views("SUM(Interactions.PRICE)"))
            .metricsOutputConfig(output -> output.roleArn(ROLE))));
    add("CreateBatchInferenceJob", INVALID_INPUT, () -> infer(segmentVersion, "of-segments"));
    add("CreateBatchSegmentJob", INVALID_INPUT, () -> segment(version, "of-popularity"));
    add(
        "CreateDatasetExportJob",
        INVALID_INPUT,
        () -> personalize.createDatasetExportJob(request -> {
          export(request, interactions, "new");
          request.jobOutput(out -> out.s3DataDestination(to -> to.path("s3://personalize/file")));
        }));
    add("CreateCampaign", INVALID_INPUT, () -> deploy(segmentVersion, "of-segments"));
  }

  private void infer(String versionArn, String name) {
    personalize.createBatchInferenceJob(request -> infer(request, versionArn, name));
  }

  private static void infer(
      CreateBatchInferenceJobRequest.Builder request, String versionArn, String name) {
    request
        .jobName(name)
        .solutionVersionArn(versionArn)
        .roleArn("arn:aws:iam::000000000000:role/inference")
        .jobInput(in -> in.s3DataSource(at -> at.path("s3://personalize/inference/in.json")))
        .jobOutput(out -> out.s3DataDestination(at -> at.path("s3://personalize/inference/out/")));
  }

  private void segment(String versionArn, String name) {
    personalize.createBatchSegmentJob(request -> segment(request, versionArn, name));
  }

  private static void segment(
      CreateBatchSegmentJobRequest.Builder request, String versionArn, String name) {
    request
        .jobName(name)
        .solutionVersionArn(versionArn)
        .roleArn("arn:aws:iam::000000000000:role/segments")
        .jobInput(in -> in.s3DataSource(at -> at.path("s3://personalize/segments/in.json")))
        .jobOutput(out -> out.s3DataDestination(at -> at.path("s3://personalize/segments/out/")));
  }

  private String attribute(String groupArn, String name) {
    return personalize
        .createMetricAttribution(request -> request
            .name(name)
            .datasetGroupArn(groupArn)
            .metrics(views("SAMPLECOUNT()"))
            .metricsOutputConfig(output -> output.roleArn(ROLE)))
        .metricAttributionArn();
  }

  private static MetricAttribute views(String expression) {
    return MetricAttribute.builder()
        .metricName("views")
        .eventType("view")
        .expression(expression)
        .build();
  }

  private void update(String attributionArn, String metric) {
    personalize.updateMetricAttribution(request -> request
        .metricAttributionArn(attributionArn)
        .addMetrics(views("SAMPLECOUNT()").toBuilder().metricName(metric).build()));
  }

  private void forget(String groupArn, String name) {
    personalize.createDataDeletionJob(request -> forget(request, groupArn, name));
  }

  private static void forget(
      CreateDataDeletionJobRequest.Builder request, String groupArn, String name) {
    request
        .jobName(name)
        .datasetGroupArn(groupArn)
        .roleArn("arn:aws:iam::000000000000:role/deletions")
        .dataSource(from -> from.dataLocation("s3://personalize/forget/"));
  }

  private void export(String datasetArn, String name) {
    personalize.createDatasetExportJob(request -> export(request, datasetArn, name));
  }

  private static void export(
      CreateDatasetExportJobRequest.Builder request, String datasetArn, String name) {
    request
        .jobName(name)
        .datasetArn(datasetArn)
        .roleArn("arn:aws:iam::000000000000:role/exports")
        .jobOutput(out -> out.s3DataDestination(to -> to.path("s3://personalize/exports/")));
  }

  private void wrongUpdatesAndTags() {
    add(
        "UpdateDataset",
        INVALID_INPUT,
        () -> personalize.updateDataset(
            request -> request.datasetArn(interactions).schemaArn(interactionsSchema)));
    add(
        "UpdateSolution",
        INVALID_INPUT,
        () -> personalize.updateSolution(
            request -> request.solutionArn(solution).performIncrementalUpdate(true)));
    add(
        "UpdateMetricAttribution",
        INVALID_INPUT,
        () -> personalize.updateMetricAttribution(
            request -> request.metricAttributionArn(attribution).removeMetrics("none")));
    add("UpdateMetricAttribution", ALREADY_EXISTS, () -> update(attribution, "views"));
    add(
        "UpdateCampaign",
        INVALID_INPUT,
        () -> personalize.updateCampaign(
            request -> request.campaignArn(campaign).minProvisionedTPS(0)));
    add(
        "TagResource",
        INVALID_INPUT,
        () -> personalize.tagResource(request -> request
            .resourceArn(group)
            .tags(Tag.builder().tagKey("aws:key").tagValue("").build())));
    add(
        "TagResource",
        INVALID_INPUT,
        () -> personalize.tagResource(
            request -> request.resourceArn(interactionsSchema).tags(tags(1))));
  }

  private void wrongRecords() {
    add(
        "PutEvents",
        INVALID_INPUT,
        () -> events.putEvents(request -> request
            .trackingId("none")
            .sessionId("s")
            .userId("u1")
            .eventList(Shop.eventsOf("buy", List.of("i1")))));
    add(
        "PutItems",
        INVALID_INPUT,
        () -> events.putItems(request -> request.datasetArn(interactions).items(item())));
    add(
        "PutUsers",
        INVALID_INPUT,
        () -> events.putUsers(request -> request.datasetArn(interactions).users(user())));
    add(
        "PutActions",
        INVALID_INPUT,
        () -> events.putActions(request -> request.datasetArn(interactions).actions(action())));
    add(
        "PutActionInteractions",
        INVALID_INPUT,
        () -> events.putActionInteractions(
            request -> request.trackingId(trackerOfDeleted).actionInteractions(interaction(""))));
  }

  private void wrongQuestions() {
    add(
        "GetRecommendations",
        INVALID_INPUT,
        () -> runtime.getRecommendations(request -> request.userId("u1")));
    add(
        "GetRecommendations",
        INVALID_INPUT,
        () ->
            runtime.getRecommendations(request -> request.campaignArn(campaign).numResults(501)));
    add(
        "GetActionRecommendations",
        INVALID_INPUT,
        () -> runtime.getActionRecommendations(
            request -> request.campaignArn(campaign).userId("u1")));
    add(
        "GetPersonalizedRanking",
        INVALID_INPUT,
        () -> runtime.getPersonalizedRanking(
            request -> request.campaignArn(campaign).userId("u1").inputList("i1")));
  }

  private void whatIsThereAlready() {
    add(
        "CreateDatasetGroup",
        ALREADY_EXISTS,
        () -> personalize.createDatasetGroup(request -> request.name("shop")));
    add("CreateSchema", ALREADY_EXISTS, () -> describe("shop-interactions"));
    add(
        "CreateDataset",
        ALREADY_EXISTS,
        () -> personalize.createDataset(request -> request
            .name("again")
            .datasetType("Interactions")
            .datasetGroupArn(group)
            .schemaArn(interactionsSchema)));
    add(
        "CreateEventTracker",
        ALREADY_EXISTS,
        () -> personalize.createEventTracker(
            request -> request.name("second").datasetGroupArn(group)));
    add("CreateDatasetImportJob", ALREADY_EXISTS, () -> importFile(interactions, "import"));
    add("CreateSolution", ALREADY_EXISTS, () -> solve(group, "shop"));
    add(
        "CreateSolutionVersion",
        ALREADY_EXISTS,
        () -> personalize.createSolutionVersion(
            request -> request.solutionArn(solution).name("pending")));
    add("CreateCampaign", ALREADY_EXISTS, () -> deploy(version, "shop"));
    add("CreateRecommender", ALREADY_EXISTS, () -> sell(domainGroup, "pending"));
    add("CreateFilter", ALREADY_EXISTS, () -> filter(group, "shop-taken"));
    add("CreateMetricAttribution", ALREADY_EXISTS, () -> attribute(group, "shop"));
    add("CreateDataDeletionJob", ALREADY_EXISTS, () -> forget(group, "forget"));
    add("CreateDatasetExportJob", ALREADY_EXISTS, () -> export(interactions, "export"));
    add("CreateBatchInferenceJob", ALREADY_EXISTS, () -> infer(version, "inference"));
    add("CreateBatchSegmentJob", ALREADY_EXISTS, () -> segment(segmentVersion, "segments"));
  }

  private void whatIsInUse() {
    add(
        "DeleteDatasetGroup",
        IN_USE,
        () -> personalize.deleteDatasetGroup(request -> request.datasetGroupArn(group)));
    add(
        "DeleteSchema",
        IN_USE,
        () -> personalize.deleteSchema(request -> request.schemaArn(interactionsSchema)));
    add(
        "DeleteDataset",
        IN_USE,
        () -> personalize.deleteDataset(request -> request.datasetArn(interactions)));
    add(
        "DeleteSolution",
        IN_USE,
        () -> personalize.deleteSolution(request -> request.solutionArn(solution)));
    add(
        "DeleteCampaign",
        IN_USE,
        () -> personalize.deleteCampaign(request -> request.campaignArn(pendingCampaign)));
    add(
        "UpdateDataset",
        IN_USE,
        () -> personalize.updateDataset(
            request -> request.datasetArn(deletedUsers).schemaArn(usersSchema)));
    add(
        "UpdateSolution",
        IN_USE,
        () -> personalize.updateSolution(
            request -> request.solutionArn(deletedSolution).performAutoTraining(true)));
    add(
        "UpdateCampaign",
        IN_USE,
        () -> personalize.updateCampaign(
            request -> request.campaignArn(campaign).minProvisionedTPS(3)));
    add(
        "CreateDataset",
        IN_USE,
        () -> personalize.createDataset(request -> request
            .name("new")
            .datasetType("Users")
            .datasetGroupArn(deletedGroup)
            .schemaArn(usersSchema)));
    add(
        "CreateEventTracker",
        IN_USE,
        () -> personalize.createEventTracker(
            request -> request.name("new").datasetGroupArn(deletedGroup)));
    add("CreateSolution", IN_USE, () -> solve(deletedGroup, "new"));
    add(
        "DeleteEventTracker",
        IN_USE,
        () -> personalize.deleteEventTracker(request -> request.eventTrackerArn(deletedTracker)));
    add(
        "DeleteFilter",
        IN_USE,
        () -> personalize.deleteFilter(request -> request.filterArn(deletedFilter)));
    add("CreateMetricAttribution", IN_USE, () -> attribute(deletedGroup, "new"));
    add("UpdateMetricAttribution", IN_USE, () -> update(deletedAttribution, "new"));
    add(
        "DeleteMetricAttribution",
        IN_USE,
        () -> personalize.deleteMetricAttribution(
            request -> request.metricAttributionArn(deletedAttribution)));
    add("CreateDatasetImportJob", IN_USE, () -> importFile(deletedItems, "new"));
    add(
        "CreateSolutionVersion",
        IN_USE,
        () -> personalize.createSolutionVersion(request -> request.solutionArn(deletedSolution)));
    add("CreateCampaign", IN_USE, () -> deploy(pendingVersion, "new"));
    add("CreateDataDeletionJob", IN_USE, () -> forget(deletedGroup, "new"));
    add("CreateDatasetExportJob", IN_USE, () -> export(deletedItems, "new"));
    add("CreateBatchInferenceJob", IN_USE, () -> infer(pendingVersion, "new"));
    add("CreateBatchSegmentJob", IN_USE, () -> segment(pendingVersion, "new"));
    add("CreateRecommender", IN_USE, () -> sell(deletedGroup, "new"));
    add("UpdateRecommender", IN_USE, () -> updateRecommender(pendingRecommender));
    add("DeleteRecommender", IN_USE, () -> deleteRecommender(pendingRecommender));
    add("StartRecommender", IN_USE, () -> startRecommender(pendingRecommender));
    add("StopRecommender", IN_USE, () -> stopRecommender(pendingRecommender));
    add(
        "GetSolutionMetrics",
        IN_USE,
        () ->
            personalize.getSolutionMetrics(request -> request.solutionVersionArn(pendingVersion)));
    add(
        "StopSolutionVersionCreation",
        IN_USE,
        () -> personalize.stopSolutionVersionCreation(
            request -> request.solutionVersionArn(version)));
    add(
        "PutItems",
        IN_USE,
        () -> events.putItems(request -> request.datasetArn(deletedItems).items(item())));
    add(
        "PutUsers",
        IN_USE,
        () -> events.putUsers(request -> request.datasetArn(deletedUsers).users(user())));
    add(
        "PutActions",
        IN_USE,
        () -> events.putActions(request -> request.datasetArn(deletedActions).actions(action())));
    add(
        "PutActionInteractions",
        IN_USE,
        () -> events.putActionInteractions(request ->
            request.trackingId(trackerOfDeleted).actionInteractions(interaction("Taken"))));
  }

  private void tooManyTags() {
    add(
        "CreateDatasetGroup",
        TOO_MANY_TAGS,
        () -> personalize.createDatasetGroup(request -> request.name("new").tags(tags(3))));
    add(
        "CreateDataset",
        TOO_MANY_TAGS,
        () -> personalize.createDataset(request -> request
            .name("new")
            .datasetType("Users")
            .datasetGroupArn(group)
            .schemaArn(usersSchema)
            .tags(tags(3))));
    add(
        "CreateEventTracker",
        TOO_MANY_TAGS,
        () -> personalize.createEventTracker(
            request -> request.name("new").datasetGroupArn(otherGroup).tags(tags(3))));
    add(
        "CreateDatasetImportJob",
        TOO_MANY_TAGS,
        () -> personalize.createDatasetImportJob(request -> request
            .jobName("new")
            .datasetArn(interactions)
            .dataSource(source -> source.dataLocation(importFile))
            .tags(tags(3))));
    add(
        "CreateSolution",
        TOO_MANY_TAGS,
        () -> personalize.createSolution(request ->
            request.name("new").datasetGroupArn(group).recipeArn(POPULARITY).tags(tags(3))));
    add(
        "CreateSolutionVersion",
        TOO_MANY_TAGS,
        () -> personalize.createSolutionVersion(
            request -> request.solutionArn(solution).tags(tags(3))));
    add(
        "CreateCampaign",
        TOO_MANY_TAGS,
        () -> personalize.createCampaign(
            request -> request.name("new").solutionVersionArn(version).tags(tags(3))));
    add(
        "CreateRecommender",
        TOO_MANY_TAGS,
        () -> personalize.createRecommender(request -> request
            .name("new")
            .datasetGroupArn(domainGroup)
            .recipeArn(BEST_SELLERS)
            .tags(tags(3))));
    add(
        "CreateFilter",
        TOO_MANY_TAGS,
        () -> personalize.createFilter(request ->
            request.name("new").datasetGroupArn(group).filterExpression(TAKEN).tags(tags(3))));
    add(
        "CreateDataDeletionJob",
        TOO_MANY_TAGS,
        () -> personalize.createDataDeletionJob(request -> {
          forget(request, group, "new");
          request.tags(tags(3));
        }));
    add(
        "CreateDatasetExportJob",
        TOO_MANY_TAGS,
        () -> personalize.createDatasetExportJob(request -> {
          export(request, interactions, "new");
          request.tags(tags(3));
        }));
    add(
        "CreateBatchInferenceJob",
        TOO_MANY_TAGS,
        () -> personalize.createBatchInferenceJob(request -> {
          infer(request, version, "new");
          request.tags(tags(3));
        }));
    add(
        "CreateBatchSegmentJob",
        TOO_MANY_TAGS,
        () -> personalize.createBatchSegmentJob(request -> {
          segment(request, segmentVersion, "new");
          request.tags(tags(3));
        }));
    add(
        "TagResource",
        TOO_MANY_TAGS,
        () -> personalize.tagResource(request -> request.resourceArn(group).tags(tags(3))));
    add(
        "UntagResource",
        TOO_MANY_TAG_KEYS,
        () -> personalize.untagResource(
            request -> request.resourceArn(group).tagKeys("a", "b", "c")));
  }

  private void limits() {
    addLimit("CreateMetricAttribution", name -> attribute(group, name));
    addLimit(
        "CreateDatasetGroup",
        name -> personalize.createDatasetGroup(request -> request.name(name)));
    addLimit("CreateSchema", this::describe);
    addLimit("CreateDatasetImportJob", name -> importFile(interactions, name));
    addLimit("CreateSolution", name -> solve(group, name));
    addLimit(
        "CreateSolutionVersion",
        name -> personalize.createSolutionVersion(
            request -> request.solutionArn(solution).name(name)));
    addLimit("CreateCampaign", name -> deploy(version, name));
    addLimit("CreateRecommender", name -> sell(domainGroup, name));
    addLimit("CreateFilter", name -> filter(group, name));
    addLimit("CreateDataDeletionJob", name -> forget(group, name));
    addLimit("CreateDatasetExportJob", name -> export(interactions, name));
    addLimit("CreateBatchInferenceJob", name -> infer(version, name));
    addLimit("CreateBatchSegmentJob", name -> segment(segmentVersion, name));
  }

  /** Creates one after the other; none of the limits is above 6. */
  private void addLimit(String operation, Consumer<String> create) {
    add(
        operation,
        LIMIT_EXCEEDED,
        () -> IntStream.rangeClosed(1, 7).forEach(n -> create.accept("one-more-" + n)));
  }

  private void describe(String schemaName) {
    personalize.createSchema(request -> request.name(schemaName).schema(CornerShop.INTERACTIONS));
  }

  private void importFile(String datasetArn, String jobName) {
    personalize.createDatasetImportJob(request -> request
        .jobName(jobName)
        .datasetArn(datasetArn)
        .dataSource(source -> source.dataLocation(importFile)));
  }

  private void solve(String groupArn, String solutionName) {
    personalize.createSolution(request -> request
        .name(solutionName)
        .datasetGroupArn(groupArn)
        .recipeArn(POPULARITY)
        .performAutoTraining(false));
  }

  private void deploy(String versionArn, String campaignName) {
    personalize.createCampaign(
        request -> request.name(campaignName).solutionVersionArn(versionArn));
  }

  private void sell(String groupArn, String recommenderName) {
    personalize.createRecommender(
        request -> request.name(recommenderName).datasetGroupArn(groupArn).recipeArn(BEST_SELLERS));
  }

  private void updateRecommender(String arn) {
    personalize.updateRecommender(request -> request
        .recommenderArn(arn)
        .recommenderConfig(config -> config.minRecommendationRequestsPerSecond(2)));
  }

  private void deleteRecommender(String arn) {
    personalize.deleteRecommender(request -> request.recommenderArn(arn));
  }

  private void startRecommender(String arn) {
    personalize.startRecommender(request -> request.recommenderArn(arn));
  }

  private void stopRecommender(String arn) {
    personalize.stopRecommender(request -> request.recommenderArn(arn));
  }

  private void filter(String groupArn, String filterName) {
    personalize.createFilter(
        request -> request.name(filterName).datasetGroupArn(groupArn).filterExpression(TAKEN));
  }

  private static List<Tag> tags(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> Tag.builder().tagKey("key-" + n).tagValue("value").build())
        .toList();
  }

  private static Item item() {
    return Item.builder().itemId("i1").properties("{\"price\": 1.0}").build();
  }

  private static Action action() {
    return Action.builder().actionId("a1").properties("{\"channel\": \"mail\"}").build();
  }

  private static ActionInteraction interaction(String eventType) {
    return ActionInteraction.builder()
        .actionId("a1")
        .userId("u1")
        .sessionId("s1")
        .timestamp(Instant.now())
        .eventType(eventType)
        .build();
  }

  private static User user() {
    return User.builder().userId("u1").properties("{\"age\": 30}").build();
  }
}

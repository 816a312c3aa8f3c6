// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.openpersonalize.core.resource.ErrorCode.INVALID_INPUT;
import static org.openpersonalize.core.resource.ErrorCode.LIMIT_EXCEEDED;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_ALREADY_EXISTS;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_IN_USE;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_NOT_FOUND;
import static org.openpersonalize.ingest.testing.Shop.assertRefused;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.core.wire.WireJson;
import org.openpersonalize.ingest.dataset.DatasetGroupService.CreateDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DeleteDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DescribeDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetGroupService.ListDatasetGroups;
import org.openpersonalize.ingest.dataset.DatasetGroupService.ListDatasetGroupsResponse;
import org.openpersonalize.ingest.dataset.DatasetService.CreateDataset;
import org.openpersonalize.ingest.dataset.DatasetService.DeleteDataset;
import org.openpersonalize.ingest.dataset.DatasetService.DescribeDataset;
import org.openpersonalize.ingest.dataset.DatasetService.ListDatasets;
import org.openpersonalize.ingest.dataset.EventTrackerService.CreateEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.DeleteEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.DescribeEventTracker;
import org.openpersonalize.ingest.dataset.EventTrackerService.ListEventTrackers;
import org.openpersonalize.ingest.dataset.SchemaService.CreateSchema;
import org.openpersonalize.ingest.dataset.SchemaService.DeleteSchema;
import org.openpersonalize.ingest.dataset.SchemaService.DescribeSchema;
import org.openpersonalize.ingest.dataset.SchemaService.ListSchemas;
import org.openpersonalize.ingest.event.EventService;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.ingest.tag.TagService;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.job.JobHandler;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.tag.Tag;
import org.openpersonalize.store.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;

/** Dataset groups, schemas, datasets and trackers: who needs whom, and who keeps whom from being deleted. */
@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class CatalogueTest {
  private static final String RECIPE = "aws-user-personalization";

  /** How long a resource waits for its deletion. */
  private static final Duration DELETION_NOTICE = Duration.ofSeconds(1);

  @Autowired
  DatasetGroupService groups;

  @Autowired
  SchemaService schemas;

  @Autowired
  DatasetService datasets;

  @Autowired
  EventTrackerService trackers;

  @Autowired
  DatasetRepository datasetRows;

  @Autowired
  SolutionRepository solutions;

  @Autowired
  CampaignRepository campaigns;

  @Autowired
  TagService tags;

  @Autowired
  EventService events;

  @Autowired
  List<JobHandler> handlers;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  TransactionTemplate transaction;

  @Autowired
  Shop shop;

  @Autowired
  SettableClock clock;

  @Test
  void a_dataset_group_is_active_at_once_and_described_as_it_was_asked_for() {
    Arn arn = groups
        .create(new CreateDatasetGroup(
            "fashion", null, null, Domain.ECOMMERCE, List.of(new Tag("team", "web"))))
        .datasetGroupArn();

    assertThat(arn).hasToString("arn:aws:personalize:us-east-1:000000000000:dataset-group/fashion");
    Map<String, Object> json =
        json(groups.describe(new DescribeDatasetGroup(arn)).datasetGroup());
    assertThat(json.keySet())
        .containsExactlyInAnyOrder(
            "name",
            "datasetGroupArn",
            "status",
            "domain",
            "creationDateTime",
            "lastUpdatedDateTime");
    assertThat(json.get("status")).isEqualTo("ACTIVE");
    assertThat(json.get("domain")).isEqualTo("ECOMMERCE");
    assertThat(tags.list(new TagService.ListTagsForResource(arn)).tags())
        .containsExactly(new Tag("team", "web"));
  }

  @Test
  void names_are_unique() {
    CreateDatasetGroup request = new CreateDatasetGroup("fashion", null, null, null, null);
    Arn arn = groups.create(request).datasetGroupArn();

    assertRefused(RESOURCE_ALREADY_EXISTS, () -> groups.create(request))
        .hasMessage("Another resource with Arn %s already exists.", arn);
    schemas.create(new CreateSchema("columns", Shop.ITEMS, null));
    assertRefused(
        RESOURCE_ALREADY_EXISTS,
        () -> schemas.create(new CreateSchema("columns", Shop.USERS, null)));
  }

  @Test
  void the_sixth_dataset_group_is_one_too_many() {
    for (int i = 0; i < 5; i++) {
      shop.group();
    }
    assertRefused(LIMIT_EXCEEDED, shop::group)
        .hasMessageStartingWith("There are 5 dataset groups already, which is the limit.");
    assertThat(groups.list(new ListDatasetGroups(null, null)).datasetGroups()).hasSize(5);
  }

  @Test
  void groups_are_listed_page_by_page() {
    List<Arn> created = List.of(shop.group(), shop.group(), shop.group());

    ListDatasetGroupsResponse first = groups.list(new ListDatasetGroups(null, 2));
    ListDatasetGroupsResponse second = groups.list(new ListDatasetGroups(first.nextToken(), 2));

    assertThat(first.datasetGroups()).hasSize(2);
    assertThat(second.nextToken()).isNull();
    assertThat(created)
        .containsExactlyInAnyOrder(
            first.datasetGroups().get(0).datasetGroupArn(),
            first.datasetGroups().get(1).datasetGroupArn(),
            second.datasetGroups().get(0).datasetGroupArn());
  }

  @Test
  void a_dataset_group_goes_when_nothing_is_left_in_it() {
    Arn group = shop.group();
    Arn tracker = shop.tracker(group).eventTrackerArn();
    Arn dataset = shop.dataset(group, "Items", Shop.ITEMS);

    assertRefused(RESOURCE_IN_USE, () -> groups.delete(new DeleteDatasetGroup(group)))
        .hasMessage("%s is in use. Delete its event tracker first.", group);
    trackers.delete(new DeleteEventTracker(tracker));
    assertRefused(RESOURCE_IN_USE, () -> groups.delete(new DeleteDatasetGroup(group)))
        .as("the tracker is still DELETE PENDING")
        .hasMessage("%s is in use. Delete its event tracker first.", group);
    awaitGone(() -> trackers.describe(new DescribeEventTracker(tracker)));
    assertRefused(RESOURCE_IN_USE, () -> groups.delete(new DeleteDatasetGroup(group)))
        .hasMessage("%s is in use. Delete its datasets first.", group);
    deleteAndWait(dataset);
    Arn solution = shop.solution(group, RECIPE);
    assertRefused(RESOURCE_IN_USE, () -> groups.delete(new DeleteDatasetGroup(group)))
        .hasMessage("%s is in use. Delete its solutions first.", group);
    transaction.executeWithoutResult(status -> solutions.delete(solutions.get(solution)));

    groups.delete(new DeleteDatasetGroup(group));
    awaitGone(() -> groups.describe(new DescribeDatasetGroup(group)));
    assertRefused(RESOURCE_NOT_FOUND, () -> groups.describe(new DescribeDatasetGroup(group)))
        .hasMessage("Resource Arn %s does not exist.", group);
    assertRefused(RESOURCE_NOT_FOUND, () -> groups.delete(new DeleteDatasetGroup(group)));
  }

  @Test
  void a_dataset_group_that_is_to_be_deleted_says_so_and_takes_nothing_in_until_it_is_gone() {
    Arn group = groups
        .create(
            new CreateDatasetGroup("fashion", null, null, null, List.of(new Tag("team", "web"))))
        .datasetGroupArn();
    Arn schema = shop.createSchema(Shop.ITEMS, null);

    groups.delete(new DeleteDatasetGroup(group));
    holdDeletions();

    assertThat(groups.describe(new DescribeDatasetGroup(group)).datasetGroup().status())
        .isEqualTo(Status.DELETE_PENDING);
    assertThat(groups.list(new ListDatasetGroups(null, null)).datasetGroups())
        .extracting(DatasetGroupService.DatasetGroupSummary::status)
        .containsExactly(Status.DELETE_PENDING);
    assertRefused(RESOURCE_IN_USE, () -> groups.delete(new DeleteDatasetGroup(group)))
        .hasMessageStartingWith("%s is DELETE PENDING.", group);
    assertRefused(RESOURCE_IN_USE, () -> create(group, schema, "Items"));
    assertRefused(RESOURCE_IN_USE, () -> shop.tracker(group));
    CreateDatasetGroup again = new CreateDatasetGroup("fashion", null, null, null, null);
    assertRefused(RESOURCE_ALREADY_EXISTS, () -> groups.create(again));

    handler(JobType.DELETE_DATASET_GROUP).run(group);

    assertRefused(RESOURCE_NOT_FOUND, () -> groups.describe(new DescribeDatasetGroup(group)));
    assertThat(groups.create(again).datasetGroupArn()).isEqualTo(group);
    assertThat(tags.list(new TagService.ListTagsForResource(group)).tags()).isEmpty();
    handler(JobType.DELETE_DATASET_GROUP).run(group);
    assertThat(groups.describe(new DescribeDatasetGroup(group)).datasetGroup().status())
        .as("a job that comes late is not for the next group of the name")
        .isEqualTo(Status.ACTIVE);
  }

  @Test
  void a_dataset_group_that_is_to_be_deleted_counts_no_more() {
    Arn first = shop.group();
    for (int i = 1; i < 5; i++) {
      shop.group();
    }
    groups.delete(new DeleteDatasetGroup(first));
    holdDeletions();

    shop.group();

    assertRefused(LIMIT_EXCEEDED, shop::group);
  }

  @Test
  void a_deletion_that_is_given_up_leaves_the_resource_as_it_was() {
    Arn group = shop.group();
    groups.delete(new DeleteDatasetGroup(group));
    holdDeletions();

    handler(JobType.DELETE_DATASET_GROUP)
        .giveUp(group, new IllegalStateException("the database is away"));

    assertThat(groups.describe(new DescribeDatasetGroup(group)).datasetGroup().status())
        .isEqualTo(Status.ACTIVE);
    groups.delete(new DeleteDatasetGroup(group));
    awaitGone(() -> groups.describe(new DescribeDatasetGroup(group)));
  }

  @Test
  void a_schema_is_described_with_the_text_it_came_with() {
    Arn arn = schemas.create(new CreateSchema("columns", Shop.ITEMS, null)).schemaArn();

    assertThat(arn).hasToString("arn:aws:personalize:us-east-1:000000000000:schema/columns");
    assertThat(schemas.describe(new DescribeSchema(arn)).schema().schema()).isEqualTo(Shop.ITEMS);
    assertThat(schemas.list(new ListSchemas(null, null)).schemas())
        .extracting(SchemaService.DatasetSchemaSummary::name)
        .containsExactly("columns");
  }

  @Test
  void a_schema_that_breaks_the_rules_is_not_created() {
    assertRefused(INVALID_INPUT, () -> shop.createSchema(Shop.ITEMS, Domain.ECOMMERCE))
        .hasMessage("The Items schema lacks the required column CATEGORY_L1");
    assertThat(schemas.list(new ListSchemas(null, null)).schemas()).isEmpty();
  }

  @Test
  void a_schema_stays_while_a_dataset_uses_it() {
    Arn group = shop.group();
    Arn schema = shop.createSchema(Shop.ITEMS, null);
    Arn dataset = datasets
        .create(new CreateDataset("items", schema, group, "items", null))
        .datasetArn();

    assertRefused(RESOURCE_IN_USE, () -> schemas.delete(new DeleteSchema(schema)));
    deleteAndWait(dataset);
    schemas.delete(new DeleteSchema(schema));
    assertRefused(RESOURCE_NOT_FOUND, () -> schemas.describe(new DescribeSchema(schema)));
  }

  @Test
  void a_datasets_arn_is_its_group_and_type() {
    Arn group = shop.group();
    Arn arn = shop.dataset(group, "interactions", Shop.INTERACTIONS);

    assertThat(arn).isEqualTo(group.sibling(ResourceType.DATASET, group.id() + "/INTERACTIONS"));
    Dataset dataset = datasets.describe(new DescribeDataset(arn)).dataset();
    assertThat(dataset.status()).isEqualTo(Status.ACTIVE);
    assertThat(json(dataset)).doesNotContainKey("trackingId");
    assertThat(datasets.list(new ListDatasets(group, null, null)).datasets())
        .extracting(DatasetService.DatasetSummary::datasetArn)
        .containsExactly(arn);
    assertThat(datasets.list(new ListDatasets(shop.group(), null, null)).datasets())
        .isEmpty();
    assertThat(datasets.list(new ListDatasets(null, null, null)).datasets()).hasSize(1);
  }

  @Test
  void a_group_has_one_dataset_of_a_type() {
    Arn group = shop.group();
    shop.dataset(group, "ITEMS", Shop.ITEMS);

    assertRefused(RESOURCE_ALREADY_EXISTS, () -> shop.dataset(group, "Items", Shop.ITEMS));
  }

  @Test
  void a_dataset_needs_a_group_and_a_schema_of_its_type_and_domain() {
    Arn group = shop.group();
    Arn items = shop.createSchema(Shop.ITEMS, null);
    Arn users = shop.createSchema(Shop.USERS, Domain.ECOMMERCE);

    assertRefused(
        RESOURCE_NOT_FOUND,
        () -> create(group.sibling(ResourceType.DATASET_GROUP, "none"), items, "Items"));
    assertRefused(
        RESOURCE_NOT_FOUND,
        () -> create(group, items.sibling(ResourceType.SCHEMA, "none"), "Items"));
    assertRefused(INVALID_INPUT, () -> create(group, items, "Events"))
        .hasMessageStartingWith("There is no dataset type 'Events'");
    assertRefused(INVALID_INPUT, () -> create(group, items, "Users"))
        .hasMessageEndingWith(
            "describes ITEMS, but the dataset is of the type USERS. Use a schema whose record is named Users.");
    assertRefused(INVALID_INPUT, () -> create(group, users, "Users"))
        .hasMessageEndingWith(
            "is for ECOMMERCE, but the dataset group is for custom dataset groups. Use a schema of the group's domain.");
  }

  @Test
  void action_interactions_have_a_tracking_id_of_their_own() {
    Arn dataset =
        shop.dataset(shop.group(), "Action_Interactions", Shop.schema("ActionInteractions", """
            {"name":"USER_ID","type":"string"},{"name":"ACTION_ID","type":"string"},
            {"name":"EVENT_TYPE","type":"string"},{"name":"TIMESTAMP","type":"long"}"""));

    assertThat(datasets.describe(new DescribeDataset(dataset)).dataset().trackingId())
        .isNotBlank();
  }

  @Test
  void interactions_stay_while_a_tracker_or_a_campaign_uses_them() {
    Arn group = shop.group();
    Arn dataset = shop.dataset(group, "Interactions", Shop.INTERACTIONS);
    Arn tracker = shop.tracker(group).eventTrackerArn();
    DeleteDataset delete = new DeleteDataset(dataset);

    assertRefused(RESOURCE_IN_USE, () -> datasets.delete(delete))
        .hasMessage("%s is in use. Delete the event tracker of its dataset group first.", dataset);
    trackers.delete(new DeleteEventTracker(tracker));
    awaitGone(() -> trackers.describe(new DescribeEventTracker(tracker)));
    Arn version = shop.untrained(shop.solution(group, RECIPE));
    assertRefused(RESOURCE_IN_USE, () -> datasets.delete(delete))
        .hasMessage(
            "%s is in use. Wait until the training of its dataset group has ended.", dataset);
    shop.complete(version);
    Arn campaign = shop.campaign(version);
    assertRefused(RESOURCE_IN_USE, () -> datasets.delete(delete))
        .hasMessage("%s is in use. Delete the campaigns of its dataset group first.", dataset);
    transaction.executeWithoutResult(status -> campaigns.delete(campaigns.get(campaign)));

    deleteAndWait(dataset);
  }

  @Test
  void a_dataset_in_transition_is_not_deleted_again() {
    Arn dataset = shop.dataset(shop.group(), "Items", Shop.ITEMS);
    transaction.executeWithoutResult(
        status -> datasetRows.lock(dataset).become(Status.DELETE_IN_PROGRESS, Instant.now()));

    assertRefused(RESOURCE_IN_USE, () -> datasets.delete(new DeleteDataset(dataset)))
        .hasMessage(
            "%s is DELETE IN_PROGRESS. Wait until it is ACTIVE or CREATE FAILED and try again.",
            dataset);
  }

  @Test
  void a_deleted_dataset_takes_its_tags_along_and_its_name_is_free() {
    Arn group = shop.group();
    Arn dataset = shop.dataset(group, "Items", Shop.ITEMS);
    tags.tag(new TagService.TagResource(dataset, List.of(new Tag("a", "b"))));

    deleteAndWait(dataset);

    assertThat(shop.dataset(group, "Items", Shop.ITEMS)).isEqualTo(dataset);
    assertThat(tags.list(new TagService.ListTagsForResource(dataset)).tags()).isEmpty();
  }

  @Test
  void a_group_has_one_tracker() {
    Arn group = shop.group();
    var first = trackers.create(new CreateEventTracker("clicks", group, null));

    assertThat(first.eventTrackerArn().toString())
        .matches("arn:aws:personalize:us-east-1:000000000000:event-tracker/[0-9a-f]{8}");
    assertRefused(
        RESOURCE_ALREADY_EXISTS,
        () -> trackers.create(new CreateEventTracker("more", group, null)));
    assertRefused(
        RESOURCE_ALREADY_EXISTS,
        () -> trackers.create(new CreateEventTracker("clicks", shop.group(), null)));
    assertThat(json(
            trackers.describe(new DescribeEventTracker(first.eventTrackerArn())).eventTracker()))
        .containsEntry("accountId", "000000000000")
        .containsEntry("trackingId", first.trackingId())
        .containsEntry("status", "ACTIVE");
    assertThat(trackers.list(new ListEventTrackers(group, null, null)).eventTrackers())
        .extracting(EventTrackerService.EventTrackerSummary::name)
        .containsExactly("clicks");

    trackers.delete(new DeleteEventTracker(first.eventTrackerArn()));
    awaitGone(() -> trackers.describe(new DescribeEventTracker(first.eventTrackerArn())));
    trackers.create(new CreateEventTracker("clicks", group, null));
  }

  @Test
  void a_tracker_that_is_to_be_deleted_says_so_and_takes_no_events_until_it_is_gone() {
    Arn group = shop.group();
    Arn dataset = shop.dataset(group, "Interactions", Shop.INTERACTIONS);
    var tracker = shop.tracker(group);
    Arn arn = tracker.eventTrackerArn();

    trackers.delete(new DeleteEventTracker(arn));
    holdDeletions();

    assertThat(trackers.describe(new DescribeEventTracker(arn)).eventTracker().status())
        .isEqualTo(Status.DELETE_PENDING);
    assertThat(trackers.list(new ListEventTrackers(group, null, null)).eventTrackers())
        .extracting(EventTrackerService.EventTrackerSummary::status)
        .containsExactly(Status.DELETE_PENDING);
    assertRefused(INVALID_INPUT, () -> events.put(view(tracker.trackingId())))
        .hasMessageStartingWith(
            "There is no event tracker with the trackingId '%s'", tracker.trackingId());
    assertRefused(RESOURCE_IN_USE, () -> trackers.delete(new DeleteEventTracker(arn)));
    assertRefused(RESOURCE_ALREADY_EXISTS, () -> shop.tracker(group));
    assertRefused(RESOURCE_IN_USE, () -> datasets.delete(new DeleteDataset(dataset)));

    handler(JobType.DELETE_EVENT_TRACKER).run(arn);

    assertRefused(RESOURCE_NOT_FOUND, () -> trackers.describe(new DescribeEventTracker(arn)));
    shop.tracker(group);
  }

  private static PutEvents view(String trackingId) {
    String json = """
        {"trackingId":"%s","sessionId":"s1","userId":"u1","eventList":[{"eventType":"view","sentAt":1700000000,"itemId":"i1"}]}
        """.formatted(trackingId);
    return WireJson.read(json.getBytes(StandardCharsets.UTF_8), PutEvents.class);
  }

  /** Takes away the jobs that wait, so that a test can look at what they leave for a second otherwise. */
  private void holdDeletions() {
    jdbc.sql("DELETE FROM deploy_task").update();
  }

  private JobHandler handler(JobType type) {
    return handlers.stream()
        .filter(handler -> handler.type() == type)
        .findFirst()
        .orElseThrow();
  }

  private void awaitGone(ThrowingCallable describe) {
    clock.advance(DELETION_NOTICE);
    Shop.await(() -> catchThrowable(describe) instanceof PersonalizeException refused
            && refused.code() == RESOURCE_NOT_FOUND
        ? refused
        : null);
  }

  private void create(Arn group, Arn schema, String type) {
    datasets.create(new CreateDataset("data", schema, group, type, null));
  }

  private void deleteAndWait(Arn dataset) {
    datasets.delete(new DeleteDataset(dataset));
    clock.advance(DELETION_NOTICE);
    Shop.await(() -> datasetRows.findById(dataset).isEmpty() ? Boolean.TRUE : null);
  }

  private static Map<String, Object> json(Object resource) {
    return WireJson.mapper().readValue(WireJson.write(resource), new TypeReference<>() {});
  }
}

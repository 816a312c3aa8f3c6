package org.openpersonalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.ingest.dataset.DatasetGroupService;
import org.openpersonalize.ingest.dataset.DatasetGroupService.DeleteDatasetGroup;
import org.openpersonalize.ingest.dataset.DatasetService;
import org.openpersonalize.ingest.dataset.DatasetService.DeleteDataset;
import org.openpersonalize.ingest.dataset.EventTrackerService;
import org.openpersonalize.ingest.dataset.EventTrackerService.DeleteEventTracker;
import org.openpersonalize.ingest.dataset.SchemaService;
import org.openpersonalize.ingest.dataset.SchemaService.DeleteSchema;
import org.openpersonalize.ingest.importjob.DatasetImportService;
import org.openpersonalize.ingest.importjob.DatasetImportService.CreateDatasetImportJob;
import org.openpersonalize.ingest.importjob.DatasetImportService.DescribeDatasetImportJob;
import org.openpersonalize.ingest.tag.TagService;
import org.openpersonalize.ingest.tag.TagService.TagResource;
import org.openpersonalize.ingest.tag.TagService.UntagResource;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.DataSource;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.tag.Tag;
import org.openpersonalize.store.testing.Announcements;
import org.openpersonalize.store.testing.EmptyDatabase;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** Walks through all operations of this module that change a resource. */
@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AnnouncementTest {
  @Autowired
  DatasetGroupService groups;

  @Autowired
  SchemaService schemas;

  @Autowired
  DatasetService datasets;

  @Autowired
  EventTrackerService trackers;

  @Autowired
  DatasetImportService imports;

  @Autowired
  TagService tags;

  @Autowired
  Resources resources;

  @Autowired
  Shop shop;

  @Autowired
  ChangeFeed feed;

  @Autowired
  EmptyDatabase database;

  private Announcements announcements;

  @BeforeEach
  void listen() {
    database.empty();
    announcements = new Announcements(feed);
  }

  @Test
  void every_change_is_announced() throws Exception {
    Arn group = announcements.expectOf(shop::group);
    Arn schema = announcements.expectOf(() -> shop.createSchema(Shop.USERS, null));
    Arn dataset = announcements.expectOf(() -> shop.dataset(group, "Items", Shop.ITEMS));
    Arn tracker = announcements.expectOf(() -> shop.tracker(group).eventTrackerArn());

    announcements.expect(1, schema, () -> schemas.delete(new DeleteSchema(schema)));
    expectDeletion(tracker, () -> trackers.delete(new DeleteEventTracker(tracker)));
    expectDeletion(dataset, () -> datasets.delete(new DeleteDataset(dataset)));
    expectDeletion(group, () -> groups.delete(new DeleteDatasetGroup(group)));
  }

  @Test
  void tags_change_nothing_that_others_keep() throws Exception {
    Arn group = announcements.expectOf(shop::group);
    Arn dataset = announcements.expectOf(() -> shop.dataset(group, "Items", Shop.ITEMS));

    tags.tag(new TagResource(dataset, List.of(new Tag("team", "web"))));
    tags.untag(new UntagResource(dataset, List.of("team")));
    announcements.expectOf(() -> shop.createSchema(Shop.USERS, null)); // what came before is heard

    assertThat(announcements.count(dataset)).isEqualTo(1);
  }

  /** Announced when it is asked for, when it begins and when the row is gone. */
  private void expectDeletion(Arn resource, Runnable request) {
    announcements.expect(3, resource, request);
    assertThatThrownBy(() -> resources.get(resource)).hasMessageContaining("does not exist");
  }

  @Test
  void an_import_is_announced_when_it_is_created_begins_and_fails() throws Exception {
    Arn dataset = shop.dataset(shop.group(), "Items", Shop.ITEMS);
    String file = shop.upload("announced.csv", "ITEM_ID\nlamp\n");
    Arn job = announcements.expectOf(() -> imports
        .create(new CreateDatasetImportJob(
            Shop.name("import"), dataset, new DataSource(file), null, ImportMode.FULL, null))
        .datasetImportJobArn());

    Awaitility.await().until(() -> announcements.count(job) == 3);
    assertThat(imports
            .describe(new DescribeDatasetImportJob(job))
            .datasetImportJob()
            .status())
        .isEqualTo(Status.CREATE_FAILED);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.CampaignRepository;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.ImportMode;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.catalog.RecommenderConfig;
import org.openpersonalize.store.catalog.RecommenderRepository;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.openpersonalize.store.catalog.SolutionVersionRepository;
import org.openpersonalize.store.catalog.TrainingMode;
import org.openpersonalize.store.catalog.TrainingType;
import org.openpersonalize.store.interaction.BulkInteractions;
import org.openpersonalize.store.interaction.Event;
import org.openpersonalize.store.interaction.EventTable;
import org.openpersonalize.store.interaction.InteractionLoader;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A shop as the tables have it: a dataset group and what belongs to it, each made in a transaction of its own. The tests of a
 * module whose services make more have a Shop that extends this one.
 */
public class Shop {
  /** The dataset group that is meant where none is named. */
  public static final Arn GROUP =
      Arn.parse("arn:aws:personalize:us-east-1:000000000000:dataset-group/shop");

  /** The Interactions that {@link #open()} makes. */
  private static final String ITEMS = """
      {"type":"record","name":"Items","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"GENRES","type":["null","string"],"categorical":true}]}
      """;

  public static final String INTERACTIONS = """
      {"type":"record","name":"Interactions","fields":[
        {"name":"USER_ID","type":"string"},
        {"name":"ITEM_ID","type":"string"},
        {"name":"TIMESTAMP","type":"long"},
        {"name":"EVENT_TYPE","type":"string"},
        {"name":"EVENT_VALUE","type":["null","float"]}]}
      """;

  /** Where the rows go. */
  @Component
  public record Tables(
      DatasetGroupRepository groups,
      SchemaRepository schemas,
      DatasetRepository datasets,
      DatasetNumbers numbers,
      BulkInteractions imports,
      EventTable events,
      RecordTable records,
      SolutionRepository solutions,
      SolutionVersionRepository versions,
      CampaignRepository campaigns,
      RecommenderRepository recommenders,
      TransactionTemplate transaction,
      Clock clock) {}

  private final Tables tables;

  public Shop(Tables tables) {
    this.tables = tables;
  }

  /** A name that no other test has used, so that nothing in memory belongs to it. */
  public static String unused(String name) {
    return name + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Makes the dataset group, with an empty Interactions dataset. */
  public void open() {
    open(INTERACTIONS);
  }

  /** The same with another schema. */
  public void open(String interactionsSchema) {
    open(GROUP);
    dataset(GROUP, DatasetType.INTERACTIONS, interactionsSchema);
  }

  /** Makes a dataset group with nothing in it. */
  public void open(Arn group) {
    inTransaction(
        () -> tables.groups().create(new DatasetGroup(group, group.id(), null, null, null, now())));
  }

  /** Makes an empty dataset with its schema and its number. */
  public Arn dataset(Arn group, DatasetType type, String avro) {
    String name = unused(type.name().toLowerCase(Locale.ROOT));
    Arn dataset = datasetArn(group, type);
    Arn schema = group.sibling(ResourceType.SCHEMA, name);
    inTransaction(() -> {
      tables.schemas().create(new Schema(schema, name, avro, null, now()));
      tables.datasets().create(new Dataset(dataset, name, group, type, schema, null, now()));
      tables.numbers().assign(dataset);
    });
    return dataset;
  }

  /** The Interactions dataset. */
  public static Arn dataset() {
    return datasetArn(GROUP, DatasetType.INTERACTIONS);
  }

  private static Arn datasetArn(Arn group, DatasetType type) {
    return group.sibling(ResourceType.DATASET, group.id() + "/" + type.name());
  }

  /** The number of the Interactions dataset. */
  public int datasetNumber() {
    return number(DatasetType.INTERACTIONS);
  }

  private int number(DatasetType type) {
    return tables.numbers().of(datasetArn(GROUP, type));
  }

  /** Makes an Items dataset of these items, of which nothing is known. */
  public void stock(String... itemIds) {
    dataset(GROUP, DatasetType.ITEMS, ITEMS);
    inTransaction(() -> tables
        .records()
        .put(
            number(DatasetType.ITEMS),
            Stream.of(itemIds).map(id -> new DatasetRecord(id, "{}")).toList(),
            now()));
  }

  /** Imports these interactions in the place of all that were imported before. */
  public void sell(Consumer<InteractionLoader> sales) {
    inTransaction(() -> {
      try (InteractionLoader loader = tables.imports().begin(datasetNumber(), ImportMode.FULL)) {
        sales.accept(loader);
        loader.finish();
      }
    });
  }

  /** Puts these events, of which nobody is told. */
  public void happen(List<Event> events) {
    inTransaction(() -> tables.events().append(datasetNumber(), events, now()));
  }

  /** Makes a solution without a version. */
  public Arn solution(String recipe) {
    return solution(GROUP, recipe);
  }

  /** The same in another dataset group. */
  public Arn solution(Arn group, String recipe) {
    String name = unused("solution");
    Arn arn = group.sibling(ResourceType.SOLUTION, name);
    Arn recipeArn = Arn.ofService(ResourceType.RECIPE, recipe);
    inTransaction(() -> tables
        .solutions()
        .create(new Solution(arn, name, group, recipeArn, false, null, null, now())));
    return arn;
  }

  /** Makes a version that waits for its training. */
  public Arn untrained(Arn solution) {
    String name = UUID.randomUUID().toString().substring(0, 8);
    Arn version = solution.child(name);
    inTransaction(() -> tables
        .versions()
        .create(new SolutionVersion(
            version,
            name,
            tables.solutions().get(solution),
            TrainingMode.FULL,
            TrainingType.MANUAL,
            now())));
    return version;
  }

  /** Has a version that waits for its training be ACTIVE. */
  public void complete(Arn version) {
    inTransaction(() -> tables.versions().lock(version).complete(Duration.ofSeconds(1), now()));
  }

  /** Makes a campaign that waits for its deployment. */
  public Arn campaign(Arn version) {
    String name = unused("campaign");
    Arn campaign = version.sibling(ResourceType.CAMPAIGN, name);
    inTransaction(
        () -> tables.campaigns().create(new Campaign(campaign, name, version, 1, null, now())));
    return campaign;
  }

  /** Makes a recommender that waits for its first training. */
  public Arn recommender(String recipe) {
    return recommender(recipe, RecommenderConfig.DEFAULT);
  }

  /** The same with a configuration. */
  public Arn recommender(String recipe, RecommenderConfig config) {
    String name = unused("recommender");
    Arn recommender = GROUP.sibling(ResourceType.RECOMMENDER, name);
    Arn recipeArn = Arn.ofService(ResourceType.RECIPE, recipe);
    inTransaction(() -> tables
        .recommenders()
        .create(new Recommender(recommender, name, GROUP, recipeArn, config, now())));
    return recommender;
  }

  protected final Instant now() {
    return tables.clock().instant();
  }

  protected final void inTransaction(Runnable work) {
    tables.transaction().executeWithoutResult(status -> work.run());
  }
}

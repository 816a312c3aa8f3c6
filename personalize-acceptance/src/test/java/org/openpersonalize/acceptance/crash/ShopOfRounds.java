// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openpersonalize.acceptance.ServiceProcess;
import org.openpersonalize.acceptance.Shop;
import software.amazon.awssdk.services.personalize.model.Campaign;
import software.amazon.awssdk.services.personalize.model.DatasetImportJob;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.personalize.model.SolutionVersionSummary;

/**
 * A shop that imports and trains, {@link Round} after round, and remembers what must be in the tables. Its campaign moves
 * to each new model by itself.
 */
final class ShopOfRounds extends Shop implements AutoCloseable {
  private static final String MODEL_BUCKET = "personalize-models";
  private static final String ACCOUNT = "arn:aws:personalize:us-east-1:000000000000:";
  private static final String ROLE = "arn:aws:iam::000000000000:role/shop";

  private final String interactions;
  private final String items;
  private final String trackingId;
  private final String solution;
  private final String campaign;

  /** The numbers of the purchases that must be in the table. */
  private final BitSet rows = new BitSet();

  private final int size;
  private int rounds;

  /**
   * Makes all resources, and imports and trains for the first time.
   *
   * @param hyperparameters of its solution
   * @param size of its rounds
   */
  ShopOfRounds(ServiceProcess service, Map<String, String> hyperparameters, int size) {
    super(service, "shop");
    this.size = size;
    interactions = createDataset("Interactions", schema("Interactions", """
        {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"}
        """));
    items = createDataset("Items", schema("Items", """
        {"name": "ITEM_ID", "type": "string"}, {"name": "REVISION", "type": "string", "categorical": true}
        """));
    trackingId = personalize
        .createEventTracker(request -> request.datasetGroupArn(groupArn()).name("shop"))
        .trackingId();
    solution = createSolution("shop", "aws-user-personalization", hyperparameters);

    Round first = nextRound();
    startImports(first);
    awaitImports(first);
    startTraining(first);
    awaitTrainings();
    campaign = personalize
        .createCampaign(request -> request
            .name("shop")
            .solutionVersionArn(solution + "/$LATEST")
            .campaignConfig(config -> config.syncWithLatestSolutionVersion(true)))
        .campaignArn();
    awaitCampaign();
  }

  private static String schema(String type, String fields) {
    return """
        {"type": "record", "name": "%s", "namespace": "com.amazonaws.personalize.schema", "fields": [%s],
         "version": "1.0"}
        """.formatted(type, fields);
  }

  String trackingId() {
    return trackingId;
  }

  String campaign() {
    return campaign;
  }

  /** Uploads the files of another round. */
  Round nextRound() {
    Round round = new Round(rounds++, size);
    upload(file(round, interactions), round.interactionsFile());
    upload(file(round, items), round.itemsFile());
    return round;
  }

  private static String file(Round round, String dataset) {
    return name(round, dataset) + ".csv";
  }

  private static String name(Round round, String dataset) {
    return round.name() + dataset.substring(dataset.lastIndexOf('/')).replace('/', '-');
  }

  /** Starts a round's training and imports, whatever happens to the service meanwhile. */
  void start(Round round) {
    startTraining(round);
    startImports(round);
  }

  private void startImports(Round round) {
    for (String dataset : List.of(interactions, items)) {
      once(() -> personalize.createDatasetImportJob(request -> request
          .jobName(name(round, dataset))
          .datasetArn(dataset)
          .dataSource(source -> source.dataLocation(location(file(round, dataset))))
          .importMode(dataset.equals(interactions) ? round.mode() : ImportMode.FULL)
          .roleArn(ROLE)));
    }
  }

  private void startTraining(Round round) {
    once(() -> personalize.createSolutionVersion(
        request -> request.solutionArn(solution).name(round.name())));
  }

  /** Creates something that has a name; that it exists already means that only the answer was lost. */
  private static void once(Runnable create) {
    try {
      Patience.insist(() -> {
        create.run();
        return create;
      });
    } catch (ResourceAlreadyExistsException theAnswerWasLost) {
      // It is there, which is all that was wanted.
    }
  }

  /** Waits until a round's jobs have ended as they must, and the campaign serves the new model. */
  void await(Round round) {
    awaitImports(round);
    awaitTrainings();
    awaitCampaign();
  }

  private void awaitImports(Round round) {
    Patience.await(
        "the imports of " + round,
        () -> Stream.of(interactions, items)
            .map(dataset -> importJob(round, dataset).status())
            .noneMatch(ShopOfRounds::isUnderWay));
    DatasetImportJob purchases = importJob(round, interactions);
    if (round.isSpoiled()) {
      assertThat(purchases.status()).isEqualTo("CREATE FAILED");
      assertThat(purchases.failureReason()).contains("once");
    } else {
      assertThat(purchases.status()).as(purchases.failureReason()).isEqualTo("ACTIVE");
    }
    DatasetImportJob goods = importJob(round, items);
    assertThat(goods.status()).as(goods.failureReason()).isEqualTo("ACTIVE");
    round.applyTo(rows);
  }

  private DatasetImportJob importJob(Round round, String dataset) {
    return Patience.insist(() -> personalize
        .describeDatasetImportJob(request ->
            request.datasetImportJobArn(ACCOUNT + "dataset-import-job/" + name(round, dataset)))
        .datasetImportJob());
  }

  /** There is one version a round, and each is trained. */
  private void awaitTrainings() {
    Patience.await(
        "the trainings",
        () -> versions().stream()
            .map(SolutionVersionSummary::status)
            .noneMatch(ShopOfRounds::isUnderWay));
    assertThat(versions())
        .hasSize(rounds)
        .allSatisfy(version ->
            assertThat(version.status()).as(version.failureReason()).isEqualTo("ACTIVE"));
  }

  private List<SolutionVersionSummary> versions() {
    return Patience.insist(() -> personalize
        .listSolutionVersionsPaginator(request -> request.solutionArn(solution))
        .solutionVersions()
        .stream()
        .toList());
  }

  private void awaitCampaign() {
    String newest = versions().stream()
        .max(Comparator.comparing(SolutionVersionSummary::creationDateTime))
        .orElseThrow()
        .solutionVersionArn();
    Patience.await("a campaign that serves " + newest, () -> {
      Campaign now = Patience.insist(() ->
          personalize.describeCampaign(request -> request.campaignArn(campaign)).campaign());
      return now.status().equals("ACTIVE") && now.solutionVersionArn().equals(newest);
    });
  }

  private static boolean isUnderWay(String status) {
    return status.equals("CREATE PENDING") || status.equals("CREATE IN_PROGRESS");
  }

  /** Compares the tables and the model files with what the rounds that have ended must have left. */
  void requireKept(Tables tables) {
    Patience.await("an end of " + tables.unfinished(), () -> tables.unfinished().isEmpty());
    assertThat(tables.bulkInteractions())
        .isEqualTo(rows.stream().mapToObj(Purchase::number).toList());
    assertThat(tables.itemRevisions())
        .hasSize(Purchase.ITEMS)
        .containsOnly(new Round(rounds - 1, size).name());
    assertThat(tables.orphans()).isEmpty();
    assertThat(modelPrefixes()).containsExactlyInAnyOrderElementsOf(tables.modelPrefixes());
  }

  /** The folders of the model files there are. */
  private Set<String> modelPrefixes() {
    return s3.listObjectsV2Paginator(request -> request.bucket(MODEL_BUCKET)).contents().stream()
        .map(file -> file.key().substring(0, file.key().lastIndexOf('/') + 1))
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    personalize.close();
    s3.close();
  }
}

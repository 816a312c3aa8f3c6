// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.personalize.PersonalizeClient;
import software.amazon.awssdk.services.personalize.model.Campaign;
import software.amazon.awssdk.services.personalize.model.DatasetImportJob;
import software.amazon.awssdk.services.personalize.model.Domain;
import software.amazon.awssdk.services.personalize.model.Filter;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.ResourceNotFoundException;
import software.amazon.awssdk.services.personalize.model.SolutionVersion;
import software.amazon.awssdk.services.personalizeevents.PersonalizeEventsClient;
import software.amazon.awssdk.services.personalizeevents.model.Event;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;
import software.amazon.awssdk.services.personalizeruntime.model.GetRecommendationsResponse;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A dataset group and what belongs to it, made with the clients that a real shop would use. What takes the service a while
 * has a second method that waits for it.
 */
public class Shop {
  /** Where users' files go. */
  static final String BUCKET = "personalize";

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration POLLING = Duration.ofMillis(200);

  protected final PersonalizeClient personalize;
  protected final S3Client s3;
  final PersonalizeRuntimeClient runtime;
  final PersonalizeEventsClient events;

  private final String name;
  private final String groupArn;
  private final @Nullable Domain domain;

  /** Creates a dataset group. */
  public Shop(ServiceProcess service, String name) {
    this(service, name, null);
  }

  /** Creates a dataset group of a domain, or of none if that is null. */
  public Shop(ServiceProcess service, String name, @Nullable Domain domain) {
    this.personalize = service.personalize();
    this.runtime = service.runtime();
    this.events = service.events();
    this.s3 = service.s3();
    this.name = name;
    this.domain = domain;
    this.groupArn =
        personalize.createDatasetGroup(group -> group.name(name).domain(domain)).datasetGroupArn();
    awaitActive(() -> personalize
        .describeDatasetGroup(group -> group.datasetGroupArn(groupArn))
        .datasetGroup()
        .status());
  }

  public String name() {
    return name;
  }

  public String groupArn() {
    return groupArn;
  }

  /** Puts lines into the users' bucket and answers where they are. */
  public String upload(String file, List<String> lines) {
    return upload(file, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  /** Puts a file of bytes into the bucket, and answers where it is. */
  public String upload(String file, byte[] bytes) {
    s3.putObject(object -> object.bucket(BUCKET).key(key(file)), RequestBody.fromBytes(bytes));
    return location(file);
  }

  /** Where a file is that was {@link #upload}ed. */
  protected String location(String file) {
    return "s3://%s/%s".formatted(BUCKET, key(file));
  }

  /** The text of an object. */
  public String read(String location) {
    String objectKey = location.substring("s3://%s/".formatted(BUCKET).length());
    return s3.getObjectAsBytes(object -> object.bucket(BUCKET).key(objectKey))
        .asString(StandardCharsets.UTF_8);
  }

  private String key(String file) {
    return name + "/" + file;
  }

  /** Creates a dataset and its schema, which is named after it. */
  public String createDataset(String type, String avro) {
    String schemaArn = personalize
        .createSchema(schema -> schema.name(name + "-" + type).schema(avro).domain(domain))
        .schemaArn();
    String arn = personalize
        .createDataset(dataset -> dataset
            .name(name + "-" + type)
            .datasetGroupArn(groupArn)
            .datasetType(type)
            .schemaArn(schemaArn))
        .datasetArn();
    awaitActive(() -> personalize
        .describeDataset(dataset -> dataset.datasetArn(arn))
        .dataset()
        .status());
    return arn;
  }

  /** Imports a file and waits until it is in. */
  public DatasetImportJob importFile(
      String datasetArn, String jobName, ImportMode mode, String location) {
    String arn = personalize
        .createDatasetImportJob(job -> job.jobName(jobName)
            .datasetArn(datasetArn)
            .importMode(mode)
            .dataSource(source -> source.dataLocation(location))
            .roleArn("arn:aws:iam::000000000000:role/import"))
        .datasetImportJobArn();
    awaitActive(() -> importJob(arn).status(), () -> importJob(arn).failureReason());
    return importJob(arn);
  }

  private DatasetImportJob importJob(String arn) {
    return personalize
        .describeDatasetImportJob(job -> job.datasetImportJobArn(arn))
        .datasetImportJob();
  }

  /** Creates a solution that is trained by hand only. */
  public String createSolution(String solutionName, String recipe) {
    return createSolution(solutionName, recipe, Map.of());
  }

  /** The same with hyperparameters other than the defaults. */
  protected String createSolution(
      String solutionName, String recipe, Map<String, String> hyperparameters) {
    return createSolution(solutionName, recipe, hyperparameters, Map.of());
  }

  /** The same with other parameters of the feature transformation as well. */
  String createSolution(
      String solutionName,
      String recipe,
      Map<String, String> hyperparameters,
      Map<String, String> transformation) {
    return personalize
        .createSolution(solution -> solution
            .name(solutionName)
            .datasetGroupArn(groupArn)
            .recipeArn(recipe(recipe))
            .performAutoTraining(false)
            .solutionConfig(config -> config
                .algorithmHyperParameters(hyperparameters)
                .featureTransformationParameters(transformation)))
        .solutionArn();
  }

  static String recipe(String recipe) {
    return "arn:aws:personalize:::recipe/" + recipe;
  }

  /** Starts a training. */
  public String createVersion(String solutionArn) {
    return personalize
        .createSolutionVersion(version -> version.solutionArn(solutionArn))
        .solutionVersionArn();
  }

  public SolutionVersion awaitVersion(String versionArn) {
    awaitActive(() -> version(versionArn).status(), () -> version(versionArn).failureReason());
    return version(versionArn);
  }

  SolutionVersion version(String arn) {
    return personalize
        .describeSolutionVersion(version -> version.solutionVersionArn(arn))
        .solutionVersion();
  }

  /** Creates a campaign and waits until it serves. */
  public String deploy(String campaignName, String versionArn) {
    String arn = personalize
        .createCampaign(campaign -> campaign.name(campaignName).solutionVersionArn(versionArn))
        .campaignArn();
    awaitCampaign(arn);
    return arn;
  }

  String deploy(String campaignName, String versionArn, Map<String, String> exploration) {
    String arn = personalize
        .createCampaign(campaign -> campaign
            .name(campaignName)
            .solutionVersionArn(versionArn)
            .campaignConfig(config -> config.itemExplorationConfig(exploration)))
        .campaignArn();
    awaitCampaign(arn);
    return arn;
  }

  Campaign awaitCampaign(String campaignArn) {
    awaitActive(
        () -> campaign(campaignArn).status(), () -> campaign(campaignArn).failureReason());
    return campaign(campaignArn);
  }

  Campaign campaign(String arn) {
    return personalize.describeCampaign(campaign -> campaign.campaignArn(arn)).campaign();
  }

  /** Creates a tracker, which takes events at once, and tells its tracking id. */
  public String createTracker() {
    return personalize
        .createEventTracker(request -> request.name(name).datasetGroupArn(groupArn))
        .trackingId();
  }

  /** Creates a filter, which can be used at once. */
  String createFilter(String filterName, String expression) {
    String arn = personalize
        .createFilter(filter -> filter
            .name(name + "-" + filterName)
            .datasetGroupArn(groupArn)
            .filterExpression(expression))
        .filterArn();
    assertThat(filter(arn).status()).isEqualTo("ACTIVE");
    return arn;
  }

  private Filter filter(String arn) {
    return personalize.describeFilter(filter -> filter.filterArn(arn)).filter();
  }

  /** Deletes a filter and waits until it is gone. */
  void deleteFilter(String arn) {
    personalize.deleteFilter(filter -> filter.filterArn(arn));
    awaitGone(() -> filter(arn));
  }

  GetRecommendationsResponse recommend(String campaignArn, String userId) {
    return runtime.getRecommendations(
        request -> request.campaignArn(campaignArn).userId(userId));
  }

  /** What is recommended, best first. */
  List<String> recommended(String campaignArn, String userId) {
    return recommend(campaignArn, userId).itemList().stream()
        .map(PredictedItem::itemId)
        .toList();
  }

  /** The best of what the model recommends, without the items that exploration puts at places drawn by lot. */
  List<PredictedItem> unexplored(String campaignArn, String userId) {
    return recommend(campaignArn, userId).itemList().stream()
        .filter(item -> !item.reason().contains("Exploration"))
        .limit(20)
        .toList();
  }

  /** One event an item, all of now. */
  static List<Event> eventsOf(String eventType, List<String> items) {
    return items.stream()
        .map(item -> Event.builder()
            .eventType(eventType)
            .itemId(item)
            .sentAt(Instant.now())
            .build())
        .toList();
  }

  /** Waits for a condition that the service brings about by itself. */
  public static void eventually(String what, Supplier<Boolean> condition) {
    await(what).atMost(PATIENCE).pollInterval(POLLING).until(condition::get);
  }

  /** Waits until a describe finds nothing. */
  static void awaitGone(Runnable describe) {
    eventually("a deletion to end", () -> {
      try {
        describe.run();
        return false;
      } catch (ResourceNotFoundException gone) {
        return true;
      }
    });
  }

  private static void awaitActive(Supplier<String> status) {
    awaitActive(status, () -> "it has no failureReason");
  }

  private static void awaitActive(Supplier<String> status, Supplier<String> failureReason) {
    eventually(
        "a resource to become ACTIVE",
        () -> List.of("ACTIVE", "CREATE FAILED").contains(status.get()));
    assertThat(status.get()).as(failureReason).isEqualTo("ACTIVE");
  }
}

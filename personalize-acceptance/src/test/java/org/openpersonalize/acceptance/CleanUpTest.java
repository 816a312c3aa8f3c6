// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.openpersonalize.acceptance.conformance.LifeCycle;
import software.amazon.awssdk.services.personalize.PersonalizeClient;
import software.amazon.awssdk.services.personalize.model.Domain;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.MetricAttribute;
import software.amazon.awssdk.services.personalize.model.ResourceInUseException;
import software.amazon.awssdk.services.personalize.model.ResourceNotFoundException;

/**
 * A real shop is cleared: each wrong order is tried first, while work is under way and when it is over, and then the documented
 * one, at whose end nothing can be described.
 *
 * <p>While the process has the gateway's role alone nobody does the work, so what is under way stays so. What is in the way of a
 * deletion is added last of what is named first, so that each refusal can only be of what was added last.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class CleanUpTest {
  private static final DataSet DATA = DataSet.ONLINE_RETAIL;
  private static final int ROWS = 3_000;
  private static final String ROLE = "arn:aws:iam::000000000000:role/clean-up";
  private static final String CHEAP = "INCLUDE ItemID WHERE Items.PRICE < 3";
  private static final String INTERACTIONS = """
      {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0", "fields": [
        {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"}]}
      """;

  private final Map<String, String> datasets = new LinkedHashMap<>();
  private final Map<String, Supplier<String>> everything = new LinkedHashMap<>();
  private final Watch watch = new Watch();
  private ServiceProcess service;
  private PersonalizeClient personalize;
  private Shop shop;
  private String file;
  private String solution;
  private String version;
  private String segments;
  private String segmentVersion;
  private String campaign;
  private String tracker;
  private String attribution;
  private String filter;
  private final List<String> jobs = new ArrayList<>();

  private Shop domain;
  private String sold;
  private String recommender;
  private Shop forgetful;
  private String forgetting;

  @BeforeAll
  void open() throws IOException, InterruptedException {
    service = ServiceProcess.startQuickly();
    shop = new Shop(service, "clean-up");
    personalize = shop.personalize;
    for (String type : DataSet.TYPES) {
      String dataset = shop.createDataset(type, DATA.schema(type));
      datasets.put(type, dataset);
      List<String> lines = DATA.lines(type);
      file = shop.upload(type + ".csv", lines.subList(0, Math.min(lines.size(), ROWS + 1)));
      String job =
          shop.importFile(dataset, "clean-up-" + type, ImportMode.FULL, file).datasetImportJobArn();
      everything.put(job, () -> importJob(job));
    }
    solution = shop.createSolution("clean-up", "aws-popularity-count");
    version = shop.createVersion(solution);
    segments = shop.createSolution(
        "clean-up-segments", "aws-item-affinity", Map.of("hidden_dimension", "32"));
    segmentVersion = shop.createVersion(segments);
    shop.awaitVersion(version);
    shop.awaitVersion(segmentVersion);
    campaign = shop.deploy("clean-up", version);
    openOfDomain();
    forgetful = new Shop(service, "clean-up-forgetful");
  }

  private void openOfDomain() {
    domain = new Shop(service, "clean-up-domain", Domain.ECOMMERCE);
    sold = domain.createDataset("interactions", INTERACTIONS);
    List<String> lines = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE"));
    for (String line : DATA.lines("interactions").subList(1, ROWS + 1)) {
      String[] cells = line.split(",");
      lines.add("%s,%s,%s,Purchase".formatted(cells[0], cells[1], cells[2]));
    }
    String job = domain
        .importFile(
            sold, "clean-up-sold", ImportMode.FULL, domain.upload("interactions.csv", lines))
        .datasetImportJobArn();
    everything.put(job, () -> importJob(job));
  }

  @AfterAll
  void close() throws IOException {
    service.close();
  }

  private String importJob(String arn) {
    return personalize
        .describeDatasetImportJob(job -> job.datasetImportJobArn(arn))
        .datasetImportJob()
        .status();
  }

  private static void isInUse(ThrowingCallable deletion, String because) {
    assertThatThrownBy(deletion)
        .as(because)
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining(because);
  }

  private void delete(String type) {
    personalize.deleteDataset(dataset -> dataset.datasetArn(datasets.get(type)));
  }

  @Test
  @Order(1)
  void a_campaign_is_in_the_way_of_its_solution_and_of_its_data() {
    isInUse(() -> personalize.deleteSolution(of -> of.solutionArn(solution)), campaign);
    DataSet.TYPES.forEach(type -> isInUse(() -> delete(type), "Delete the campaigns"));
    isInUse(
        () -> personalize.deleteSchema(schema -> schema.schemaArn(schemaOf("items"))), "dataset");
  }

  private String schemaOf(String type) {
    return personalize
        .describeDataset(dataset -> dataset.datasetArn(datasets.get(type)))
        .dataset()
        .schemaArn();
  }

  @Test
  @Order(2)
  void what_is_under_way_is_in_the_way() throws IOException, InterruptedException {
    service.restart("--personalize.roles=gateway");
    String deployed = personalize
        .createCampaign(request -> request.name("clean-up-2").solutionVersionArn(version))
        .campaignArn();
    everything.put(deployed, () -> shop.campaign(deployed).status());
    isInUse(() -> personalize.deleteCampaign(request -> request.campaignArn(deployed)), "CREATE");
    segment();
    isInUse(() -> personalize.deleteSolution(of -> of.solutionArn(segments)), "batch job");
    isInUse(() -> delete("items"), "batch jobs");

    String busy = shop.createSolution("clean-up-busy", "aws-popularity-count");
    String training = shop.createVersion(busy);
    everything.put(training, () -> shop.version(training).status());
    everything.put(busy, () -> solution(busy));
    isInUse(() -> personalize.deleteSolution(of -> of.solutionArn(busy)), "being trained");
    isInUse(() -> delete("users"), "training");

    export();
    isInUse(() -> delete("users"), "export jobs");
    String loading = personalize
        .createDatasetImportJob(job -> job.jobName("clean-up-again")
            .datasetArn(datasets.get("users"))
            .roleArn(ROLE)
            .dataSource(source -> source.dataLocation(file)))
        .datasetImportJobArn();
    everything.put(loading, () -> importJob(loading));
    jobs.add(loading);
    isInUse(() -> delete("users"), "import jobs");

    filter = shop.createFilter("cheap", CHEAP);
    infer();
    isInUse(() -> personalize.deleteFilter(request -> request.filterArn(filter)), "batch");

    recommender = personalize
        .createRecommender(request -> request
            .name("clean-up")
            .datasetGroupArn(domain.groupArn())
            .recipeArn(Shop.recipe("aws-ecomm-popular-items-by-purchases")))
        .recommenderArn();
    isInUse(
        () -> personalize.deleteRecommender(request -> request.recommenderArn(recommender)),
        "CREATE");
    isInUse(() -> personalize.deleteDataset(dataset -> dataset.datasetArn(sold)), "recommenders");

    forget();
    isInUse(() -> deleteGroup(forgetful), "data deletion jobs");
  }

  private void segment() {
    String input = shop.upload("segments/questions.json", List.of("{\"itemId\": \"22423\"}"));
    String arn = personalize
        .createBatchSegmentJob(job -> job.jobName("clean-up")
            .solutionVersionArn(segmentVersion)
            .roleArn(ROLE)
            .jobInput(in -> in.s3DataSource(at -> at.path(input)))
            .jobOutput(out -> out.s3DataDestination(at -> at.path(folder("segments")))))
        .batchSegmentJobArn();
    jobs.add(arn);
    everything.put(
        arn,
        () -> personalize
            .describeBatchSegmentJob(job -> job.batchSegmentJobArn(arn))
            .batchSegmentJob()
            .status());
  }

  private void infer() {
    String input = shop.upload("inference/questions.json", List.of("{\"userId\": \"17850\"}"));
    String arn = personalize
        .createBatchInferenceJob(job -> job.jobName("clean-up")
            .solutionVersionArn(version)
            .filterArn(filter)
            .roleArn(ROLE)
            .jobInput(in -> in.s3DataSource(at -> at.path(input)))
            .jobOutput(out -> out.s3DataDestination(at -> at.path(folder("inference")))))
        .batchInferenceJobArn();
    jobs.add(arn);
    everything.put(
        arn,
        () -> personalize
            .describeBatchInferenceJob(job -> job.batchInferenceJobArn(arn))
            .batchInferenceJob()
            .status());
  }

  private static String folder(String name) {
    return "s3://%s/clean-up/%s/out/".formatted(Shop.BUCKET, name);
  }

  private void export() {
    String arn = personalize
        .createDatasetExportJob(job -> job.jobName("clean-up")
            .datasetArn(datasets.get("users"))
            .roleArn(ROLE)
            .ingestionMode("ALL")
            .jobOutput(out -> out.s3DataDestination(at -> at.path(folder("export")))))
        .datasetExportJobArn();
    jobs.add(arn);
    everything.put(
        arn,
        () -> personalize
            .describeDatasetExportJob(job -> job.datasetExportJobArn(arn))
            .datasetExportJob()
            .status());
  }

  private void forget() {
    String users = forgetful.upload("users.csv", List.of("USER_ID", "17850"));
    forgetting = personalize
        .createDataDeletionJob(job -> job.jobName("clean-up")
            .datasetGroupArn(forgetful.groupArn())
            .roleArn(ROLE)
            .dataSource(source -> source.dataLocation(users)))
        .dataDeletionJobArn();
    everything.put(forgetting, this::deletionJob);
  }

  private String deletionJob() {
    return personalize
        .describeDataDeletionJob(job -> job.dataDeletionJobArn(forgetting))
        .dataDeletionJob()
        .status();
  }

  private void deleteGroup(Shop of) {
    personalize.deleteDatasetGroup(group -> group.datasetGroupArn(of.groupArn()));
  }

  private String solution(String arn) {
    return personalize.describeSolution(of -> of.solutionArn(arn)).solution().status();
  }

  @Test
  @Order(3)
  void work_goes_on_where_it_was_and_ends() throws IOException, InterruptedException {
    service.restart("--personalize.roles=gateway,import,train");
    jobs.forEach(arn -> assertThat(
            watch.await(LifeCycle.JOB, everything.get(arn), "ACTIVE", "CREATE FAILED"))
        .as(arn)
        .isEqualTo("ACTIVE"));
    watch.await(LifeCycle.RECOMMENDER, this::recommender, "ACTIVE");
    watch.await(LifeCycle.DATA_DELETION_JOB, this::deletionJob, "COMPLETED");
    everything.keySet().stream()
        .filter(arn -> arn.contains(":campaign/"))
        .forEach(arn -> watch.await(LifeCycle.RESOURCE, everything.get(arn), "ACTIVE"));
    everything.keySet().stream()
        .filter(arn -> arn.contains(":solution/clean-up-busy/"))
        .forEach(arn -> watch.await(LifeCycle.SOLUTION_VERSION, everything.get(arn), "ACTIVE"));
  }

  private String recommender() {
    return personalize
        .describeRecommender(request -> request.recommenderArn(recommender))
        .recommender()
        .status();
  }

  @Test
  @Order(4)
  void what_looks_at_data_is_in_their_way() {
    isInUse(() -> delete("users"), "filters");
    attribution = personalize
        .createMetricAttribution(request -> request
            .name("clean-up")
            .datasetGroupArn(shop.groupArn())
            .metrics(MetricAttribute.builder()
                .metricName("revenue")
                .eventType("purchase")
                .expression("SUM(Items.PRICE)")
                .build())
            .metricsOutputConfig(output -> output.roleArn(ROLE)))
        .metricAttributionArn();
    isInUse(() -> delete("items"), "metric attribution");
    isInUse(() -> delete("interactions"), "metric attribution");
    tracker = personalize
        .createEventTracker(request -> request.name("clean-up").datasetGroupArn(shop.groupArn()))
        .eventTrackerArn();
    isInUse(() -> delete("interactions"), "event tracker");
    everything.put(shop.groupArn(), () -> group(shop));
    everything.put(domain.groupArn(), () -> group(domain));
    everything.put(forgetful.groupArn(), () -> group(forgetful));
    everything.put(campaign, () -> shop.campaign(campaign).status());
    everything.put(solution, () -> solution(solution));
    everything.put(segments, () -> solution(segments));
    everything.put(version, () -> shop.version(version).status());
    everything.put(segmentVersion, () -> shop.version(segmentVersion).status());
    everything.put(tracker, this::tracker);
    everything.put(attribution, this::attribution);
    everything.put(filter, this::filter);
    everything.put(recommender, this::recommender);
    datasets.values().forEach(arn -> everything.put(arn, () -> dataset(arn)));
    everything.put(sold, () -> dataset(sold));
  }

  private String group(Shop of) {
    return personalize
        .describeDatasetGroup(group -> group.datasetGroupArn(of.groupArn()))
        .datasetGroup()
        .status();
  }

  private String tracker() {
    return personalize
        .describeEventTracker(request -> request.eventTrackerArn(tracker))
        .eventTracker()
        .status();
  }

  private String attribution() {
    return personalize
        .describeMetricAttribution(request -> request.metricAttributionArn(attribution))
        .metricAttribution()
        .status();
  }

  private String filter() {
    return personalize
        .describeFilter(request -> request.filterArn(filter))
        .filter()
        .status();
  }

  private String dataset(String arn) {
    return personalize
        .describeDataset(dataset -> dataset.datasetArn(arn))
        .dataset()
        .status();
  }

  @Test
  @Order(5)
  void in_the_documented_order_everything_goes() {
    Map<String, String> schemas = new LinkedHashMap<>();
    datasets.keySet().forEach(type -> schemas.put(type, schemaOf(type)));
    String soldSchema = personalize
        .describeDataset(dataset -> dataset.datasetArn(sold))
        .dataset()
        .schemaArn();
    isInUse(() -> deleteGroup(domain), "recommenders");
    List<String> campaigns = arns(":campaign/");
    campaigns.forEach(arn -> personalize.deleteCampaign(request -> request.campaignArn(arn)));
    personalize.deleteRecommender(request -> request.recommenderArn(recommender));
    campaigns.forEach(arn -> watch.awaitGone(LifeCycle.RESOURCE, everything.get(arn)));
    watch.awaitGone(LifeCycle.RECOMMENDER, this::recommender);

    isInUse(() -> deleteGroup(shop), "solutions");
    List<String> solutions = arns(":solution/[^/]+$");
    assertThat(solutions).hasSize(3);
    solutions.forEach(arn -> personalize.deleteSolution(of -> of.solutionArn(arn)));
    solutions.forEach(arn -> watch.awaitGone(LifeCycle.RESOURCE, everything.get(arn)));

    isInUse(() -> deleteGroup(shop), "event tracker");
    personalize.deleteEventTracker(request -> request.eventTrackerArn(tracker));
    watch.awaitGone(LifeCycle.RESOURCE, this::tracker);

    isInUse(() -> deleteGroup(shop), "metric attribution");
    personalize.deleteMetricAttribution(request -> request.metricAttributionArn(attribution));
    watch.awaitGone(LifeCycle.RESOURCE, this::attribution);

    isInUse(() -> deleteGroup(shop), "filters");
    personalize.deleteFilter(request -> request.filterArn(filter));
    watch.awaitGone(LifeCycle.RESOURCE, this::filter);

    isInUse(() -> deleteGroup(shop), "datasets");
    List<String> all = arns(":dataset/");
    all.forEach(arn -> personalize.deleteDataset(dataset -> dataset.datasetArn(arn)));
    all.forEach(arn -> watch.awaitGone(LifeCycle.DATASET, everything.get(arn)));

    List.of(shop, domain, forgetful).forEach(this::deleteGroup);
    List.of(shop, domain, forgetful)
        .forEach(of -> watch.awaitGone(LifeCycle.RESOURCE, () -> group(of)));

    schemas.put("sold", soldSchema);
    schemas.values().forEach(arn -> {
      personalize.deleteSchema(schema -> schema.schemaArn(arn));
      assertThatThrownBy(() -> personalize.describeSchema(schema -> schema.schemaArn(arn)))
          .isInstanceOf(ResourceNotFoundException.class);
    });
  }

  private List<String> arns(String type) {
    return everything.keySet().stream()
        .filter(Pattern.compile(type).asPredicate())
        .toList();
  }

  @Test
  @Order(6)
  void nothing_can_be_described_any_more() {
    everything.forEach((arn, describe) ->
        assertThatThrownBy(describe::get).as(arn).isInstanceOf(ResourceNotFoundException.class));
    assertThat(personalize.listDatasetGroups(all -> {}).datasetGroups()).isEmpty();
    assertThat(personalize.listSchemas(all -> {}).schemas()).isEmpty();
    System.out.printf("Acceptance: clearing a shop showed %s%n", watch);
  }
}

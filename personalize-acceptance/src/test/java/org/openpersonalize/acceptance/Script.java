// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.acceptance.conformance.LifeCycle;
import software.amazon.awssdk.services.personalize.PersonalizeClient;
import software.amazon.awssdk.services.personalize.model.CampaignSummary;
import software.amazon.awssdk.services.personalize.model.DatasetGroupSummary;
import software.amazon.awssdk.services.personalize.model.DatasetImportJobSummary;
import software.amazon.awssdk.services.personalize.model.DatasetSchemaSummary;
import software.amazon.awssdk.services.personalize.model.DatasetSummary;
import software.amazon.awssdk.services.personalize.model.Domain;
import software.amazon.awssdk.services.personalize.model.EventTrackerSummary;
import software.amazon.awssdk.services.personalize.model.FilterSummary;
import software.amazon.awssdk.services.personalize.model.MetricAttributionSummary;
import software.amazon.awssdk.services.personalize.model.RecommenderSummary;
import software.amazon.awssdk.services.personalize.model.SolutionSummary;

/**
 * Makes what a session needs, as scripts do that can be run again from their first line: each thing is looked for by its name in
 * all pages of its list, and created only if it is not there. What takes a while is not waited for.
 */
final class Script {
  static final String ROLE = "arn:aws:iam::000000000000:role/session";

  private final PersonalizeClient personalize;
  private final Watch watch;
  private final String name;
  private final @Nullable Domain domain;
  private final String groupArn;
  private int created;

  /**
   * Makes a dataset group.
   *
   * @param name also what the names of everything begin with
   */
  Script(PersonalizeClient personalize, Watch watch, String name, @Nullable Domain domain) {
    this.personalize = personalize;
    this.watch = watch;
    this.name = name;
    this.domain = domain;
    this.groupArn = find(
        personalize
            .listDatasetGroupsPaginator(pages -> pages.maxResults(3))
            .datasetGroups()
            .stream(),
        group -> group.name().equals(name),
        DatasetGroupSummary::datasetGroupArn,
        () -> personalize
            .createDatasetGroup(group -> group.name(name).domain(domain))
            .datasetGroupArn());
    watch.await(LifeCycle.RESOURCE, this::group, "ACTIVE");
  }

  private <T> String find(
      Stream<T> listed, Predicate<T> isIt, Function<T, String> arn, Supplier<String> create) {
    return listed.filter(isIt).map(arn).findFirst().orElseGet(() -> {
      created++;
      return create.get();
    });
  }

  /** How much was not there. */
  int created() {
    return created;
  }

  String groupArn() {
    return groupArn;
  }

  String group() {
    return personalize
        .describeDatasetGroup(group -> group.datasetGroupArn(groupArn))
        .datasetGroup()
        .status();
  }

  private String named(String suffix) {
    return name + "-" + suffix;
  }

  String schema(String suffix, String avro) {
    return find(
        personalize.listSchemasPaginator(pages -> pages.maxResults(10)).schemas().stream(),
        schema -> schema.name().equals(named(suffix)),
        DatasetSchemaSummary::schemaArn,
        () -> personalize
            .createSchema(schema -> schema.name(named(suffix)).schema(avro).domain(domain))
            .schemaArn());
  }

  String dataset(String type, String schemaArn) {
    String arn = find(
        personalize
            .listDatasetsPaginator(pages -> pages.datasetGroupArn(groupArn).maxResults(1))
            .datasets()
            .stream(),
        dataset -> dataset.datasetType().equalsIgnoreCase(type),
        DatasetSummary::datasetArn,
        () -> personalize
            .createDataset(dataset -> dataset
                .name(named(type))
                .datasetType(type)
                .datasetGroupArn(groupArn)
                .schemaArn(schemaArn))
            .datasetArn());
    watch.await(LifeCycle.DATASET, () -> datasetStatus(arn), "ACTIVE");
    return arn;
  }

  String datasetStatus(String arn) {
    return personalize
        .describeDataset(dataset -> dataset.datasetArn(arn))
        .dataset()
        .status();
  }

  String importJob(String suffix, String datasetArn, String location) {
    return find(
        personalize
            .listDatasetImportJobsPaginator(
                pages -> pages.datasetArn(datasetArn).maxResults(1))
            .datasetImportJobs()
            .stream(),
        job -> job.jobName().equals(named(suffix)),
        DatasetImportJobSummary::datasetImportJobArn,
        () -> personalize
            .createDatasetImportJob(job -> job.jobName(named(suffix))
                .datasetArn(datasetArn)
                .roleArn(ROLE)
                .dataSource(source -> source.dataLocation(location)))
            .datasetImportJobArn());
  }

  void awaitImport(String arn) {
    assertThat(watch.await(
            LifeCycle.JOB,
            () -> personalize
                .describeDatasetImportJob(job -> job.datasetImportJobArn(arn))
                .datasetImportJob()
                .status(),
            "ACTIVE",
            "CREATE FAILED"))
        .as(arn)
        .isEqualTo("ACTIVE");
  }

  String tracker() {
    String arn = find(
        personalize
            .listEventTrackersPaginator(pages -> pages.datasetGroupArn(groupArn))
            .eventTrackers()
            .stream(),
        tracker -> true,
        EventTrackerSummary::eventTrackerArn,
        () -> personalize
            .createEventTracker(tracker -> tracker.name(name).datasetGroupArn(groupArn))
            .eventTrackerArn());
    watch.await(LifeCycle.RESOURCE, () -> trackerStatus(arn), "ACTIVE");
    return arn;
  }

  String trackerStatus(String arn) {
    return personalize
        .describeEventTracker(tracker -> tracker.eventTrackerArn(arn))
        .eventTracker()
        .status();
  }

  String filter(String suffix, String expression) {
    String arn = find(
        personalize
            .listFiltersPaginator(pages -> pages.datasetGroupArn(groupArn).maxResults(1))
            .filters()
            .stream(),
        filter -> filter.name().equals(named(suffix)),
        FilterSummary::filterArn,
        () -> personalize
            .createFilter(filter ->
                filter.name(named(suffix)).datasetGroupArn(groupArn).filterExpression(expression))
            .filterArn());
    watch.await(LifeCycle.RESOURCE, () -> filterStatus(arn), "ACTIVE");
    return arn;
  }

  String filterStatus(String arn) {
    return personalize.describeFilter(filter -> filter.filterArn(arn)).filter().status();
  }

  String solution(String recipe) {
    String arn = find(
        personalize
            .listSolutionsPaginator(pages -> pages.datasetGroupArn(groupArn).maxResults(1))
            .solutions()
            .stream(),
        solution -> solution.name().equals(named(recipe)),
        SolutionSummary::solutionArn,
        () -> personalize
            .createSolution(solution -> solution
                .name(named(recipe))
                .datasetGroupArn(groupArn)
                .recipeArn(Shop.recipe(recipe))
                .performAutoTraining(false))
            .solutionArn());
    watch.await(LifeCycle.RESOURCE, () -> solutionStatus(arn), "ACTIVE");
    return arn;
  }

  String solutionStatus(String arn) {
    return personalize
        .describeSolution(solution -> solution.solutionArn(arn))
        .solution()
        .status();
  }

  String version(String solutionArn) {
    return personalize
        .createSolutionVersion(version -> version.solutionArn(solutionArn))
        .solutionVersionArn();
  }

  void awaitVersion(String arn) {
    assertThat(watch.await(
            LifeCycle.SOLUTION_VERSION, () -> versionStatus(arn), "ACTIVE", "CREATE FAILED"))
        .as(arn)
        .isEqualTo("ACTIVE");
  }

  String versionStatus(String arn) {
    return personalize
        .describeSolutionVersion(version -> version.solutionVersionArn(arn))
        .solutionVersion()
        .status();
  }

  /** Waits for it as well. */
  String campaign(String suffix, String solutionArn, Supplier<String> create) {
    String arn = find(
        personalize
            .listCampaignsPaginator(pages -> pages.solutionArn(solutionArn).maxResults(1))
            .campaigns()
            .stream(),
        campaign -> campaign.name().equals(named(suffix)),
        CampaignSummary::campaignArn,
        create);
    watch.await(LifeCycle.RESOURCE, () -> campaignStatus(arn), "ACTIVE");
    return arn;
  }

  String campaignStatus(String arn) {
    return personalize
        .describeCampaign(campaign -> campaign.campaignArn(arn))
        .campaign()
        .status();
  }

  String recommender(String recipe) {
    return find(
        personalize
            .listRecommendersPaginator(pages -> pages.datasetGroupArn(groupArn).maxResults(1))
            .recommenders()
            .stream(),
        recommender -> recommender.name().equals(named(recipe)),
        RecommenderSummary::recommenderArn,
        () -> personalize
            .createRecommender(recommender -> recommender
                .name(named(recipe))
                .datasetGroupArn(groupArn)
                .recipeArn(Shop.recipe(recipe)))
            .recommenderArn());
  }

  void awaitRecommender(String arn, String status) {
    assertThat(watch.await(
            LifeCycle.RECOMMENDER, () -> recommenderStatus(arn), status, "CREATE FAILED"))
        .as(arn)
        .isEqualTo(status);
  }

  String recommenderStatus(String arn) {
    return personalize
        .describeRecommender(recommender -> recommender.recommenderArn(arn))
        .recommender()
        .status();
  }

  /** Clears the dataset group by what its lists hold, in the documented order, and waits for each kind until it is gone. */
  void cleanUp() {
    delete(
        LifeCycle.RESOURCE,
        solutions()
            .flatMap(solution ->
                personalize
                    .listCampaignsPaginator(pages -> pages.solutionArn(solution))
                    .campaigns()
                    .stream())
            .map(CampaignSummary::campaignArn),
        arn -> personalize.deleteCampaign(campaign -> campaign.campaignArn(arn)),
        this::campaignStatus);
    delete(
        LifeCycle.RECOMMENDER,
        personalize
            .listRecommendersPaginator(pages -> pages.datasetGroupArn(groupArn))
            .recommenders()
            .stream()
            .map(RecommenderSummary::recommenderArn),
        arn -> personalize.deleteRecommender(recommender -> recommender.recommenderArn(arn)),
        this::recommenderStatus);
    delete(
        LifeCycle.RESOURCE,
        solutions(),
        arn -> personalize.deleteSolution(solution -> solution.solutionArn(arn)),
        this::solutionStatus);
    delete(
        LifeCycle.RESOURCE,
        personalize
            .listEventTrackersPaginator(pages -> pages.datasetGroupArn(groupArn))
            .eventTrackers()
            .stream()
            .map(EventTrackerSummary::eventTrackerArn),
        arn -> personalize.deleteEventTracker(tracker -> tracker.eventTrackerArn(arn)),
        this::trackerStatus);
    delete(
        LifeCycle.RESOURCE,
        personalize
            .listMetricAttributionsPaginator(pages -> pages.datasetGroupArn(groupArn))
            .metricAttributions()
            .stream()
            .map(MetricAttributionSummary::metricAttributionArn),
        arn -> personalize.deleteMetricAttribution(of -> of.metricAttributionArn(arn)),
        this::attributionStatus);
    delete(
        LifeCycle.RESOURCE,
        personalize
            .listFiltersPaginator(pages -> pages.datasetGroupArn(groupArn))
            .filters()
            .stream()
            .map(FilterSummary::filterArn),
        arn -> personalize.deleteFilter(filter -> filter.filterArn(arn)),
        this::filterStatus);
    delete(
        LifeCycle.DATASET,
        datasets(),
        arn -> personalize.deleteDataset(dataset -> dataset.datasetArn(arn)),
        this::datasetStatus);
    delete(
        LifeCycle.RESOURCE,
        Stream.of(groupArn),
        arn -> personalize.deleteDatasetGroup(group -> group.datasetGroupArn(arn)),
        arn -> group());
    personalize.listSchemasPaginator(pages -> pages.maxResults(10)).schemas().stream()
        .filter(schema -> schema.name().startsWith(named("")))
        .map(DatasetSchemaSummary::schemaArn)
        .toList()
        .forEach(arn -> personalize.deleteSchema(schema -> schema.schemaArn(arn)));
  }

  private Stream<String> solutions() {
    return personalize
        .listSolutionsPaginator(pages -> pages.datasetGroupArn(groupArn))
        .solutions()
        .stream()
        .map(SolutionSummary::solutionArn);
  }

  private Stream<String> datasets() {
    return personalize
        .listDatasetsPaginator(pages -> pages.datasetGroupArn(groupArn))
        .datasets()
        .stream()
        .map(DatasetSummary::datasetArn);
  }

  String attributionStatus(String arn) {
    return personalize
        .describeMetricAttribution(of -> of.metricAttributionArn(arn))
        .metricAttribution()
        .status();
  }

  private void delete(
      LifeCycle cycle,
      Stream<String> listed,
      Consumer<String> delete,
      UnaryOperator<String> status) {
    List<String> arns = listed.toList();
    arns.forEach(delete);
    arns.forEach(arn -> watch.awaitGone(cycle, () -> status.apply(arn)));
  }
}

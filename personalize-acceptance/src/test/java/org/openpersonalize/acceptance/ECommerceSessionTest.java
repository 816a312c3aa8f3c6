// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openpersonalize.acceptance.conformance.LifeCycle;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.personalize.PersonalizeClient;
import software.amazon.awssdk.services.personalize.model.Domain;
import software.amazon.awssdk.services.personalize.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;
import software.amazon.awssdk.services.personalizeruntime.model.GetRecommendationsRequest;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;
import software.amazon.awssdk.services.personalizeruntime.model.Promotion;

/**
 * A session as teams run it for a shop on the web, from a script that may be run again to the last deletion: a domain's recommenders
 * beside a solution of one's own. The rows are the first of Online Retail, each viewed and then purchased; an item's category is
 * the last word of its description.
 */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ECommerceSessionTest {
  private static final DataSet DATA = DataSet.ONLINE_RETAIL;
  private static final String NAME = "session-shop";
  private static final int ROWS = 4_000;
  private static final String BEST_SELLERS = "aws-ecomm-popular-items-by-purchases";
  private static final String ALSO_VIEWED = "aws-ecomm-customers-who-viewed-x-also-viewed";
  private static final String RANKING = "aws-personalized-ranking";
  private static final Map<String, String> SCHEMAS =
      Map.of("Interactions", """
          {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0", "fields": [
            {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
            {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"}]}
          """, "Items", """
          {"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "version": "1.0", "fields": [
            {"name": "ITEM_ID", "type": "string"}, {"name": "PRICE", "type": "float"},
            {"name": "CATEGORY_L1", "type": "string", "categorical": true}]}
          """, "Users", """
          {"type": "record", "name": "Users", "namespace": "com.amazonaws.personalize.schema", "version": "1.0", "fields": [
            {"name": "USER_ID", "type": "string"}, {"name": "COUNTRY", "type": "string", "categorical": true}]}
          """);

  private final ServiceProcess service;
  private final PersonalizeClient personalize;
  private final PersonalizeRuntimeClient runtime;
  private final Watch watch = new Watch();
  private final Map<String, List<String>> files = new LinkedHashMap<>();
  private final Map<String, String> categories = new LinkedHashMap<>();
  private final Map<String, String> prices = new LinkedHashMap<>();
  private final Map<String, Set<String>> purchases = new LinkedHashMap<>();
  private Script script;
  private Made made;

  /** What the script has made. */
  private record Made(
      Map<String, String> datasets,
      Map<String, String> recommenders,
      String solution,
      String tracker,
      Map<String, String> filters) {}

  ECommerceSessionTest(ServiceProcess service) {
    this.service = service;
    this.personalize = service.personalize();
    this.runtime = service.runtime();
  }

  @BeforeAll
  void prepare_files() {
    List<String> interactions = new ArrayList<>(List.of("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE"));
    DATA.lines("interactions").stream()
        .skip(1)
        .limit(ROWS)
        .map(line -> line.split(","))
        .forEach(cells -> {
          long time = Long.parseLong(cells[2]);
          interactions.add("%s,%s,%d,View".formatted(cells[0], cells[1], time - 60));
          interactions.add("%s,%s,%d,Purchase".formatted(cells[0], cells[1], time));
          purchases.computeIfAbsent(cells[0], user -> new LinkedHashSet<>()).add(cells[1]);
        });
    files.put("Interactions", interactions);
    List<String> items = new ArrayList<>(List.of("ITEM_ID,PRICE,CATEGORY_L1"));
    DATA.lines("items").stream().skip(1).map(line -> line.split(",")).forEach(cells -> {
      String[] words = String.join(" ", Arrays.copyOfRange(cells, 1, cells.length - 2))
          .replaceAll("[^A-Za-z ]", "")
          .strip()
          .split(" +");
      String category = words[words.length - 1].isEmpty() ? "OTHER" : words[words.length - 1];
      categories.put(cells[0], category);
      prices.put(cells[0], cells[cells.length - 2]);
      items.add("%s,%s,%s".formatted(cells[0], cells[cells.length - 2], category));
    });
    files.put("Items", items);
    files.put("Users", DATA.lines("users"));
  }

  private Made run() {
    script = new Script(personalize, watch, NAME, Domain.ECOMMERCE);
    Map<String, String> datasets = new LinkedHashMap<>();
    Map<String, String> imports = new LinkedHashMap<>();
    SCHEMAS.forEach((type, avro) -> {
      String dataset = script.dataset(type, script.schema(type, avro));
      datasets.put(type, dataset);
      imports.put(type, script.importJob(type, dataset, upload(type)));
    });
    imports.values().forEach(script::awaitImport);
    Map<String, String> recommenders = new LinkedHashMap<>();
    for (String recipe : List.of(BEST_SELLERS, ALSO_VIEWED)) {
      recommenders.put(recipe, script.recommender(recipe));
    }
    String solution = script.solution(RANKING);
    String tracker = script.tracker();
    Map<String, String> filters = new LinkedHashMap<>();
    Map.of(
            "purchased", "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Purchase\")",
            "category", "INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($CATEGORIES)",
            "cheap",
                "INCLUDE ItemID WHERE Items.PRICE < $MOST | EXCLUDE ItemID WHERE Items.CATEGORY_L1 IN (\"BAG\")")
        .forEach((suffix, expression) -> filters.put(suffix, script.filter(suffix, expression)));
    recommenders.values().forEach(arn -> script.awaitRecommender(arn, "ACTIVE"));
    return new Made(datasets, recommenders, solution, tracker, filters);
  }

  private String upload(String type) {
    String key = "%s/%s.csv".formatted(NAME, type);
    service
        .s3()
        .putObject(
            object -> object.bucket(Shop.BUCKET).key(key),
            RequestBody.fromString(String.join("\n", files.get(type))));
    return "s3://%s/%s".formatted(Shop.BUCKET, key);
  }

  @Test
  @Order(1)
  void a_script_makes_all_of_it_and_nothing_when_it_is_run_again() {
    made = run();
    assertThat(script.created())
        .as("a group, 3 of each for data, and what answers")
        .isEqualTo(17);

    assertThat(run()).isEqualTo(made);
    assertThat(script.created()).isZero();
    assertThatThrownBy(() ->
            personalize.createDatasetGroup(group -> group.name(NAME).domain(Domain.ECOMMERCE)))
        .as("and one that does not look finds out")
        .isInstanceOf(ResourceAlreadyExistsException.class);
  }

  @Test
  @Order(2)
  void recommenders_answer_within_filters_that_take_parameters() {
    Map<String, Long> buyers = purchases.values().stream()
        .flatMap(Set::stream)
        .collect(Collectors.groupingBy(item -> item, Collectors.counting()));
    List<String> best = asked(BEST_SELLERS, request -> request.numResults(5));
    assertThat(best).hasSize(5);
    assertThat(best.stream().map(buyers::get).toList())
        .isEqualTo(buyers.values().stream()
            .sorted((one, other) -> Long.compare(other, one))
            .limit(5)
            .toList());

    assertThat(asked(
            BEST_SELLERS,
            request -> request
                .filterArn(made.filters().get("category"))
                .filterValues(Map.of("CATEGORIES", "\"HOLDER\",\"BOX\""))))
        .isNotEmpty()
        .allMatch(item -> Set.of("HOLDER", "BOX").contains(categories.get(item)));
    assertThat(asked(
            BEST_SELLERS,
            request ->
                request.filterArn(made.filters().get("cheap")).filterValues(Map.of("MOST", "1.5"))))
        .hasSize(25)
        .allMatch(item ->
            Double.parseDouble(prices.get(item)) < 1.5 && !categories.get(item).equals("BAG"));
    assertThatThrownBy(() ->
            asked(BEST_SELLERS, request -> request.filterArn(made.filters().get("category"))))
        .isInstanceOf(
            software.amazon.awssdk.services.personalizeruntime.model.InvalidInputException.class);
    assertThat(asked(ALSO_VIEWED, request -> request.itemId("85123A")))
        .isNotEmpty()
        .doesNotContain("85123A")
        .doesNotContainAnyElementsOf(purchases.get("17850"));
  }

  private List<String> asked(String recipe, Consumer<GetRecommendationsRequest.Builder> question) {
    return items(recipe, question).stream().map(PredictedItem::itemId).toList();
  }

  private List<PredictedItem> items(
      String recipe, Consumer<GetRecommendationsRequest.Builder> question) {
    return runtime
        .getRecommendations(request -> question.accept(
            request.recommenderArn(made.recommenders().get(recipe)).userId("17850")))
        .itemList();
  }

  @Test
  @Order(3)
  void a_promotion_has_its_share_of_an_answer() {
    List<PredictedItem> items = items(
        BEST_SELLERS,
        request -> request
            .numResults(20)
            .promotions(Promotion.builder()
                .name("bags")
                .percentPromotedItems(30)
                .filterArn(made.filters().get("category"))
                .filterValues(Map.of("CATEGORIES", "\"BAG\""))
                .build()));

    assertThat(items).hasSize(20);
    assertThat(items)
        .filteredOn(item -> "bags".equals(item.promotionName()))
        .hasSize(6)
        .allMatch(item -> categories.get(item.itemId()).equals("BAG"));
  }

  @Test
  @Order(4)
  void what_a_visitor_purchases_is_gone_from_the_next_answer() {
    String trackingId = personalize
        .describeEventTracker(tracker -> tracker.eventTrackerArn(made.tracker()))
        .eventTracker()
        .trackingId();
    Consumer<GetRecommendationsRequest.Builder> untaken =
        request -> request.userId("visitor").filterArn(made.filters().get("purchased"));
    List<String> before = asked(BEST_SELLERS, untaken);

    service
        .events()
        .putEvents(request -> request
            .trackingId(trackingId)
            .userId("visitor")
            .sessionId("visit")
            .eventList(Shop.eventsOf("Purchase", before.subList(0, 1))));

    assertThat(asked(BEST_SELLERS, untaken)).hasSize(25).doesNotContain(before.get(0));
  }

  @Test
  @Order(5)
  void a_solution_beside_the_recommenders_puts_a_list_in_order() {
    String version = script.version(made.solution());
    script.awaitVersion(version);
    String campaign = script.campaign(
        "ranking",
        made.solution(),
        () -> personalize
            .createCampaign(request -> request.name(NAME + "-ranking").solutionVersionArn(version))
            .campaignArn());
    List<String> list = new ArrayList<>(asked(BEST_SELLERS, request -> {}));
    list.add("no-item-of-ours");

    List<PredictedItem> ranking = runtime
        .getPersonalizedRanking(
            request -> request.campaignArn(campaign).userId("17850").inputList(list))
        .personalizedRanking();

    assertThat(ranking)
        .extracting(PredictedItem::itemId)
        .containsExactlyInAnyOrderElementsOf(list)
        .endsWith("no-item-of-ours");
    assertThat(personalize
            .getSolutionMetrics(request -> request.solutionVersionArn(version))
            .metrics())
        .hasSize(8);
  }

  @Test
  @Order(6)
  void a_recommender_is_stopped_started_and_updated() {
    String arn = made.recommenders().get(BEST_SELLERS);
    personalize.stopRecommender(request -> request.recommenderArn(arn));
    script.awaitRecommender(arn, "INACTIVE");
    personalize.startRecommender(request -> request.recommenderArn(arn));
    script.awaitRecommender(arn, "ACTIVE");

    personalize.updateRecommender(request -> request
        .recommenderArn(arn)
        .recommenderConfig(config -> config.minRecommendationRequestsPerSecond(3)));
    watch.await(
        LifeCycle.UPDATE,
        () -> personalize
            .describeRecommender(request -> request.recommenderArn(arn))
            .recommender()
            .latestRecommenderUpdate()
            .status(),
        "ACTIVE");
    assertThat(asked(BEST_SELLERS, request -> {})).hasSize(25);
  }

  @Test
  @Order(7)
  void the_clean_up_leaves_nothing_and_saw_only_what_is_documented() {
    script.cleanUp();

    assertThat(personalize.listDatasetGroupsPaginator(all -> {}).datasetGroups())
        .noneMatch(group -> group.name().equals(NAME));
    assertThat(personalize.listSchemasPaginator(all -> {}).schemas())
        .noneMatch(schema -> schema.name().startsWith(NAME));
    assertThat(watch.seen(LifeCycle.RECOMMENDER)).contains("ACTIVE", "INACTIVE", "DELETE PENDING");
    System.out.printf("Acceptance: a session of e-commerce showed %s%n", watch);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.ResourceInUseException;
import software.amazon.awssdk.services.personalizeevents.model.Action;
import software.amazon.awssdk.services.personalizeevents.model.ActionInteraction;
import software.amazon.awssdk.services.personalizeruntime.model.GetActionRecommendationsRequest;
import software.amazon.awssdk.services.personalizeruntime.model.GetActionRecommendationsResponse;
import software.amazon.awssdk.services.personalizeruntime.model.InvalidInputException;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedAction;

/**
 * Which line of products a customer of a real shop is to be offered. There are ten, each with a word in its items' descriptions.
 * Whenever customers came back they are thought to have been offered three lines in turn, by the number of the visit and of the
 * customer, and to have taken an offer if they bought of the line on that visit. Of each tenth customer the last visit is held
 * back: what they bought then is what they would have taken.
 */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class NextBestActionTest {
  private static final DataSet DATA = DataSet.ONLINE_RETAIL;
  private static final List<String> LINES =
      List.of("BAG", "CAKE", "CHRISTMAS", "CLOCK", "HEART", "JAM", "LIGHT", "MUG", "PARTY", "TIN");
  private static final int[] STEPS = {0, 3, 7};
  private static final int HELD_BACK = 10; // of so many customers one
  private static final String SELDOM = "SELDOM"; // was offered too seldom to be learned
  private static final String EXPIRED = "EXPIRED";
  private static final String ACTIONS = """
      {"type": "record", "name": "Actions", "namespace": "com.amazonaws.personalize.schema", "version": "1.0", "fields": [
        {"name": "ACTION_ID", "type": "string"},
        {"name": "ROOM", "type": "string", "categorical": true},
        {"name": "VALUE", "type": ["null", "long"]},
        {"name": "REPEAT_FREQUENCY", "type": ["null", "long"]},
        {"name": "ACTION_EXPIRATION_TIMESTAMP", "type": ["null", "long"]}]}
      """;

  private static final String COLUMNS =
      "ACTION_ID,ROOM,VALUE,REPEAT_FREQUENCY,ACTION_EXPIRATION_TIMESTAMP";

  private final ServiceProcess service;
  private final Map<String, Set<String>> lines = new HashMap<>(); // by items
  private final Map<String, Set<String>> boughtThen =
      new LinkedHashMap<>(); // by customers held back
  private final Map<String, int[]> outcomes = new TreeMap<>(); // offers and takes by lines
  private Shop shop;
  private String actions;
  private String trackingId;
  private String version;
  private String campaign;

  NextBestActionTest(ServiceProcess service) {
    this.service = service;
  }

  @BeforeAll
  void what_became_of_offers_is_learned() {
    shop = new Shop(service, "next-best-action");
    DATA.lines("items").stream().skip(1).map(line -> line.split(",")).forEach(cells -> {
      String description =
          String.join(",", Arrays.copyOfRange(cells, 1, cells.length - 2)).toUpperCase(Locale.ROOT);
      Set<String> of = new HashSet<>(LINES);
      of.removeIf(line -> !description.contains(line));
      lines.put(cells[0], of);
    });
    List<String> kept = new ArrayList<>();
    kept.add(DATA.lines("interactions").get(0));
    List<String> offers = offers(kept);
    load("interactions", DATA.schema("interactions"), kept);
    actions = load("actions", ACTIONS, actions());
    String interactions = load("action_interactions", CornerShop.ACTION_INTERACTIONS, offers);
    trackingId = shop.personalize
        .describeDataset(request -> request.datasetArn(interactions))
        .dataset()
        .trackingId();
    version = shop.createVersion(shop.createSolution("next-best-action", "aws-next-best-action"));
    shop.awaitVersion(version);
    campaign = shop.deploy("next-best-action", version);
  }

  private String load(String type, String schema, List<String> rows) {
    String dataset = shop.createDataset(type, schema);
    importRows(dataset, type, ImportMode.FULL, rows);
    return dataset;
  }

  private void importRows(String dataset, String name, ImportMode mode, List<String> rows) {
    shop.importFile(dataset, "next-best-action-" + name, mode, shop.upload(name + ".csv", rows));
  }

  /** @param kept is given all purchases but those that are held back */
  private List<String> offers(List<String> kept) {
    Map<String, TreeMap<Long, List<String>>> visits = new TreeMap<>();
    DATA.lines("interactions").stream().skip(1).forEach(line -> {
      String[] cells = line.split(",");
      visits
          .computeIfAbsent(cells[0], customer -> new TreeMap<>())
          .computeIfAbsent(Long.valueOf(cells[2]), moment -> new ArrayList<>())
          .add(line);
    });
    List<String> offers = new ArrayList<>();
    offers.add("USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP");
    visits.forEach((customer, ofCustomer) -> {
      if (ofCustomer.size() > 2 && Integer.parseInt(customer) % HELD_BACK == 0) {
        boughtThen.put(customer, lines(ofCustomer.pollLastEntry().getValue()));
      }
      int visit = 0;
      for (Map.Entry<Long, List<String>> each : ofCustomer.entrySet()) {
        kept.addAll(each.getValue());
        Set<String> bought = lines(each.getValue());
        for (int step : STEPS) {
          String line = LINES.get((visit + Integer.parseInt(customer) + step) % LINES.size());
          boolean isTaken = bought.contains(line);
          if (visit > 0) {
            offers.add("%s,%s,%s,%d"
                .formatted(customer, line, isTaken ? "Taken" : "Not Taken", each.getKey()));
            int[] counts = outcomes.computeIfAbsent(line, first -> new int[2]);
            counts[0]++;
            counts[1] += isTaken ? 1 : 0;
          }
        }
        visit++;
      }
    });
    long last = visits.values().stream().mapToLong(TreeMap::lastKey).max().orElseThrow();
    for (int n = 0; n < 49; n++) {
      offers.add("seldom-%d,%s,TAKEN,%d".formatted(n, SELDOM, last - n));
      offers.add("seldom-%d,%s,NOT_TAKEN,%d".formatted(n + 49, SELDOM, last - n));
      offers.add("seldom-%d,%s,Viewed,%d".formatted(n + 98, SELDOM, last - n));
    }
    return offers;
  }

  private Set<String> lines(List<String> purchases) {
    Set<String> bought = new HashSet<>();
    purchases.forEach(purchase -> bought.addAll(lines.get(purchase.split(",")[1])));
    return bought;
  }

  private static List<String> actions() {
    List<String> rows = new ArrayList<>();
    rows.add(COLUMNS);
    for (String line : LINES) {
      String room = List.of("CAKE", "JAM", "MUG", "TIN").contains(line) ? "kitchen" : "house";
      rows.add("%s,%s,5,%s,".formatted(line, room, line.equals("MUG") ? "7" : ""));
    }
    rows.add(SELDOM + ",house,10,,");
    rows.add(EXPIRED + ",house,10,,1323500000");
    return rows;
  }

  @Test
  void customers_are_offered_first_what_they_buy_more_often_than_what_most_buy() {
    String favourite = outcomes.entrySet().stream()
        .max(Comparator.comparingDouble(each -> (double) each.getValue()[1] / each.getValue()[0]))
        .orElseThrow()
        .getKey();
    int found = 0;
    int byFavourite = 0;
    for (Map.Entry<String, Set<String>> each : boughtThen.entrySet()) {
      String first = known(each.getKey()).get(0).actionId();
      found += each.getValue().contains(first) ? 1 : 0;
      byFavourite += each.getValue().contains(favourite) ? 1 : 0;
    }

    System.out.printf(
        "Acceptance: aws-next-best-action on Online Retail: of %d customers %d bought what they would have been offered, and %d %s%n",
        boughtThen.size(), found, byFavourite, favourite);
    assertThat(boughtThen).hasSizeGreaterThan(150);
    assertThat(found).isGreaterThan(byFavourite);
  }

  @Test
  void scores_are_as_high_as_customers_are_likely_to_take_an_action() {
    double expected = 0;
    double taken = 0;
    for (Map.Entry<String, Set<String>> each : boughtThen.entrySet()) {
      List<PredictedAction> known = known(each.getKey());
      assertThat(known)
          .extracting(PredictedAction::score)
          .isSortedAccordingTo(Comparator.reverseOrder())
          .allMatch(score -> score > 0 && score < 1);
      expected += known.stream().mapToDouble(PredictedAction::score).sum();
      taken += known.stream()
          .filter(action -> each.getValue().contains(action.actionId()))
          .count();
    }

    System.out.printf(
        "Acceptance: aws-next-best-action expects %.0f takes of held-back customers, and there were %.0f%n",
        expected, taken);
    assertThat(expected / taken).isBetween(0.75, 1.33);
  }

  @Test
  void it_foresees_better_than_the_share_of_those_who_took_an_action() {
    Map<String, Double> metrics = shop.personalize
        .getSolutionMetrics(request -> request.solutionVersionArn(version))
        .metrics();

    System.out.printf("Acceptance: aws-next-best-action on Online Retail: %s%n", metrics);
    assertThat(metrics).containsKeys("coverage", "precision", "recall", "log_loss");
    assertThat(metrics.get("auc")).isGreaterThan(0.7);
  }

  @Test
  void there_are_five_actions_unless_more_are_asked_for() {
    assertThat(offered(customer(), request -> {}).actionList()).hasSize(5);
    assertThat(ids(all("somebody new")))
        .as("somebody of whom nothing is known")
        .containsAll(LINES)
        .contains(SELDOM);
    assertThatThrownBy(() -> offered(customer(), request -> request.numResults(101)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> offered(null, request -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("needs a userId");
  }

  @Test
  void an_action_that_fewer_than_fifty_took_or_that_is_new_scores_zero() {
    putAction("NEW", "{\"room\": \"house\"}");

    assertThat(all(customer()))
        .filteredOn(action -> List.of(SELDOM, "NEW").contains(action.actionId()))
        .extracting(PredictedAction::score)
        .containsExactly(0.0, 0.0);
  }

  @Test
  void now_and_then_an_action_of_which_too_little_is_known_is_among_the_first_five() {
    long explored = 0;
    long places = 0;
    for (String customer : boughtThen.keySet()) {
      List<PredictedAction> first = offered(customer, request -> {}).actionList();
      explored += first.stream().filter(action -> action.score() == 0).count();
      places += first.size();
    }

    assertThat((double) explored / places).isBetween(0.03, 0.2);
  }

  @Test
  void imports_change_what_may_be_offered() {
    importRows(
        actions, "more-actions", ImportMode.INCREMENTAL, List.of(COLUMNS, "OUTLET,house,1,,"));
    Shop.eventually(
        "the imported action to be offered", () -> ids(all(customer())).contains("OUTLET"));
    assertThat(ids(all(customer()))).as("those of before").containsAll(LINES);

    importRows(actions, "all-actions", ImportMode.FULL, actions());

    Shop.eventually(
        "the action that is no longer in the dataset to go",
        () -> !ids(all(customer())).contains("OUTLET"));
    assertThat(ids(all(customer()))).containsAll(LINES);
  }

  @Test
  void its_datasets_stay_while_a_campaign_answers_by_them() {
    assertThatThrownBy(() -> shop.personalize.deleteDataset(request -> request.datasetArn(actions)))
        .isInstanceOf(ResourceInUseException.class);
  }

  @Test
  void an_action_that_has_expired_is_not_offered() {
    assertThat(ids(all(customer()))).doesNotContain(EXPIRED);
    putAction("SALE", "{\"room\": \"house\"}");
    assertThat(ids(all(customer()))).contains("SALE");

    putAction("SALE", "{\"room\": \"house\", \"actionExpirationTimestamp\": 1323500000}");

    assertThat(ids(all(customer()))).doesNotContain("SALE");
  }

  @Test
  void an_action_is_not_offered_again_before_its_days_are_over() {
    assertThat(ids(all("visitor"))).contains("MUG", "JAM");

    happened("visitor", "MUG", "Viewed", Instant.now());
    happened("visitor", "JAM", "Viewed", Instant.now());
    happened("long ago", "MUG", "Taken", Instant.now().minusSeconds(8 * 86_400));

    assertThat(ids(all("visitor")))
        .as("MUG has a week, and JAM none")
        .doesNotContain("MUG")
        .contains("JAM");
    assertThat(ids(all("long ago"))).contains("MUG");
  }

  @Test
  void filters_look_at_the_records_of_actions_and_at_what_the_user_made_of_them() {
    String kitchen =
        shop.createFilter("nba-kitchen", "INCLUDE ActionID WHERE Actions.ROOM IN ($ROOM)");
    String refused = shop.createFilter(
        "nba-refused", "EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN (\"Not Taken\")");
    String items =
        shop.createFilter("nba-bought", "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)");
    happened("choosy", "BAG", "NOT_TAKEN", Instant.now());
    happened("choosy", "TIN", "TAKEN", Instant.now());

    assertThat(ids(offered(
                "choosy",
                request -> request
                    .numResults(100)
                    .filterArn(kitchen)
                    .filterValues(Map.of("ROOM", "\"kitchen\"")))
            .actionList()))
        .containsExactlyInAnyOrder("CAKE", "JAM", "MUG", "TIN");
    assertThat(ids(offered("choosy", request -> request.numResults(100).filterArn(refused))
            .actionList()))
        .doesNotContain("BAG")
        .contains("TIN", "CAKE");
    assertThatThrownBy(() -> offered("choosy", request -> request.filterArn(items)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Use a filter on ActionID");
  }

  @Test
  void a_campaign_answers_the_operation_of_its_recipe() {
    String popular = shop.createVersion(shop.createSolution("nba-popular", "aws-popularity-count"));
    shop.awaitVersion(popular);
    String other = shop.deploy("nba-popular", popular);

    assertThatThrownBy(() -> shop.runtime.getActionRecommendations(
            request -> request.campaignArn(other).userId(customer())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("call GetRecommendations");
    assertThatThrownBy(() -> shop.recommend(campaign, customer()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("call GetActionRecommendations");
    assertThatThrownBy(() -> shop.runtime.getPersonalizedRanking(
            request -> request.campaignArn(campaign).userId(customer()).inputList("BAG")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("call GetActionRecommendations");
  }

  private String customer() {
    return boughtThen.keySet().iterator().next();
  }

  private void putAction(String id, String properties) {
    shop.events.putActions(request -> request
        .datasetArn(actions)
        .actions(Action.builder().actionId(id).properties(properties).build()));
  }

  private void happened(String user, String action, String type, Instant at) {
    shop.events.putActionInteractions(request -> request
        .trackingId(trackingId)
        .actionInteractions(ActionInteraction.builder()
            .userId(user)
            .sessionId(user)
            .actionId(action)
            .eventType(type)
            .timestamp(at)
            .build()));
  }

  private GetActionRecommendationsResponse offered(
      String user, Consumer<GetActionRecommendationsRequest.Builder> more) {
    return shop.runtime.getActionRecommendations(
        request -> more.accept(request.campaignArn(campaign).userId(user)));
  }

  private List<PredictedAction> all(String user) {
    return offered(user, request -> request.numResults(100)).actionList();
  }

  /** Without those of which too little is known, which exploration puts at places drawn by lot. */
  private List<PredictedAction> known(String user) {
    return all(user).stream().filter(action -> action.score() > 0).toList();
  }

  private static List<String> ids(List<PredictedAction> actions) {
    return actions.stream().map(PredictedAction::actionId).toList();
  }
}

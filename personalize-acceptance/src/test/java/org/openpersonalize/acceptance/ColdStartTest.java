// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;

/** What few customers of a real shop bought, and what is new there: found by what it is called. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ColdStartTest {
  private static final DataSet DATA = DataSet.ONLINE_RETAIL;
  private static final String HRNN = "aws-hrnn";
  private static final String METADATA = "aws-hrnn-metadata";
  private static final String COLDSTART = "aws-hrnn-coldstart";
  private static final String TWENTY_DAYS = "twenty-days";
  private static final String NDCG = "normalized_discounted_cumulative_gain_at_10";
  private static final long DAY = 86_400;

  /** Fewer than by default: four models are trained. */
  private static final Map<String, String> FACTORS = Map.of("hidden_dimension", "32");

  /** So many events of a customer are looked at. */
  private static final int NEWEST = 500;

  /** Who bought the six metal signs that most customers bought, and nothing else. */
  private static final String SIGN_LOVER = "sign-lover";

  private static final String SIGN = "METAL SIGN";
  private static final int SIGNS = 6;

  private final ServiceProcess service;
  private final Map<String, String> versions = new HashMap<>();
  private final Map<String, String> campaigns = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Long> births = new HashMap<>();
  private final Map<String, Set<String>> buyers = new HashMap<>();
  private Shop shop;

  ColdStartTest(ServiceProcess service) {
    this.service = service;
  }

  @BeforeAll
  void recipes_are_trained() {
    shop = new Shop(service, "cold-start");
    List<String> interactions = new ArrayList<>(DATA.lines("interactions"));
    Map<String, List<String>> bought = new HashMap<>();
    interactions.stream()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(
            cells -> bought.computeIfAbsent(cells[0], user -> new ArrayList<>()).add(cells[1]));
    bought.forEach((user, list) -> list.subList(Math.max(0, list.size() - NEWEST), list.size())
        .forEach(item -> buyers.computeIfAbsent(item, each -> new HashSet<>()).add(user)));
    List<String> items = new ArrayList<>();
    for (String line : DATA.lines("items")) {
      String[] cells = line.split(",");
      if (items.isEmpty()) {
        items.add(line + ",SHELF");
      } else {
        names.put(cells[0], String.join(",", Arrays.copyOfRange(cells, 1, cells.length - 2)));
        births.put(cells[0], Long.valueOf(cells[cells.length - 1]));
        items.add(line + (isRare(cells[0]) ? ",back" : ",front"));
      }
    }
    String newest = interactions.get(interactions.size() - 1).split(",")[2];
    names.keySet().stream()
        .filter(this::isSign)
        .sorted((one, other) -> buyersOf(other) - buyersOf(one))
        .limit(SIGNS)
        .forEach(sign ->
            interactions.add("%s,%s,%s,purchase,1,1,999999".formatted(SIGN_LOVER, sign, newest)));
    load("interactions", DATA.schema("interactions"), interactions);
    load("items", withShelf(DATA.schema("items")), items);

    for (String recipe : List.of(HRNN, METADATA, COLDSTART)) {
      versions.put(
          recipe, shop.createVersion(shop.createSolution(recipe, recipe, FACTORS, Map.of())));
    }
    versions.put(
        TWENTY_DAYS,
        shop.createVersion(shop.createSolution(
            TWENTY_DAYS, COLDSTART, FACTORS, Map.of("cold_start_max_duration", "20"))));
    versions.forEach((name, version) -> {
      shop.awaitVersion(version);
      campaigns.put(name, shop.deploy(name, version));
    });
  }

  /** A column that trainings do not look at, since it is neither categorical nor textual. */
  private static String withShelf(String schema) {
    return schema.replaceFirst(
        "\"fields\": \\[", "\"fields\": [{\"name\": \"SHELF\", \"type\": [\"null\", \"string\"]},");
  }

  private void load(String type, String schema, List<String> lines) {
    String dataset = shop.createDataset(type, schema);
    shop.importFile(
        dataset, "cold-start-" + type, ImportMode.FULL, shop.upload(type + ".csv", lines));
  }

  private int buyersOf(String item) {
    return buyers.getOrDefault(item, Set.of()).size();
  }

  /** From one to four customers bought it. */
  private boolean isRare(String item) {
    return buyersOf(item) > 0 && buyersOf(item) < 5;
  }

  private boolean isSign(String item) {
    return names.get(item).contains(SIGN);
  }

  @Test
  void a_rare_item_comes_before_others_whose_records_do_not_fit_what_was_bought() {
    String rare = shop.createFilter("rare", "INCLUDE ItemID WHERE Items.SHELF IN (\"back\")");
    List<String> byRecords = rareFor(METADATA, rare);
    List<String> byBuyers = rareFor(HRNN, rare);
    List<String> signs = byBuyers.stream().filter(this::isSign).toList();
    System.out.printf(
        "Acceptance: of %d items with 1 to 4 customers, the %d metal signs are at %s with %s and at %s with %s%n",
        byRecords.size(),
        signs.size(),
        places(byRecords, signs),
        METADATA,
        places(byBuyers, signs),
        HRNN);

    assertThat(byRecords).hasSizeGreaterThan(400).allMatch(this::isRare);
    assertThat(signs).hasSizeGreaterThanOrEqualTo(3);
    assertThat(byRecords.subList(0, 5)).containsAll(signs);
    assertThat(byBuyers.subList(0, 5)).doesNotContainAnyElementsOf(signs);
  }

  private List<String> rareFor(String campaign, String filter) {
    return shop
        .runtime
        .getRecommendations(request -> request
            .campaignArn(campaigns.get(campaign))
            .userId(SIGN_LOVER)
            .filterArn(filter)
            .numResults(500))
        .itemList()
        .stream()
        .map(PredictedItem::itemId)
        .toList();
  }

  private static List<Integer> places(List<String> list, List<String> items) {
    return items.stream().map(list::indexOf).sorted().toList();
  }

  @Test
  void places_are_kept_for_cold_items_by_the_knobs_and_for_none_that_are_older() {
    List<String> customers = buyers.values().stream()
        .flatMap(Set::stream)
        .distinct()
        .sorted()
        .limit(300)
        .toList();
    Set<String> ofFiveDays = cold(5);
    Set<String> ofTwentyDays = cold(20);
    int usual = 0;
    Map<String, Integer> kept = new HashMap<>();
    for (String customer : customers) {
      List<String> best = shop.recommended(campaigns.get(METADATA), customer);
      usual += count(best, ofTwentyDays);
      for (String campaign : List.of(COLDSTART, TWENTY_DAYS)) {
        List<String> list = shop.recommended(campaigns.get(campaign), customer);
        // The model is the same: what is not among its best is there for being cold.
        assertThat(list.stream().filter(item -> !best.contains(item)))
            .as("%s for %s", campaign, customer)
            .isSubsetOf(campaign.equals(COLDSTART) ? ofFiveDays : ofTwentyDays);
        kept.merge(campaign, count(list, ofTwentyDays), Integer::sum);
      }
    }
    System.out.printf(
        "Acceptance: of %d places, cold items had %d with %s, %d with %s of 5 days (%d items) and %d of 20 days (%d items)%n",
        25 * customers.size(),
        usual,
        METADATA,
        kept.get(COLDSTART),
        COLDSTART,
        ofFiveDays.size(),
        kept.get(TWENTY_DAYS),
        ofTwentyDays.size());

    assertThat(ofTwentyDays).hasSizeGreaterThan(ofFiveDays.size());
    assertThat(usual).isLessThan(kept.get(COLDSTART) / 4);
    assertThat((double) kept.get(TWENTY_DAYS) / (25 * customers.size())).isBetween(0.07, 0.11);
  }

  /** What was created no longer than so many days before the newest item, and bought by 15 customers at most. */
  private Set<String> cold(int days) {
    long newest = births.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    Set<String> cold = new HashSet<>(names.keySet());
    cold.removeIf(item -> births.get(item) < newest - days * DAY || buyersOf(item) > 15);
    return cold;
  }

  private static int count(List<String> list, Set<String> items) {
    return (int) list.stream().filter(items::contains).count();
  }

  @Test
  void what_held_out_customers_took_next_is_found_as_often_as_without_records() {
    System.out.printf(
        "Acceptance: %s on Online Retail: %s %.4f, %s %.4f%n",
        NDCG, METADATA, ndcg(METADATA), HRNN, ndcg(HRNN));

    assertThat(ndcg(METADATA)).isGreaterThan(0.97 * ndcg(HRNN));
    assertThat(ndcg(COLDSTART)).isEqualTo(ndcg(METADATA));
  }

  private double ndcg(String name) {
    return shop.personalize
        .getSolutionMetrics(request -> request.solutionVersionArn(versions.get(name)))
        .metrics()
        .get(NDCG);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.BatchSegmentJob;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.InvalidInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who will buy something in a real shop, asked before the last 15 % of its purchases, and who did. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SegmentsTest {
  private static final DataSet DATA = DataSet.ONLINE_RETAIL;
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ITEMS = 60;
  private static final int FEWEST_BUYERS = 20;

  private final ServiceProcess service;
  private final Map<String, Integer> activity = new HashMap<>();
  private final Map<String, Set<String>> laterBuyers = new HashMap<>();
  private final Map<String, String> prices = new HashMap<>();
  private Shop shop;
  private String ofItems;
  private String ofAttributes;

  SegmentsTest(ServiceProcess service) {
    this.service = service;
  }

  @BeforeAll
  void both_recipes_are_trained_on_the_past() {
    shop = new Shop(service, "segments");
    List<String> all = DATA.lines("interactions");
    List<String> header = List.of(all.get(0).split(","));
    int user = header.indexOf("USER_ID");
    int item = header.indexOf("ITEM_ID");
    int time = header.indexOf("TIMESTAMP");
    List<String[]> rows =
        new ArrayList<>(all.stream().skip(1).map(line -> line.split(",")).toList());
    rows.sort(Comparator.comparingLong(cells -> Long.parseLong(cells[time])));
    int cut = (int) (0.85 * rows.size());
    List<String> past = new ArrayList<>(List.of(all.get(0)));
    for (String[] cells : rows.subList(0, cut)) {
      past.add(String.join(",", cells));
      activity.merge(cells[user], 1, Integer::sum);
    }
    for (String[] cells : rows.subList(cut, rows.size())) {
      if (activity.containsKey(cells[user])) {
        laterBuyers.computeIfAbsent(cells[item], any -> new HashSet<>()).add(cells[user]);
      }
    }
    DATA.lines("items").stream()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(cells -> prices.put(cells[0], cells[cells.length - 2]));
    load("interactions", past);
    load("items", DATA.lines("items"));
    load("users", DATA.lines("users"));
    ofItems = shop.createVersion(shop.createSolution("of-items", "aws-item-affinity"));
    ofAttributes =
        shop.createVersion(shop.createSolution("of-attributes", "aws-item-attribute-affinity"));
    shop.awaitVersion(ofItems);
    shop.awaitVersion(ofAttributes);
  }

  private void load(String type, List<String> lines) {
    String dataset = shop.createDataset(type, DATA.schema(type));
    shop.importFile(
        dataset, "segments-" + type, ImportMode.FULL, shop.upload(type + ".csv", lines));
  }

  @Test
  void segments_of_items_hold_those_who_buy_them_later() {
    List<String> items = laterBuyers.entrySet().stream()
        .filter(each -> each.getValue().size() >= FEWEST_BUYERS)
        .map(Map.Entry::getKey)
        .sorted()
        .limit(ITEMS)
        .toList();

    List<JsonNode> answers = segments(
        "of-items",
        ofItems,
        null,
        activity.size(),
        items.stream().map("{\"itemId\": \"%s\"}"::formatted).toList());

    double ofModel = 0;
    double ofActivity = 0;
    int asked = 0;
    for (int n = 0; n < items.size(); n++) {
      assertThat(answers.get(n).path("input").path("itemId").stringValue()).isEqualTo(items.get(n));
      if (answers.get(n).path("error").isNull()) { // some were new in the last 15 %
        Set<String> buyers = laterBuyers.get(items.get(n));
        ofModel += auc(users(answers.get(n)), buyers);
        ofActivity += auc(byActivity(), buyers);
        asked++;
      }
    }
    System.out.printf(
        "Acceptance: segments of %d items of Online Retail: AUC %.4f, by activity %.4f%n",
        asked, ofModel / asked, ofActivity / asked);
    assertThat(asked).isGreaterThan(ITEMS / 2);
    assertThat(ofModel / asked).isGreaterThan(0.78).isGreaterThan(0.02 + ofActivity / asked);
  }

  @Test
  void a_segment_of_an_attribute_holds_those_who_buy_something_with_it_later() {
    double ofModel = 0;
    double ofActivity = 0;
    List<String> wanted = List.of("12.75", "9.95", "7.95", "0.19");
    List<JsonNode> answers = segments(
        "of-attributes",
        ofAttributes,
        null,
        activity.size(),
        wanted.stream()
            .map(price -> "{\"itemAttributes\": \"ITEMS.price = %s\"}".formatted(price))
            .toList());
    for (int n = 0; n < wanted.size(); n++) {
      String price = wanted.get(n);
      Set<String> buyers = new HashSet<>();
      laterBuyers.forEach((item, users) -> {
        if (Double.parseDouble(prices.getOrDefault(item, "-1")) == Double.parseDouble(price)) {
          buyers.addAll(users);
        }
      });
      assertThat(answers.get(n).path("error").isNull())
          .as(answers.get(n).toString())
          .isTrue();
      ofModel += auc(users(answers.get(n)), buyers) / wanted.size();
      ofActivity += auc(byActivity(), buyers) / wanted.size();
    }
    System.out.printf(
        "Acceptance: segments of %d prices of Online Retail: AUC %.4f, by activity %.4f%n",
        wanted.size(), ofModel, ofActivity);
    assertThat(ofModel).isGreaterThan(0.7).isGreaterThan(ofActivity);
  }

  @Test
  void what_is_wrong_stands_in_the_line_and_the_others_are_answered() {
    List<JsonNode> byItem = segments(
        "wrong-items",
        ofItems,
        null,
        null,
        List.of("{\"itemId\": \"nobody-knows-this\"}", "no json", "{\"itemId\": \"22423\"}"));
    List<JsonNode> byAttribute = segments(
        "wrong-attributes",
        ofAttributes,
        null,
        3,
        List.of(
            "{\"itemAttributes\": \"ITEMS.PRICE > 3\"}",
            "{\"itemAttributes\": \"ITEMS.PRICE = 2.95 AND ITEMS.DESCRIPTION = \\\"BAG\\\"\"}",
            "{\"itemAttributes\": \"ITEMS.PRICE = 2.95\"}"));

    assertThat(byItem.get(0).path("output").isNull()).isTrue();
    assertThat(byItem.get(0).path("error").stringValue()).contains("nobody-knows-this");
    assertThat(byItem.get(1).path("error").stringValue()).contains("no JSON object");
    assertThat(users(byItem.get(2))).hasSize(25).doesNotHaveDuplicates();
    assertThat(byAttribute.get(0).path("error").stringValue())
        .contains("Invalid Expression at column 1");
    assertThat(byAttribute.get(1).path("error").stringValue())
        .contains("Invalid Expression at column 24")
        .contains("textual");
    assertThat(users(byAttribute.get(2))).hasSize(3);
  }

  @Test
  void a_filter_says_which_users_may_be_named() {
    String german = shop.createFilter("there", "INCLUDE UserID WHERE Users.COUNTRY = $COUNTRY");
    Map<String, String> countries = new HashMap<>();
    DATA.lines("users").stream()
        .skip(1)
        .map(line -> line.split(","))
        .forEach(cells -> countries.put(cells[0], cells[1]));

    List<JsonNode> answers = segments(
        "filtered",
        ofItems,
        german,
        20,
        List.of(
            "{\"itemId\": \"22423\", \"filterValues\": {\"COUNTRY\": \"\\\"Germany\\\"\"}}",
            "{\"itemId\": \"22423\"}"));

    assertThat(users(answers.get(0)))
        .hasSize(20)
        .allMatch(user -> countries.get(user).equals("Germany"));
    assertThat(answers.get(1).path("error").stringValue()).contains("COUNTRY");
  }

  @Test
  void no_campaign_answers_with_segments_and_their_metrics_are_three() {
    assertThatThrownBy(() -> shop.deploy("of-items", ofItems))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Create a batch segment job");
    Map<String, Double> metrics = shop.personalize
        .getSolutionMetrics(request -> request.solutionVersionArn(ofItems))
        .metrics();
    System.out.printf("Acceptance: aws-item-affinity on Online Retail: %s%n", metrics);
    assertThat(metrics)
        .containsOnlyKeys("coverage", "hits_at_1_percent", "recall_at_1_percent")
        .hasEntrySatisfying(
            "recall_at_1_percent", recall -> assertThat(recall).isGreaterThan(0.15));
  }

  /** Asks by a job, which it follows to its end, and reads what the job wrote. */
  private List<JsonNode> segments(
      String name, String version, String filter, Integer numResults, List<String> lines) {
    String input = shop.upload(name + "/questions.json", lines);
    String folder = input.substring(0, input.lastIndexOf('/')) + "/answers/";
    String arn = shop.personalize
        .createBatchSegmentJob(job -> job.jobName(name)
            .solutionVersionArn(version)
            .filterArn(filter)
            .numResults(numResults)
            .roleArn("arn:aws:iam::000000000000:role/segments")
            .jobInput(in -> in.s3DataSource(at -> at.path(input)))
            .jobOutput(out -> out.s3DataDestination(at -> at.path(folder))))
        .batchSegmentJobArn();
    Shop.eventually("a batch segment job to end", () -> {
      String status = job(arn).status();
      return status.equals("ACTIVE") || status.equals("CREATE FAILED");
    });
    assertThat(job(arn).status()).as(job(arn).failureReason()).isEqualTo("ACTIVE");
    assertThat(shop.personalize
            .listBatchSegmentJobs(list -> list.solutionVersionArn(version))
            .batchSegmentJobs())
        .anyMatch(
            each -> each.batchSegmentJobArn().equals(arn) && each.jobName().equals(name));
    assertThat(shop.read(folder + "_CHECK")).isEmpty();
    return shop.read(folder + "questions.json.out").lines().map(JSON::readTree).toList();
  }

  private BatchSegmentJob job(String arn) {
    return shop.personalize
        .describeBatchSegmentJob(job -> job.batchSegmentJobArn(arn))
        .batchSegmentJob();
  }

  private static List<String> users(JsonNode answer) {
    List<String> users = new ArrayList<>();
    answer.path("output").path("usersList").forEach(user -> users.add(user.stringValue()));
    return users;
  }

  private List<String> byActivity() {
    return activity.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How often a later buyer stands before one who buys nothing of it; by chance ½. */
  private static double auc(List<String> ordered, Set<String> buyers) {
    double pairs = 0;
    int found = 0;
    int others = 0;
    for (String user : new LinkedHashSet<>(ordered)) {
      if (buyers.contains(user)) {
        found++;
      } else {
        others++;
        pairs += found;
      }
    }
    return pairs / ((double) found * others);
  }
}

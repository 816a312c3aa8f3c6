// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.personalize.model.BatchInferenceJob;
import software.amazon.awssdk.services.personalize.model.CreateBatchInferenceJobRequest;
import software.amazon.awssdk.services.personalize.model.ImportMode;
import software.amazon.awssdk.services.personalize.model.InvalidInputException;
import software.amazon.awssdk.services.personalize.model.InvalidNextTokenException;
import software.amazon.awssdk.services.personalize.model.ResourceInUseException;
import software.amazon.awssdk.services.personalize.model.ResourceNotFoundException;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All customers of a real shop are recommended something at once, before the last 15 % of its purchases. */
@ExtendWith(SharedService.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class BatchInferenceTest {
  private static final DataSet DATA = DataSet.ONLINE_RETAIL;
  private static final JsonMapper JSON = new JsonMapper();

  /** Fewer than by default: it is not about how good the models are. */
  private static final Map<String, String> FACTORS = Map.of("hidden_dimension", "32");

  private static final Map<String, String> NO_EXPLORATION = Map.of("explorationWeight", "0");
  private static final String UNKNOWN =
      "arn:aws:personalize:us-east-1:000000000000:batch-inference-job/none";

  private final ServiceProcess service;
  private final Map<String, Set<String>> earlier = new HashMap<>();
  private final Map<String, Set<String>> later = new HashMap<>();
  private final Map<String, Integer> buyers = new HashMap<>();
  private Shop shop;
  private String interactions;
  private String personal;
  private String ranking;
  private String similar;

  BatchInferenceTest(ServiceProcess service) {
    this.service = service;
  }

  @BeforeAll
  void recipes_are_trained_on_the_past() {
    shop = new Shop(service, "batch-inference");
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
      if (earlier.computeIfAbsent(cells[user], any -> new HashSet<>()).add(cells[item])) {
        buyers.merge(cells[item], 1, Integer::sum);
      }
    }
    for (String[] cells : rows.subList(cut, rows.size())) {
      later.computeIfAbsent(cells[user], any -> new HashSet<>()).add(cells[item]);
    }
    interactions = load("interactions", past);
    load("items", DATA.lines("items"));
    personal = shop.createVersion(
        shop.createSolution("batch-personal", "aws-user-personalization", FACTORS));
    ranking = shop.createVersion(
        shop.createSolution("batch-ranking", "aws-personalized-ranking", FACTORS));
    similar = shop.createVersion(shop.createSolution("batch-similar", "aws-similar-items"));
    shop.awaitVersion(personal);
    shop.awaitVersion(similar);
    shop.awaitVersion(ranking);
  }

  private String load(String type, List<String> lines) {
    String dataset = shop.createDataset(type, DATA.schema(type));
    shop.importFile(
        dataset, "batch-inference-" + type, ImportMode.FULL, shop.upload(type + ".csv", lines));
    return dataset;
  }

  @Test
  void all_customers_are_answered_as_online_and_buy_more_of_it_than_of_what_is_popular() {
    List<String> users = earlier.keySet().stream().sorted().toList();

    List<JsonNode> lines = answers(
        "batch-all-users",
        users.stream().map("{\"userId\": \"%s\"}"::formatted).toList(),
        job -> job.solutionVersionArn(personal)
            .numResults(10)
            .batchInferenceJobConfig(config -> config.itemExplorationConfig(NO_EXPLORATION)));

    assertThat(lines).hasSameSizeAs(users);
    String campaign = shop.deploy("batch-personal", personal, NO_EXPLORATION);
    List<String> popular = buyers.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(10)
        .map(Map.Entry::getKey)
        .toList();
    int hits = 0;
    int popularHits = 0;
    for (int n = 0; n < users.size(); n++) {
      JsonNode line = lines.get(n);
      assertThat(line.path("error").isNull()).as(line.toString()).isTrue();
      assertThat(line.path("input").path("userId").stringValue()).isEqualTo(users.get(n));
      if (n % 100 == 0) {
        requireSame(line, online(campaign, users.get(n)));
      }
      Set<String> bought = later.getOrDefault(users.get(n), Set.of());
      hits += (int) texts(line).stream().filter(bought::contains).count();
      popularHits += (int) popular.stream().filter(bought::contains).count();
    }
    System.out.printf(
        "Acceptance: of 10 items for each of %d customers of Online Retail %d were bought later, of the most popular %d%n",
        users.size(), hits, popularHits);
    assertThat(hits).isGreaterThan(popularHits * 5 / 4);
  }

  private List<PredictedItem> online(String campaign, String user) {
    return shop.runtime
        .getRecommendations(
            request -> request.campaignArn(campaign).userId(user).numResults(10))
        .itemList();
  }

  @Test
  void lists_are_put_in_order_as_online() {
    List<String> list = buyers.keySet().stream().sorted().limit(50).toList();
    List<String> users = earlier.keySet().stream().sorted().limit(20).toList();

    List<JsonNode> lines = answers(
        "batch-lists",
        users.stream()
            .map(user -> "{\"userId\": \"%s\", \"itemList\": %s}"
                .formatted(user, JSON.writeValueAsString(list)))
            .toList(),
        job -> job.solutionVersionArn(ranking));

    String campaign = shop.deploy("batch-ranking", ranking);
    for (int n = 0; n < users.size(); n++) {
      String user = users.get(n);
      requireSame(
          lines.get(n),
          shop.runtime
              .getPersonalizedRanking(
                  request -> request.campaignArn(campaign).userId(user).inputList(list))
              .personalizedRanking());
    }
  }

  private static void requireSame(JsonNode line, List<PredictedItem> expected) {
    assertThat(texts(line))
        .isEqualTo(expected.stream().map(PredictedItem::itemId).toList());
    for (int n = 0; n < expected.size(); n++) {
      assertThat(line.path("output").path("scores").get(n).doubleValue())
          .isCloseTo(expected.get(n).score(), withinPercentage(1e-3));
    }
  }

  @Test
  void what_is_similar_to_a_lunch_bag_has_lunch_bags_for_a_theme() {
    List<JsonNode> lines = answers(
        "batch-themes",
        List.of("{\"itemId\": \"20725\"}"),
        job -> job.solutionVersionArn(similar)
            .numResults(10)
            .batchInferenceJobMode("THEME_GENERATION")
            .themeGenerationConfig(
                theme -> theme.fieldsForThemeGeneration(fields -> fields.itemName("DESCRIPTION"))));

    JsonNode output = lines.get(0).path("output");
    System.out.printf("Acceptance: the theme of what is similar to a lunch bag: %s%n", output);
    assertThat(output.path("theme").stringValue()).contains("lunch bag");
    List<Double> relevance = new ArrayList<>();
    output.path("itemsThemeRelevanceScores").forEach(score -> relevance.add(score.doubleValue()));
    assertThat(relevance).hasSize(10).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(texts(lines.get(0))).hasSize(10).doesNotContain("20725");
  }

  @Test
  void what_is_wrong_stands_in_the_line() {
    String cheap = shop.createFilter("cheap", "INCLUDE ItemID WHERE Items.PRICE < $MOST");

    List<JsonNode> lines = answers(
        "batch-wrong",
        List.of(
            "{\"userId\": \"12583\", \"filterValues\": {\"MOST\": \"1\"}}",
            "{\"userId\": \"12583\"}",
            "{\"user\": \"12583\"}"),
        job -> job.solutionVersionArn(personal).filterArn(cheap));

    assertThat(texts(lines.get(0))).isNotEmpty();
    assertThat(lines.get(1).path("error").stringValue()).contains("MOST");
    assertThat(lines.get(2).path("error").stringValue()).contains("no userId");
    assertThat(lines.get(2).path("output").isNull()).isTrue();
  }

  @Test
  void what_cannot_be_is_refused() {
    assertThatThrownBy(() -> create(
            "batch-nowhere",
            "s3://personalize/in.json",
            job -> job.solutionVersionArn(personal)
                .jobOutput(out -> out.s3DataDestination(at -> at.path("s3://personalize/out")))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Invalid S3 output path");
    assertThatThrownBy(() -> create(
            "batch-of-none",
            "s3://personalize/in.json",
            job ->
                job.solutionVersionArn(personal.substring(0, personal.length() - 8) + "00000000")))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> job(UNKNOWN)).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> job("no ARN")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> shop.personalize.listBatchInferenceJobs(list -> list.nextToken("x")))
        .isInstanceOf(InvalidNextTokenException.class);
    assertThatThrownBy(
            () -> shop.personalize.listBatchInferenceJobs(list -> list.solutionVersionArn("x")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void what_a_job_asks_and_reads_is_not_deleted_while_it_runs() {
    String known = shop.createFilter("known", "INCLUDE ItemID WHERE Items.PRICE > 0");
    List<String> lines = new ArrayList<>();
    for (int n = 0; n < 40_000; n++) {
      lines.add("{\"userId\": \"nobody-%d\"}".formatted(n));
    }
    String arn = create(
        "batch-long",
        shop.upload("long/in.json", lines),
        job -> job.solutionVersionArn(personal).filterArn(known));

    assertThatThrownBy(() -> shop.personalize.deleteSolution(
            solution -> solution.solutionArn(personal.substring(0, personal.length() - 9))))
        .isInstanceOf(ResourceInUseException.class);
    assertThatThrownBy(() -> shop.personalize.deleteFilter(filter -> filter.filterArn(known)))
        .isInstanceOf(ResourceInUseException.class);
    assertThatThrownBy(
            () -> shop.personalize.deleteDataset(dataset -> dataset.datasetArn(interactions)))
        .isInstanceOf(ResourceInUseException.class);
    assertThat(job(arn).status()).as("under way until now").startsWith("CREATE");
    awaitEnd(arn);
    assertThat(job(arn).status()).isEqualTo("ACTIVE");
  }

  /** Asks by a job, which it follows to its end, and reads what the job wrote. */
  private List<JsonNode> answers(
      String name, List<String> lines, Consumer<CreateBatchInferenceJobRequest.Builder> more) {
    String input = shop.upload(name + "/questions.json", lines);
    String folder = input.substring(0, input.lastIndexOf('/')) + "/answers/";
    String arn = create(name, input, more);
    awaitEnd(arn);
    assertThat(job(arn).status()).as(job(arn).failureReason()).isEqualTo("ACTIVE");
    assertThat(shop.personalize
            .listBatchInferenceJobsPaginator(
                list -> list.solutionVersionArn(job(arn).solutionVersionArn()))
            .batchInferenceJobs())
        .anyMatch(each -> each.batchInferenceJobArn().equals(arn)
            && each.batchInferenceJobMode() == job(arn).batchInferenceJobMode());
    assertThat(shop.read(folder + "_CHECK")).isEmpty();
    return shop.read(folder + "questions.json.out").lines().map(JSON::readTree).toList();
  }

  private String create(
      String name, String input, Consumer<CreateBatchInferenceJobRequest.Builder> more) {
    String folder = input.substring(0, input.lastIndexOf('/')) + "/answers/";
    return shop.personalize
        .createBatchInferenceJob(job -> more.accept(job.jobName(name)
            .roleArn("arn:aws:iam::000000000000:role/inference")
            .jobInput(in -> in.s3DataSource(at -> at.path(input)))
            .jobOutput(out -> out.s3DataDestination(at -> at.path(folder)))))
        .batchInferenceJobArn();
  }

  private void awaitEnd(String arn) {
    Shop.eventually("a batch inference job to end", () -> {
      String status = job(arn).status();
      return status.equals("ACTIVE") || status.equals("CREATE FAILED");
    });
  }

  private BatchInferenceJob job(String arn) {
    return shop.personalize
        .describeBatchInferenceJob(job -> job.batchInferenceJobArn(arn))
        .batchInferenceJob();
  }

  private static List<String> texts(JsonNode line) {
    List<String> texts = new ArrayList<>();
    line.path("output").path("recommendedItems").forEach(item -> texts.add(item.stringValue()));
    return texts;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.csv.CsvRecordReader;
import org.openpersonalize.core.evaluation.EvaluationReport;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

/** What goes with a lunch bag and a cake stand, in the shop that sold them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RelatedItemsOnOnlineRetailTest {
  private static final String LUNCH_BAG = "20725"; // LUNCH BAG RED RETROSPOT
  private static final String CAKE_STAND = "22423"; // REGENCY CAKESTAND 3 TIER
  private static final Set<String> OTHER_LUNCH_BAGS = Set.of(
      "20726", "20727", "20728", "22382", "22383", "22384", "22662", "23206", "23207", "23208",
      "23209", "23583", "23681");
  private static final Set<String> REGENCY_TEACUPS = Set.of("22697", "22698", "22699");
  private static final InteractionLog LOG = TestData.onlineRetailWithInvoices();

  /** Each recipe once for all tests. */
  private static final Map<String, TrainedModel> TRAINED = new ConcurrentHashMap<>();

  @Test
  void customers_who_had_a_lunch_bag_had_other_lunch_bags() {
    TrainedModel sims = trained("aws-sims");

    assertThat(related(sims, LUNCH_BAG, 5)).isSubsetOf(OTHER_LUNCH_BAGS);
    assertThat(related(sims, CAKE_STAND, 5)).containsAll(REGENCY_TEACUPS);
  }

  @Test
  void what_is_bought_together_are_the_items_of_the_same_invoices_with_the_greatest_lift()
      throws IOException {
    TrainedModel together = trained("aws-ecomm-frequently-bought-together");
    Invoices invoices = Invoices.read();

    for (String item : List.of(LUNCH_BAG, CAKE_STAND)) {
      List<String> best = related(together, item, 5);
      List<String> expected = invoices.expected(item, 8);

      assertThat(best).doesNotContain(item).isSubsetOf(expected);
      assertThat(best).allMatch(other -> invoices.lift(item, other) > 2);
    }
    assertThat(related(together, CAKE_STAND, 3)).containsAll(REGENCY_TEACUPS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws-sims", "aws-ecomm-frequently-bought-together"})
  void what_a_held_out_customer_took_next_goes_with_the_last_item_more_often_than_it_is_popular(
      String recipe) {
    TrainedModel model = trained(recipe);
    double found = ndcg(model.report());
    double popular = ndcg(model.popularityBaseline());

    System.out.printf(
        "Related items on Online Retail: %s, %d users, ndcg@10 %.4f (popular items %.4f)%n",
        recipe, requireNonNull(model.tested()).size(), found, popular);
    assertThat(found).isGreaterThan(2 * popular);
  }

  private static double ndcg(Optional<EvaluationReport> report) {
    return report.orElseThrow().metric("normalized_discounted_cumulative_gain_at_10");
  }

  private static TrainedModel trained(String recipe) {
    return TRAINED.computeIfAbsent(recipe, RelatedItemsOnOnlineRetailTest::train);
  }

  private static TrainedModel train(String name) {
    Recipe recipe =
        RecipeCatalogue.find(Arn.ofService(ResourceType.RECIPE, name)).orElseThrow();
    return new RecipeTrainer(Clock.systemUTC())
        .train(
            TestData.training(Hyperparameters.defaultsOf(recipe), LOG, recipe.events(), 1, 2),
            TrainingProgress.NONE);
  }

  private static List<String> related(TrainedModel model, String item, int count) {
    return model
        .model()
        .answer(Question.of(List.of(), Events.NOW).about(item), Wish.best(count))
        .itemIds();
  }

  /** The shop's invoices, counted in the plainest way. */
  private record Invoices(Map<String, Set<String>> items, Map<String, Integer> having) {
    static Invoices read() throws IOException {
      Map<String, Set<String>> items = new HashMap<>();
      Path file = TestData.ROOT.resolve("demo-data/online-retail/interactions.csv.gz");
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
          CsvRecordReader csv = new CsvRecordReader(in, file.toString())) {
        int invoice = csv.column("INVOICE");
        int item = csv.column("ITEM_ID");
        while (csv.next()) {
          items
              .computeIfAbsent(requireNonNull(csv.cell(invoice)), first -> new HashSet<>())
              .add(requireNonNull(csv.cell(item)));
        }
      }
      Map<String, Integer> having = new HashMap<>();
      items.values().forEach(each -> each.forEach(item -> having.merge(item, 1, Integer::sum)));
      return new Invoices(items, having);
    }

    double lift(String item, String other) {
      return together(item).getOrDefault(other, 0)
          * (double) items.size()
          / having.get(item)
          / having.get(other);
    }

    /** By the share of invoices with the item that have the other, popular ones held back a little. */
    List<String> expected(String item, int most) {
      Map<Double, String> expected = new TreeMap<>();
      together(item).forEach((other, count) -> {
        if (!other.equals(item)) {
          expected.put(-count / Math.pow(having.get(other), 0.25), other);
        }
      });
      return expected.values().stream().limit(most).toList();
    }

    /** With which items an item shares how many invoices. */
    private Map<String, Integer> together(String item) {
      Map<String, Integer> together = new HashMap<>();
      items.values().stream()
          .filter(each -> each.contains(item))
          .forEach(each -> each.forEach(other -> together.merge(other, 1, Integer::sum)));
      return together;
    }
  }
}

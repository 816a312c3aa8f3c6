// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.evaluation.ColdItemSplit;
import org.openpersonalize.core.exploration.ExplorationConfig;
import org.openpersonalize.core.exploration.ThompsonSampling;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.ranking.Exploration;
import org.openpersonalize.core.ranking.Exploration.Appeal;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Slot;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.testing.RecordFile;
import org.openpersonalize.core.testing.TestData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * What exploring new items costs those that are known: customers of Online Retail who came back after the newest tenth of the
 * items began to appear, asked at that moment.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExplorationCostTest {
  private static final int LENGTH = 10;
  private static final int MOST_CUSTOMERS = 1_000;

  private final InteractionLog log = TestData.onlineRetail();
  private final RecordColumns records = RecordFile.onlineRetail("items").columns();
  private final ColdItemSplit split =
      ColdItemSplit.of(log, ItemRecords.of(records, log.items()), 0.1);
  private final Set<String> cold =
      Arrays.stream(split.coldItems()).mapToObj(log.items()::id).collect(Collectors.toSet());
  private final long moment = newest(split.training()) + 1;
  private final List<Customer> customers = customers();
  private final RecommendationModel known = trained("aws-user-personalization");
  private final IdIndex newIds = IdIndex.of(List.copyOf(new TreeSet<>(cold)));
  private final RecommendationModel placed =
      known.followedBy(new NewItems(newIds, known.place(ItemRecords.of(records, newIds))));
  private final RecommendationModel unplaced =
      known.followedBy(new NewItems(newIds, new FactorMatrix(newIds.size(), known.vectorLength())));
  private final int[] candidates =
      IntStream.range(known.items().size(), placed.items().size()).toArray();

  ExplorationCostTest() throws IOException {}

  /**
   * Somebody who came back.
   *
   * @param warm what was taken then of known items
   * @param cold what was taken then of new ones
   */
  private record Customer(List<PastEvent> history, Set<String> warm, Set<String> cold) {}

  private static long newest(InteractionLog log) {
    return IntStream.range(0, log.size()).mapToLong(log::epochMillis).max().orElseThrow();
  }

  private List<Customer> customers() {
    List<Customer> customers = new ArrayList<>();
    for (int user = 0; user < log.users().size() && customers.size() < MOST_CUSTOMERS; user++) {
      List<PastEvent> events = Events.of(log, user);
      Map<Boolean, Set<String>> later = events.stream()
          .filter(event -> event.epochMillis() >= moment)
          .map(PastEvent::itemId)
          .collect(Collectors.partitioningBy(cold::contains, Collectors.toSet()));
      List<PastEvent> history =
          events.stream().filter(event -> event.epochMillis() < moment).toList();
      if (!history.isEmpty() && !later.get(false).isEmpty()) {
        customers.add(new Customer(history, later.get(false), later.get(true)));
      }
    }
    return customers;
  }

  private RecommendationModel trained(String recipe) {
    Hyperparameters hyperparameters = Hyperparameters.defaultsOf(
        ServedRecipes.find(Arn.ofService(ResourceType.RECIPE, recipe)).orElseThrow());
    InteractionLog training = withoutColdItems();
    Training prepared = TestData.training(
            hyperparameters, training, ConfidenceRule.everyEvent(), 1, 2)
        .withItems(() -> Optional.of(records));
    return new RecipeTrainer(Clock.systemUTC())
        .train(prepared, TrainingProgress.NONE)
        .model();
  }

  /** The training with the items in it alone. */
  private InteractionLog withoutColdItems() {
    InteractionLogBuilder builder = new InteractionLogBuilder();
    InteractionLog training = split.training();
    for (int user = 0; user < training.users().size(); user++) {
      for (PastEvent event : Events.of(training, user)) {
        builder.add(
            training.users().id(user),
            event.itemId(),
            event.eventType(),
            event.eventValue(),
            event.epochMillis());
      }
    }
    return builder.build();
  }

  /**
   * What came of lists.
   *
   * @param ndcg of each customer, by the known items
   * @param ofAll the same by all items
   * @param share of the places that was explored
   * @param hitRate of the explored places
   */
  private record Outcome(double[] ndcg, double ofAll, double share, double hitRate) {
    double mean() {
      return Arrays.stream(ndcg).average().orElseThrow();
    }

    /** The mean of the differences, and what is added and taken off for the interval of 95 %. */
    double[] differenceTo(Outcome other) {
      double mean = mean() - other.mean();
      double squares = IntStream.range(0, ndcg.length)
          .mapToDouble(n -> Math.pow(ndcg[n] - other.ndcg[n] - mean, 2))
          .sum();
      return new double[] {mean, 1.96 * Math.sqrt(squares) / ndcg.length};
    }
  }

  private Outcome outcome(RecommendationModel model, double share) {
    ThompsonSampling sampling =
        new ThompsonSampling(new long[candidates.length], new long[candidates.length]);
    double[] ndcg = new double[customers.size()];
    double ofAll = 0;
    int explored = 0;
    int hits = 0;
    int places = 0;
    for (int n = 0; n < ndcg.length; n++) {
      Customer customer = customers.get(n);
      Appeal appeal = sampling.drawn(n);
      Recommendations answer = model.answer(
          Question.of(customer.history(), Instant.ofEpochMilli(moment)),
          Wish.best(LENGTH).exploring(new Exploration(candidates, share, appeal), n));
      ndcg[n] = ndcg(answer, customer.warm());
      Set<String> all = new HashSet<>(customer.warm());
      all.addAll(customer.cold());
      ofAll += ndcg(answer, all) / ndcg.length;
      places += answer.items().size();
      for (Recommendations.Item item : answer.items()) {
        if (item.slot() == Slot.EXPLORED) {
          explored++;
          hits += customer.cold().contains(item.itemId()) ? 1 : 0;
        }
      }
    }
    return new Outcome(
        ndcg, ofAll, (double) explored / places, (double) hits / Math.max(1, explored));
  }

  private static double ndcg(Recommendations answer, Set<String> relevant) {
    double gain = 0;
    double best = 0;
    List<String> ids = answer.itemIds();
    for (int place = 0; place < LENGTH; place++) {
      double weight = Math.log(2) / Math.log(place + 2);
      gain += place < ids.size() && relevant.contains(ids.get(place)) ? weight : 0;
      best += place < relevant.size() ? weight : 0;
    }
    return gain / best;
  }

  @Test
  void exploring_costs_known_items_no_more_than_the_places_it_takes() {
    Outcome before = outcome(known, 0);
    Outcome none = outcome(placed, 0);
    System.out.printf(
        "Exploration on Online Retail: %d customers, %d new items; ndcg@10 of known items %.4f without new items and %.4f with them, of all items %.4f and %.4f%n",
        customers.size(), newIds.size(), before.mean(), none.mean(), before.ofAll(), none.ofAll());
    Set<Double> shares = new HashSet<>();
    for (String weight : List.of("0.1", "0.3", "0.5", "1")) {
      double share = ExplorationConfig.of(Map.of("explorationWeight", weight)).share();
      Outcome with = outcome(placed, share);
      Outcome blind = outcome(unplaced, share);
      double[] cost = with.differenceTo(none);
      System.out.printf(
          "explorationWeight %s: ndcg@10 of known items %.4f (%+.4f ± %.4f), %.1f %% of the places explored, %.2f %% of these taken later, %.2f %% by lot%n",
          weight,
          with.mean(),
          cost[0],
          cost[1],
          100 * with.share(),
          100 * with.hitRate(),
          100 * blind.hitRate());
      shares.add(share);
      assertThat(with.share()).isCloseTo(share, within(0.02));
      assertThat(with.mean()).isGreaterThan((1 - 1.3 * share) * none.mean() - 0.003);
      if (share > 0.05) {
        assertThat(with.hitRate()).isGreaterThan(1.5 * blind.hitRate());
      }
    }
    Outcome builtIn = outcome(placed, ExplorationConfig.BUILT_IN.share());
    System.out.printf(
        "as built in: ndcg@10 of known items %.4f, %.2f %% of the places explored%n",
        builtIn.mean(), 100 * builtIn.share());
    assertThat(builtIn.mean()).isCloseTo(none.mean(), within(0.002));
    assertThat(shares).hasSize(4);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.matrix.Profile;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.ScoreArray;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.testing.TestData;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ItemRewardsTest {
  private static final DatasetSchema SCHEMA = DatasetSchema.parse("""
      {"type":"record","name":"Items","fields":[
        {"name":"ITEM_ID","type":"string"},
        {"name":"PRICE","type":["null","float"]},
        {"name":"STOCK","type":["null","long"]}]}
      """, null);

  private final RecordColumnsBuilder records = new RecordColumnsBuilder(SCHEMA);
  private final List<String> ids = new ArrayList<>();

  private void item(String properties) {
    String id = "i%04d".formatted(ids.size());
    ids.add(id);
    records.add(Utf8Slice.of(id), Utf8Slice.of(properties));
  }

  private Optional<ItemRewards> rewards(String column, ObjectiveSensitivity sensitivity) {
    return ItemRewards.of(
        new OptimizationObjective(column, sensitivity), records.build(), IdIndex.of(ids));
  }

  @Test
  void a_reward_is_the_place_between_the_percentiles_of_all_values() {
    for (int price = 0; price <= 100; price++) {
      item("{\"PRICE\":%d}".formatted(price));
    }
    item("{\"PRICE\":100000}");

    ItemRewards rewards = rewards("PRICE", ObjectiveSensitivity.HIGH).orElseThrow();

    assertThat(rewards.size()).isEqualTo(102);
    assertThat(rewards.of(0)).isEqualTo(rewards.of(1)).isEqualTo(0.01f);
    assertThat(rewards.of(101)).as("one precious item").isEqualTo(1);
    assertThat(rewards.of(100)).isEqualTo(1);
    assertThat(rewards.of(50)).isCloseTo(0.01 + 0.99 * 49 / 99, within(1e-6));
  }

  @Test
  void an_item_without_a_value_is_worth_what_the_median_one_is() {
    for (int stock = -5; stock <= 5; stock++) {
      item("{\"STOCK\":%d}".formatted(stock));
    }
    item("{}");
    ids.add("without a record");

    ItemRewards rewards = rewards("STOCK", ObjectiveSensitivity.LOW).orElseThrow();

    assertThat(rewards.of(5)).isCloseTo(0.505, within(1e-6));
    assertThat(rewards.of(11)).isEqualTo(rewards.of(5));
    assertThat(rewards.of(12)).isEqualTo(rewards.of(5));
  }

  @Test
  void items_of_one_value_are_all_worth_the_same() {
    item("{\"PRICE\":3}");
    item("{\"PRICE\":3}");

    ItemRewards rewards = rewards("PRICE", ObjectiveSensitivity.HIGH).orElseThrow();
    assertThat(rewards.of(0)).isEqualTo(rewards.of(1)).isEqualTo(1);
  }

  @Test
  void without_any_value_there_are_no_rewards() {
    item("{\"PRICE\":3}");

    assertThat(rewards("STOCK", ObjectiveSensitivity.HIGH)).isEmpty();
  }

  @Test
  void an_interaction_counts_a_power_of_the_reward_and_one_in_the_mean() {
    InteractionLogBuilder log = new InteractionLogBuilder();
    log.add("u", "i0000", "buy", 1, 1);
    log.add("u", "i0001", "buy", 1, 2);
    log.add("v", "i0001", "buy", 1, 3);
    OptimizationObjective high = new OptimizationObjective("PRICE", ObjectiveSensitivity.HIGH);

    ItemWeights weights =
        new ItemRewards(high, new float[] {0.09f, 0.36f}).weights(log.build()).orElseThrow();

    assertThat(weights.objective()).isEqualTo(high);
    assertThat(weights.weights()[0]).isCloseTo(0.6f, within(1e-6f));
    assertThat(weights.weights()[1]).isCloseTo(1.2f, within(1e-6f));
  }

  @Test
  void an_objective_that_is_off_leaves_interactions_as_they_are() {
    OptimizationObjective off = new OptimizationObjective("PRICE", ObjectiveSensitivity.OFF);

    assertThat(new ItemRewards(off, new float[] {0.09f, 1}).weights(TestData.random(1, 10, 2, 100)))
        .isEmpty();
  }

  @Test
  void other_rewards_and_other_objectives_have_another_digest() {
    OptimizationObjective low = new OptimizationObjective("PRICE", ObjectiveSensitivity.LOW);
    OptimizationObjective high = new OptimizationObjective("PRICE", ObjectiveSensitivity.HIGH);
    String digest = new ItemRewards(low, new float[] {0.5f, 1}).digest();

    assertThat(new ItemRewards(low, new float[] {0.5f, 1}).digest()).isEqualTo(digest);
    assertThat(new ItemRewards(high, new float[] {0.5f, 1}).digest()).isNotEqualTo(digest);
    assertThat(new ItemRewards(low, new float[] {0.6f, 1}).digest()).isNotEqualTo(digest);
  }

  @Test
  void a_model_is_asked_by_histories_that_are_weighed_as_what_it_learned_from() {
    ItemWeights weights = new ItemWeights(
        new OptimizationObjective("PRICE", ObjectiveSensitivity.HIGH), new float[] {0.5f, 2, 1});
    Query query = Query.of(new Profile(new int[] {1, 2}, new float[] {0.5f, 0.25f}));
    float[][] all = new float[1][3];

    Model weighed = weights.weigh(new Echo());
    weighed.scoreAll(List.of(query), all);

    assertThat(all[0]).containsExactly(0, 1, 0.25f);
    assertThat(weighed.scorer(query).score(1)).isEqualTo(1);
    assertThat(weighed.scorer(query).score(2)).isEqualTo(0.25f);
    assertThat(weighed.explain(query, 1).byItem()).containsExactly(entry(1, 1.0), entry(2, 0.0));
  }

  /** Scores an item by the confidence in it. */
  private static final class Echo implements Model {
    @Override
    public int itemCount() {
      return 3;
    }

    @Override
    public CandidateScorer scorer(Query query) {
      float[] scores = new float[itemCount()];
      for (int place = 0; place < query.profile().size(); place++) {
        scores[query.profile().items()[place]] = query.profile().confidences()[place];
      }
      return new ScoreArray(scores);
    }

    @Override
    public Contributions explain(Query query, int item) {
      Profile profile = query.profile();
      return Contributions.of(
          profile, n -> profile.items()[n] == item ? profile.confidences()[n] : 0);
    }

    @Override
    public long sizeInBytes() {
      return 0;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.family.Families;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.Fading;
import org.openpersonalize.core.matrix.Fading.Law;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.reward.ItemRewards;
import org.openpersonalize.core.reward.ItemWeights;
import org.openpersonalize.core.training.ActionData;

/**
 * A training, prepared: all that decides which model comes out, whoever carries it out.
 *
 * @param candidates among which the model is found
 * @param events which events count and how much; the recipe's recency adds the fading
 * @param data what is learned from; of the interactions, what does not count by the events is left out
 * @param execution how it is carried out
 */
public record Training(
    Candidates candidates, ConfidenceRule events, Data data, Execution execution) {

  /**
   * The models that a training may end with.
   *
   * @param hyperparameters of the recipe to train, where {@code search} does not choose another
   * @param search how the model's parameters are found
   * @param families among which the recipe's is found
   * @param rewards what items are worth, for whose sake the one that is found leans; null if that does not count
   */
  public record Candidates(
      Hyperparameters hyperparameters,
      ParameterSearch search,
      Families families,
      @Nullable ItemRewards rewards) {
    /** Models that are good for what is relevant. */
    public Candidates(Hyperparameters hyperparameters, ParameterSearch search, Families families) {
      this(hyperparameters, search, families, null);
    }
  }

  /**
   * What is learned from.
   *
   * @param items reads the items' records, when a model needs them; empty if there are none
   * @param actions the same of what users are offered
   */
  public record Data(
      InteractionLog interactions,
      Supplier<Optional<RecordColumns>> items,
      Supplier<Optional<ActionData>> actions) {}

  /**
   * How a training is carried out.
   *
   * @param seed of the split and of everything else that is random
   * @param threads ≥ 1; the model does not depend on it
   */
  public record Execution(long seed, int threads) {}

  /** How events fade where a recipe's recency is on. */
  public static final Fading FADING = new Fading(Law.HYPERBOLIC, Duration.ofDays(30), 0.3, 9);

  public Training {
    data = new Data(events.select(data.interactions()), data.items(), data.actions());
  }

  /** A training on interactions alone. */
  public Training(
      Candidates candidates,
      ConfidenceRule events,
      InteractionLog interactions,
      Execution execution) {
    this(candidates, events, new Data(interactions, Optional::empty, Optional::empty), execution);
  }

  /** The same, with the items' records. */
  public Training withItems(Supplier<Optional<RecordColumns>> items) {
    return new Training(
        candidates, events, new Data(interactions(), items, data.actions()), execution);
  }

  /** The same, with the actions that users are offered. */
  public Training withActions(Supplier<Optional<ActionData>> actions) {
    return new Training(
        candidates, events, new Data(interactions(), data.items(), actions), execution);
  }

  /** The interactions that count. */
  public InteractionLog interactions() {
    return data.interactions();
  }

  /** The same for a model that leans towards what is worth more; the same if nothing is known of that. */
  public Training rewarding(@Nullable ItemRewards rewards) {
    Candidates leaning = new Candidates(hyperparameters(), search(), families(), rewards);
    return new Training(leaning, events, data, execution);
  }

  public Hyperparameters hyperparameters() {
    return candidates.hyperparameters();
  }

  public Recipe recipe() {
    return hyperparameters().recipe();
  }

  public ParameterSearch search() {
    return candidates.search();
  }

  Families families() {
    return candidates.families();
  }

  /** What the items are worth; null if that does not count. */
  @Nullable ItemRewards rewards() {
    return candidates.rewards();
  }

  /** What interactions with the items count for that; null if all count alike. */
  @Nullable ItemWeights weights() {
    return rewards() == null ? null : rewards().weights(interactions()).orElse(null);
  }

  public long seed() {
    return execution.seed();
  }

  public int threads() {
    return execution.threads();
  }

  /** The family of the recipe. */
  ModelFamily<?, ?> family() {
    return families().named(recipe().family());
  }

  /** How interactions become confidences, if the recipe is the one that is trained. */
  public ConfidenceRule rule() {
    return rule(hyperparameters());
  }

  /** How interactions become confidences by some hyperparameters; without fading where time says nothing. */
  ConfidenceRule rule(Hyperparameters chosen) {
    return events.withFading(fading(chosen));
  }

  private @Nullable Fading fading(Hyperparameters chosen) {
    boolean recency = chosen.flag(Knobs.RECENCY_MASK) || chosen.flag(Knobs.APPLY_RECENCY_BIAS);
    return recency && !interactions().happenedAtOnce() ? FADING : null;
  }

  /** What is trained, or, where that is still to be searched for, the largest that may be found. */
  public ModelParameters largestParameters() {
    return search().largest(this);
  }

  /**
   * The interactions of users whose number of interactions lies within the percentiles asked for, and of those the ones with
   * items whose number does.
   */
  public static InteractionLog withinPercentiles(InteractionLog log, Hyperparameters chosen) {
    InteractionLog ofUsers = chosen.has(Knobs.MIN_USER_HISTORY_LENGTH_PERCENTILE)
        ? withinHistoryLengths(log, chosen)
        : log;
    return chosen.has(Knobs.MIN_ITEM_INTERACTION_COUNT_PERCENTILE)
        ? withinItemCounts(ofUsers, chosen)
        : ofUsers;
  }

  private static InteractionLog withinHistoryLengths(InteractionLog log, Hyperparameters chosen) {
    Percentiles lengths = new Percentiles(IntStream.range(0, log.users().size()).map(log::length));
    int shortest = lengths.at(chosen.real(Knobs.MIN_USER_HISTORY_LENGTH_PERCENTILE));
    int longest = lengths.at(chosen.real(Knobs.MAX_USER_HISTORY_LENGTH_PERCENTILE));
    return log.where((user, row) -> log.length(user) >= shortest && log.length(user) <= longest);
  }

  private static InteractionLog withinItemCounts(InteractionLog log, Hyperparameters chosen) {
    int[] counts = new int[log.items().size()];
    for (int row = 0; row < log.size(); row++) {
      counts[log.item(row)]++;
    }
    Percentiles percentiles = new Percentiles(Arrays.stream(counts));
    int fewest = percentiles.at(chosen.real(Knobs.MIN_ITEM_INTERACTION_COUNT_PERCENTILE));
    int most = chosen.isGiven(Knobs.MAX_ITEM_INTERACTION_COUNT_PERCENTILE)
        ? percentiles.at(chosen.real(Knobs.MAX_ITEM_INTERACTION_COUNT_PERCENTILE))
        : Integer.MAX_VALUE;
    return log.where(
        (user, row) -> counts[log.item(row)] >= fewest && counts[log.item(row)] <= most);
  }

  /** Of the counts that are above zero. */
  private static final class Percentiles {
    private final int[] ascending;

    Percentiles(IntStream counts) {
      this.ascending = counts.filter(count -> count > 0).sorted().toArray();
    }

    int at(double percentile) {
      return ascending.length == 0
          ? 0
          : ascending[(int) Math.round(percentile * (ascending.length - 1))];
    }
  }
}

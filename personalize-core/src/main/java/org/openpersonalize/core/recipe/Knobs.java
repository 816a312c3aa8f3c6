// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recipe;

import java.util.List;
import java.util.Map;
import org.openpersonalize.core.recipe.Hyperparameter.Kind;
import org.openpersonalize.core.recipe.Hyperparameter.OneOf;
import org.openpersonalize.core.recipe.Hyperparameter.Real;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;

/** The knobs of all recipes. Where the recipes differ in a default, the constant has that of the newest. */
public final class Knobs {
  public static final Hyperparameter HIDDEN_DIMENSION = new Hyperparameter(
      "hidden_dimension",
      Kind.ALGORITHM,
      new Whole(32, 256),
      "149",
      true,
      "The number of factors. A solution that does not give it is trained with the service's own choice.");

  public static final Hyperparameter BPTT = new Hyperparameter(
      "bptt",
      Kind.ALGORITHM,
      new Whole(2, 32),
      "32",
      true,
      "Accepted for compatibility and without effect: a factorization has no steps to propagate back through.");

  public static final Hyperparameter RECENCY_MASK =
      recency("recency_mask", List.of("True", "False"), true);

  public static final Hyperparameter APPLY_RECENCY_BIAS =
      recency("apply_recency_bias", List.of("true", "false"), false);

  public static final Hyperparameter MIN_USER_HISTORY_LENGTH_PERCENTILE = percentile(
      "min_user_history_length_percentile",
      "0.0",
      "Users whose history is shorter than this percentile of all histories are left out of training.");

  public static final Hyperparameter MAX_USER_HISTORY_LENGTH_PERCENTILE = percentile(
      "max_user_history_length_percentile",
      "0.99",
      "Users whose history is longer than this percentile of all histories are left out of training.");

  public static final Hyperparameter MIN_ITEM_INTERACTION_COUNT_PERCENTILE = percentile(
      "min_item_interaction_count_percentile",
      "0.01",
      "Items with fewer interactions than this percentile of all items are left out of training.");

  public static final Hyperparameter MAX_ITEM_INTERACTION_COUNT_PERCENTILE = percentile(
      "max_item_interaction_count_percentile",
      "0.9",
      "Items with more interactions than this percentile of all items are left out of training; none is where it is not given.");

  public static final Hyperparameter POPULARITY_DISCOUNT_FACTOR = new Hyperparameter(
      "popularity_discount_factor",
      Kind.ALGORITHM,
      new Real(0, 1),
      "0.5",
      true,
      "How much popular items are held back among those similar to an item: 0 not at all, 1 most.");

  public static final Hyperparameter MIN_COINTERACTION_COUNT = new Hyperparameter(
      "min_cointeraction_count",
      Kind.ALGORITHM,
      new Whole(0, 10),
      "3",
      true,
      "How many users two items need in common to be similar.");

  public static final Hyperparameter ITEM_ID_HIDDEN_DIM = new Hyperparameter(
      "item_id_hidden_dim",
      Kind.ALGORITHM,
      new Whole(30, 200),
      "100",
      true,
      "The number of factors learned from interactions.");

  public static final Hyperparameter ITEM_METADATA_HIDDEN_DIM = new Hyperparameter(
      "item_metadata_hidden_dim",
      Kind.ALGORITHM,
      new Whole(30, 200),
      "100",
      true,
      "The number of factors learned from the items' metadata.");

  public static final Hyperparameter TREND_DISCOVERY_FREQUENCY = new Hyperparameter(
      "trend_discovery_frequency",
      Kind.FEATURE_TRANSFORMATION,
      new OneOf(
          List.of("30 minutes", "1 hour", "2 hours", "3 hours", "1 day"),
          Map.of("30 min", "30 minutes", "1h", "1 hour", "3h", "3 hours")),
      "2 hours",
      false,
      "How long the two intervals are whose interactions are compared; that is done anew as events come.");

  public static final Hyperparameter ACTION_OPTIMIZATION_PERIOD = new Hyperparameter(
      "action_optimization_period",
      Kind.FEATURE_TRANSFORMATION,
      new Whole(7, 28),
      "14",
      false,
      "Within how many days the user is to take the action.");

  public static final Hyperparameter COLD_START_MAX_INTERACTIONS = new Hyperparameter(
      "cold_start_max_interactions",
      Kind.FEATURE_TRANSFORMATION,
      new Whole(0, Integer.MAX_VALUE),
      "15",
      false,
      "An item with at most so many interactions is a cold one.");

  public static final Hyperparameter COLD_START_MAX_DURATION = new Hyperparameter(
      "cold_start_max_duration",
      Kind.FEATURE_TRANSFORMATION,
      new Real(0, Integer.MAX_VALUE),
      "5.0",
      false,
      "For how many days an item is a cold one.");

  public static final Hyperparameter COLD_START_RELATIVE_FROM = new Hyperparameter(
      "cold_start_relative_from",
      Kind.FEATURE_TRANSFORMATION,
      new OneOf(List.of("latestItem", "currentTime")),
      "latestItem",
      false,
      "From when the days of a cold item are counted back.");

  /** An addition: the original's recipe has no knob. */
  public static final Hyperparameter TEXT_ENCODER = new Hyperparameter(
      "text_encoder",
      Kind.ALGORITHM,
      new OneOf(List.of("tf-idf", "all-minilm-l6-v2-q")),
      "tf-idf",
      false,
      "What texts are compared by: the words and pieces of words that they share, in any language, or a language model for English, which the optional module personalize-embedding brings.");

  private Knobs() {}

  private static Hyperparameter recency(String name, List<String> yesAndNo, boolean isTunable) {
    return new Hyperparameter(
        name,
        Kind.ALGORITHM,
        new OneOf(yesAndNo),
        yesAndNo.get(0),
        isTunable,
        "Whether older events count less. Without effect where all events have the same time.");
  }

  private static Hyperparameter percentile(String name, String value, String description) {
    return new Hyperparameter(
        name, Kind.FEATURE_TRANSFORMATION, new Real(0, 1), value, false, description);
  }
}

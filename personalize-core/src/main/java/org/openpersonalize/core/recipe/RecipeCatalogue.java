// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recipe;

import static org.openpersonalize.core.recipe.Recipe.Feature.AUTOMATIC_UPDATES;
import static org.openpersonalize.core.recipe.Recipe.Feature.AUTO_ML;
import static org.openpersonalize.core.recipe.Recipe.Feature.BASKET_COLUMN;
import static org.openpersonalize.core.recipe.Recipe.Feature.BATCH_INFERENCE;
import static org.openpersonalize.core.recipe.Recipe.Feature.BATCH_SEGMENTS;
import static org.openpersonalize.core.recipe.Recipe.Feature.BUILT_IN_EXPLORATION;
import static org.openpersonalize.core.recipe.Recipe.Feature.COLD_ITEMS;
import static org.openpersonalize.core.recipe.Recipe.Feature.CONTEXT;
import static org.openpersonalize.core.recipe.Recipe.Feature.EVENTS_CONFIG;
import static org.openpersonalize.core.recipe.Recipe.Feature.EXPLORATION;
import static org.openpersonalize.core.recipe.Recipe.Feature.IMPRESSIONS;
import static org.openpersonalize.core.recipe.Recipe.Feature.INCREMENTAL_UPDATES;
import static org.openpersonalize.core.recipe.Recipe.Feature.ITEM_TEXTS;
import static org.openpersonalize.core.recipe.Recipe.Feature.METADATA_ALWAYS;
import static org.openpersonalize.core.recipe.Recipe.Feature.OPTIMIZATION_OBJECTIVE;
import static org.openpersonalize.core.recipe.Recipe.Feature.PROMOTIONS;
import static org.openpersonalize.core.recipe.Recipe.Feature.RANKING_INFLUENCE;
import static org.openpersonalize.core.recipe.Recipe.Feature.THEMES;
import static org.openpersonalize.core.recipe.Recipe.Feature.UPDATES;
import static org.openpersonalize.core.recipe.Recipe.Input.ATTRIBUTES;
import static org.openpersonalize.core.recipe.Recipe.Input.ITEM;
import static org.openpersonalize.core.recipe.Recipe.Input.LIST;
import static org.openpersonalize.core.recipe.Recipe.Input.USER;
import static org.openpersonalize.core.recipe.Recipe.Output.METADATA;
import static org.openpersonalize.core.recipe.Recipe.Output.REASONS;
import static org.openpersonalize.core.recipe.Recipe.Output.SCORES;
import static org.openpersonalize.core.recipe.Recipe.Type.PERSONALIZED_ACTIONS;
import static org.openpersonalize.core.recipe.Recipe.Type.PERSONALIZED_RANKING;
import static org.openpersonalize.core.recipe.Recipe.Type.POPULAR_ITEMS;
import static org.openpersonalize.core.recipe.Recipe.Type.RELATED_ITEMS;
import static org.openpersonalize.core.recipe.Recipe.Type.USER_PERSONALIZATION;
import static org.openpersonalize.core.recipe.Recipe.Type.USER_SEGMENTATION;
import static org.openpersonalize.core.schema.DatasetType.ACTIONS;
import static org.openpersonalize.core.schema.DatasetType.ITEMS;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.Domain;

/**
 * Every recipe of the API, those of solutions first, the newest first among equals. A recipe is served where the family it
 * names exists.
 */
public final class RecipeCatalogue {
  private static final String BLEND = "blend";
  private static final String FACTORIZATION = "als";
  private static final String POPULARITY = "popularity";
  private static final String COINTERACTION = "sims";
  private static final String BASKETS = "baskets";
  private static final String SIMILARITY = "similar-items";
  private static final String SEMANTIC = "semantic";
  private static final String TRENDS = "trends";
  private static final String COLD_START = "cold-start";
  private static final String ACTION = "next-best-action";
  private static final String AFFINITY = "affinity";

  private static final String PERCENTILES = "JSON-percentile-filtering";
  private static final String VIEW = "View";
  private static final String PURCHASE = "Purchase";
  private static final String WATCH = "Watch";

  private static final Instant IN_2019 = Instant.parse("2019-06-10T00:00:00Z");
  private static final Instant IN_2020 = Instant.parse("2020-08-11T00:00:00Z");
  private static final Instant IN_2021 = Instant.parse("2021-11-29T00:00:00Z");
  private static final Instant IN_2023 = Instant.parse("2023-02-01T00:00:00Z");
  private static final Instant IN_2024 = Instant.parse("2024-05-02T00:00:00Z");

  private static final List<Recipe> ALL = Stream.of(
          new RecipeBuilder(
                  "aws-user-personalization-v2",
                  USER_PERSONALIZATION,
                  BLEND,
                  IN_2024,
                  "Recommends items for a user by a blend of implicit matrix factorization, EASE and item-item co-occurrence"
                      + " over the user's recent events, and of what follows what where order tells more.")
              .featureTransformation(PERCENTILES)
              .needs(USER)
              .answers(SCORES, REASONS, METADATA)
              .supports(
                  AUTO_ML,
                  EVENTS_CONFIG,
                  CONTEXT,
                  PROMOTIONS,
                  METADATA_ALWAYS,
                  BUILT_IN_EXPLORATION,
                  AUTOMATIC_UPDATES,
                  BATCH_INFERENCE)
              .knobs(Knobs.APPLY_RECENCY_BIAS),
          new RecipeBuilder(
                  "aws-user-personalization",
                  USER_PERSONALIZATION,
                  FACTORIZATION,
                  IN_2020,
                  "Recommends items for a user by implicit matrix factorization over the user's recent events.")
              .featureTransformation(PERCENTILES)
              .needs(USER)
              .answers(SCORES, METADATA)
              .supports(
                  AUTO_ML,
                  OPTIMIZATION_OBJECTIVE,
                  CONTEXT,
                  IMPRESSIONS,
                  EXPLORATION,
                  UPDATES,
                  PROMOTIONS,
                  AUTOMATIC_UPDATES,
                  BATCH_INFERENCE)
              .knobs(sequenceKnobs("149")),
          new RecipeBuilder(
                  "aws-personalized-ranking-v2",
                  PERSONALIZED_RANKING,
                  BLEND,
                  IN_2024,
                  "Puts a list of items in order for a user by a blend of implicit matrix factorization, EASE and item-item"
                      + " co-occurrence, and of what follows what where order tells more.")
              .featureTransformation(PERCENTILES)
              .needs(USER, LIST)
              .answers(SCORES, METADATA)
              .supports(EVENTS_CONFIG, CONTEXT, METADATA_ALWAYS, BATCH_INFERENCE)
              .knobs(Knobs.APPLY_RECENCY_BIAS),
          new RecipeBuilder(
                  "aws-personalized-ranking",
                  PERSONALIZED_RANKING,
                  FACTORIZATION,
                  IN_2019,
                  "Puts a list of items in order for a user by implicit matrix factorization.")
              .featureTransformation(PERCENTILES)
              .needs(USER, LIST)
              .answers(SCORES, METADATA)
              .supports(OPTIMIZATION_OBJECTIVE, CONTEXT, BATCH_INFERENCE)
              .knobs(sequenceKnobs("149")),
          new RecipeBuilder(
                  "aws-hrnn",
                  USER_PERSONALIZATION,
                  FACTORIZATION,
                  IN_2019,
                  "Legacy name: as aws-user-personalization, without exploration.")
              .featureTransformation(PERCENTILES)
              .needs(USER)
              .answers(SCORES, METADATA)
              .supports(AUTO_ML, CONTEXT, PROMOTIONS, BATCH_INFERENCE)
              .knobs(sequenceKnobs("43")),
          new RecipeBuilder(
                  "aws-popularity-count",
                  USER_PERSONALIZATION,
                  POPULARITY,
                  IN_2019,
                  "Recommends the items that most users interacted with, the same to everyone.")
              .featureTransformation("sims")
              .answers(METADATA)
              .supports(AUTO_ML, PROMOTIONS, BATCH_INFERENCE),
          new RecipeBuilder(
                  "aws-hrnn-metadata",
                  USER_PERSONALIZATION,
                  COLD_START,
                  IN_2019,
                  "Legacy name: as aws-hrnn, and what metadata of items says counts the more, the fewer users took an item.")
              .featureTransformation("featurize_metadata")
              .needs(USER)
              .answers(SCORES, METADATA)
              .supports(CONTEXT, PROMOTIONS, BATCH_INFERENCE)
              .knobs(sequenceKnobs("43")),
          new RecipeBuilder(
                  "aws-hrnn-coldstart",
                  USER_PERSONALIZATION,
                  COLD_START,
                  IN_2019,
                  "Legacy name: as aws-hrnn-metadata, recommending new items more often.")
              .featureTransformation("featurize_coldstart")
              .needs(USER)
              .answers(SCORES, METADATA)
              .supports(
                  CONTEXT, COLD_ITEMS, UPDATES, PROMOTIONS, AUTOMATIC_UPDATES, BATCH_INFERENCE)
              .minimumData(MinimumData.INTERACTIONS.with(ITEMS))
              .knobs(coldStartKnobs()),
          new RecipeBuilder(
                  "aws-trending-now",
                  POPULAR_ITEMS,
                  TRENDS,
                  IN_2023,
                  "Recommends the items whose interactions increase most from one interval to the next.")
              .algorithm("aws-trending-now-custom")
              .answers(METADATA)
              .supports(PROMOTIONS, AUTOMATIC_UPDATES)
              .knobs(Knobs.TREND_DISCOVERY_FREQUENCY),
          new RecipeBuilder(
                  "aws-similar-items",
                  RELATED_ITEMS,
                  SIMILARITY,
                  IN_2021,
                  "Recommends items that are similar to an item by who interacted with them and by their metadata.")
              .needs(ITEM)
              .answers(METADATA)
              .supports(PROMOTIONS, BATCH_INFERENCE, THEMES)
              .knobs(
                  Knobs.POPULARITY_DISCOUNT_FACTOR.withDefault("0.0").notTunable(),
                  Knobs.ITEM_ID_HIDDEN_DIM,
                  Knobs.ITEM_METADATA_HIDDEN_DIM),
          new RecipeBuilder(
                  "aws-sims",
                  RELATED_ITEMS,
                  COINTERACTION,
                  IN_2019,
                  "Recommends items that the users of an item also interacted with.")
              .featureTransformation("sims")
              .needs(ITEM)
              .answers(METADATA)
              .supports(PROMOTIONS, BATCH_INFERENCE)
              .knobs(
                  Knobs.POPULARITY_DISCOUNT_FACTOR,
                  Knobs.MIN_COINTERACTION_COUNT,
                  Knobs.MIN_USER_HISTORY_LENGTH_PERCENTILE.withDefault("0.005"),
                  Knobs.MAX_USER_HISTORY_LENGTH_PERCENTILE.withDefault("0.995"),
                  Knobs.MIN_ITEM_INTERACTION_COUNT_PERCENTILE,
                  Knobs.MAX_ITEM_INTERACTION_COUNT_PERCENTILE),
          new RecipeBuilder(
                  "aws-semantic-similarity",
                  RELATED_ITEMS,
                  SEMANTIC,
                  IN_2024,
                  "Recommends items whose names and descriptions are alike, by TF-IDF of words and pieces of words in the directions of a truncated singular value decomposition, or by a language model for English where the module personalize-embedding is.")
              .needs(ITEM)
              .answers(METADATA)
              .supports(
                  PROMOTIONS,
                  METADATA_ALWAYS,
                  INCREMENTAL_UPDATES,
                  RANKING_INFLUENCE,
                  ITEM_TEXTS,
                  BATCH_INFERENCE)
              .knobs(Knobs.TEXT_ENCODER)
              .minimumData(MinimumData.NOTHING.with(ITEMS)),
          new RecipeBuilder(
                  "aws-next-best-action",
                  PERSONALIZED_ACTIONS,
                  ACTION,
                  IN_2023,
                  "Recommends the actions that a user is most likely to take.")
              .needs(USER)
              .answers(SCORES)
              .supports(AUTOMATIC_UPDATES)
              .minimumData(MinimumData.INTERACTIONS.with(ACTIONS))
              .knobs(Knobs.ACTION_OPTIMIZATION_PERIOD),
          new RecipeBuilder(
                  "aws-item-affinity",
                  USER_SEGMENTATION,
                  AFFINITY,
                  IN_2021,
                  "Finds the users who are most likely to interact with an item, by a factorization and by how often and how lately they come.")
              .featureTransformation("item-affinity")
              .supports(BATCH_SEGMENTS)
              .minimumData(MinimumData.INTERACTIONS.overTime())
              .knobs(Knobs.HIDDEN_DIMENSION.notTunable()),
          new RecipeBuilder(
                  "aws-item-attribute-affinity",
                  USER_SEGMENTATION,
                  AFFINITY,
                  IN_2021,
                  "Finds the users who are most likely to interact with items of an attribute, by how likely they are to take one of these.")
              .featureTransformation("item-attribute-affinity")
              .needs(ATTRIBUTES)
              .supports(BATCH_SEGMENTS)
              .minimumData(MinimumData.INTERACTIONS.with(ITEMS).overTime())
              .knobs(Knobs.HIDDEN_DIMENSION.notTunable()),
          new RecipeBuilder(
                  "aws-ecomm-recommended-for-you",
                  USER_PERSONALIZATION,
                  BLEND,
                  IN_2021,
                  "Recommends items for a user that the user has not purchased.")
              .domain(Domain.ECOMMERCE)
              .needs(USER)
              .answers(REASONS, METADATA)
              .supports(CONTEXT, IMPRESSIONS, EXPLORATION, PROMOTIONS, AUTOMATIC_UPDATES)
              .leavesOut(PURCHASE),
          new RecipeBuilder(
                  "aws-ecomm-popular-items-by-views",
                  POPULAR_ITEMS,
                  POPULARITY,
                  IN_2021,
                  "Recommends the items that most users viewed.")
              .domain(Domain.ECOMMERCE)
              .needs(USER)
              .answers(METADATA)
              .supports(PROMOTIONS)
              .minimumData(MinimumData.INTERACTIONS.ofType(VIEW)),
          new RecipeBuilder(
                  "aws-ecomm-popular-items-by-purchases",
                  POPULAR_ITEMS,
                  POPULARITY,
                  IN_2021,
                  "Recommends the items that most users purchased.")
              .domain(Domain.ECOMMERCE)
              .needs(USER)
              .answers(METADATA)
              .supports(PROMOTIONS)
              .minimumData(MinimumData.INTERACTIONS.ofType(PURCHASE)),
          new RecipeBuilder(
                  "aws-ecomm-frequently-bought-together",
                  RELATED_ITEMS,
                  BASKETS,
                  IN_2021,
                  "Recommends items that customers bought together with an item.")
              .domain(Domain.ECOMMERCE)
              .needs(ITEM)
              .answers(METADATA)
              .supports(PROMOTIONS, BASKET_COLUMN)
              .minimumData(MinimumData.INTERACTIONS.ofType(PURCHASE)),
          new RecipeBuilder(
                  "aws-ecomm-customers-who-viewed-x-also-viewed",
                  RELATED_ITEMS,
                  COINTERACTION,
                  IN_2021,
                  "Recommends items that customers viewed who viewed an item, without those the user purchased.")
              .domain(Domain.ECOMMERCE)
              .needs(USER, ITEM)
              .answers(METADATA)
              .supports(PROMOTIONS)
              .minimumData(MinimumData.INTERACTIONS.ofType(VIEW))
              .leavesOut(PURCHASE),
          new RecipeBuilder(
                  "aws-vod-top-picks",
                  USER_PERSONALIZATION,
                  BLEND,
                  IN_2021,
                  "Recommends videos for a user that the user has not watched.")
              .domain(Domain.VIDEO_ON_DEMAND)
              .needs(USER)
              .answers(REASONS, METADATA)
              .supports(CONTEXT, IMPRESSIONS, EXPLORATION, PROMOTIONS, AUTOMATIC_UPDATES)
              .leavesOut(WATCH),
          new RecipeBuilder(
                  "aws-vod-most-popular",
                  POPULAR_ITEMS,
                  POPULARITY,
                  IN_2021,
                  "Recommends the videos that most users watched.")
              .domain(Domain.VIDEO_ON_DEMAND)
              .needs(USER)
              .answers(METADATA)
              .supports(PROMOTIONS)
              .minimumData(MinimumData.INTERACTIONS.ofType(WATCH)),
          new RecipeBuilder(
                  "aws-vod-because-you-watched-x",
                  RELATED_ITEMS,
                  COINTERACTION,
                  IN_2021,
                  "Recommends videos that were watched by those who watched a video, without those the user watched.")
              .domain(Domain.VIDEO_ON_DEMAND)
              .needs(USER, ITEM)
              .answers(METADATA)
              .supports(PROMOTIONS)
              .minimumData(MinimumData.INTERACTIONS.ofType(WATCH))
              .leavesOut(WATCH),
          new RecipeBuilder(
                  "aws-vod-more-like-x",
                  RELATED_ITEMS,
                  SIMILARITY,
                  IN_2021,
                  "Recommends videos that are similar to a video, without those the user watched.")
              .domain(Domain.VIDEO_ON_DEMAND)
              .needs(USER, ITEM)
              .answers(METADATA)
              .supports(PROMOTIONS)
              .minimumData(MinimumData.INTERACTIONS.with(ITEMS))
              .leavesOut(WATCH),
          new RecipeBuilder(
                  "aws-vod-trending-now",
                  POPULAR_ITEMS,
                  TRENDS,
                  IN_2023,
                  "Recommends the videos whose interactions increase most from one interval to the next.")
              .domain(Domain.VIDEO_ON_DEMAND)
              .answers(METADATA)
              .supports(PROMOTIONS, AUTOMATIC_UPDATES))
      .map(RecipeBuilder::build)
      .toList();

  private RecipeCatalogue() {}

  /** Every recipe of the API, served or not. */
  public static List<Recipe> all() {
    return ALL;
  }

  /** The recipe with this ARN, empty if the API has none. */
  public static Optional<Recipe> find(Arn arn) {
    return ALL.stream().filter(recipe -> recipe.arn().equals(arn)).findFirst();
  }

  /** The knobs of the recipes that were recurrent networks. */
  private static Hyperparameter[] sequenceKnobs(String hiddenDimension) {
    return new Hyperparameter[] {
      Knobs.HIDDEN_DIMENSION.withDefault(hiddenDimension),
      Knobs.BPTT,
      Knobs.RECENCY_MASK,
      Knobs.MIN_USER_HISTORY_LENGTH_PERCENTILE,
      Knobs.MAX_USER_HISTORY_LENGTH_PERCENTILE
    };
  }

  private static Hyperparameter[] coldStartKnobs() {
    return Stream.concat(
            Stream.of(sequenceKnobs("149")).map(Hyperparameter::notTunable),
            Stream.of(
                Knobs.COLD_START_MAX_INTERACTIONS,
                Knobs.COLD_START_MAX_DURATION,
                Knobs.COLD_START_RELATIVE_FROM))
        .toArray(Hyperparameter[]::new);
  }
}

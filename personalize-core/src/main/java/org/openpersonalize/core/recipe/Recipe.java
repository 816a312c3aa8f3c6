// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recipe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.Domain;

/**
 * A way to make recommendations that a solution or a recommender can choose, and all that is special about it. Code that
 * has to treat recipes differently asks for a trait, never for a name.
 *
 * <p>Names, ARNs, knobs and ranges are Amazon Personalize's, so that solutions written for it can be created here. What
 * is learned behind them is stated in each description.
 *
 * @param algorithmArn what DescribeAlgorithm is asked for
 * @param featureTransformationArn what DescribeFeatureTransformation is asked for
 * @param type the {@code recipeType} of the API
 * @param domain null for the recipes of solutions; those of a domain are for recommenders in its dataset groups
 * @param family the name of the family of models that serves it
 * @param inputs what a request must have
 * @param outputs what an answer's items have beside their ids
 * @param features what else the recipe takes part in
 * @param minimumData without which a training fails
 * @param automaticFilter items with an event of this type by the user are left out, null if none are
 */
public record Recipe(
    Arn arn,
    Arn algorithmArn,
    Arn featureTransformationArn,
    Type type,
    @Nullable Domain domain,
    String family,
    String description,
    Instant creationDateTime,
    Instant lastUpdatedDateTime,
    Set<Input> inputs,
    Set<Output> outputs,
    Set<Feature> features,
    MinimumData minimumData,
    @Nullable String automaticFilter,
    List<Hyperparameter> hyperparameters) {

  /** The API's {@code recipeType}: what a campaign of the recipe answers. */
  public enum Type {
    USER_PERSONALIZATION,
    POPULAR_ITEMS,
    PERSONALIZED_RANKING,
    RELATED_ITEMS,
    PERSONALIZED_ACTIONS,
    USER_SEGMENTATION;

    /** Does an answer tell what goes with an item, and not what a user would like? */
    public boolean isAboutItems() {
      return this == RELATED_ITEMS;
    }

    /** Does an answer have actions, and no items? */
    public boolean isAboutActions() {
      return this == PERSONALIZED_ACTIONS;
    }

    /** Does an answer tell which users are likely to take an item? No campaign gives it: only batch jobs do. */
    public boolean findsUsers() {
      return this == USER_SEGMENTATION;
    }
  }

  /** What a request may have to bring. */
  public enum Input {
    USER,
    ITEM,
    LIST,
    /** What items are like, in the lines of a batch segment job. */
    ATTRIBUTES
  }

  /** What an item of an answer may have. */
  public enum Output {
    SCORES,
    REASONS,
    METADATA
  }

  /** What a recipe may take part in. */
  public enum Feature {
    /** {@code performAutoML} may choose it. */
    AUTO_ML,
    /** {@code eventsConfig}, several event types with weights of their own. */
    EVENTS_CONFIG,
    /** {@code optimizationObjective}, which has recommendations lean towards what is worth more. */
    OPTIMIZATION_OBJECTIVE,
    CONTEXT,
    IMPRESSIONS,
    /** {@code itemExplorationConfig} says how many places are kept for new items. */
    EXPLORATION,
    /** A few places are kept for new items, and nobody can say how many. */
    BUILT_IN_EXPLORATION,
    /** Places are kept for cold items, and the recipe's knobs say which items are. */
    COLD_ITEMS,
    PROMOTIONS,
    /** Requests may ask for metadata of items whether or not the campaign was made for it. */
    METADATA_ALWAYS,
    /** Models that take in new items and events between trainings. */
    AUTOMATIC_UPDATES,
    /** {@code trainingMode} may be {@code UPDATE}: a version takes in new items and learns nothing else. */
    UPDATES,
    /** {@code performIncrementalUpdate}: its campaigns take in new items between trainings if the solution says so. */
    INCREMENTAL_UPDATES,
    /** It looks at what was taken in one basket, as a column of the interactions may say. */
    BASKET_COLUMN,
    /** {@code rankingInfluence} says how much popularity and freshness decide beside likeness. */
    RANKING_INFLUENCE,
    /** Learns from the texts of items: one of their columns must be textual or the item's name. */
    ITEM_TEXTS,
    BATCH_INFERENCE,
    /** Batch inference that says what the items of an answer have in common. */
    THEMES,
    BATCH_SEGMENTS
  }

  public Recipe {
    inputs = Set.copyOf(inputs);
    outputs = Set.copyOf(outputs);
    features = Set.copyOf(features);
    hyperparameters = List.copyOf(hyperparameters);
  }

  /** The name that ends the ARN, such as {@code aws-hrnn}. */
  public String name() {
    return arn.id();
  }

  /**
   * The events that it learns from where nobody says which: all of them, or those of the one type that a domain's recipe is
   * about.
   */
  public ConfidenceRule events() {
    return ConfidenceRule.only(minimumData.eventType(), null);
  }

  /** Must a request bring this? */
  public boolean needs(Input input) {
    return inputs.contains(input);
  }

  /** Do the items of an answer have this? */
  public boolean answers(Output output) {
    return outputs.contains(output);
  }

  public boolean supports(Feature feature) {
    return features.contains(feature);
  }

  /** The recipe's own form of a knob, empty if it has none of this name. */
  public Optional<Hyperparameter> hyperparameter(String name) {
    return hyperparameters.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return name();
  }
}

package org.openpersonalize.core.recipe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openpersonalize.core.recipe.Hyperparameter.Kind;
import org.openpersonalize.core.recipe.Hyperparameter.OneOf;
import org.openpersonalize.core.recipe.Hyperparameter.Real;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.resource.Arn;

/**
 * A way to make recommendations that a solution can choose; {@link #all} is the catalogue of those served.
 *
 * <p>Names, ARNs, knobs and ranges are Amazon Personalize's, so that solutions written for it can be created here. What
 * is learned behind them is stated in each description: the second generation of user personalization and personalized
 * ranking is served by {@link Family#BLEND}, the first by {@link Family#FACTORIZATION}.
 *
 * @param algorithmArn what DescribeAlgorithm is asked for
 * @param featureTransformationArn what DescribeFeatureTransformation is asked for
 * @param type the {@code recipeType} of the API
 * @param family which trainer serves it
 */
public record Recipe(
    Arn arn,
    Arn algorithmArn,
    Arn featureTransformationArn,
    Type type,
    Family family,
    String description,
    Instant creationDateTime,
    Instant lastUpdatedDateTime,
    List<Hyperparameter> hyperparameters) {

  /** The API's {@code recipeType}: what a campaign of the recipe answers. */
  public enum Type {
    USER_PERSONALIZATION,
    PERSONALIZED_RANKING
  }

  /** Which model serves a recipe. */
  public enum Family {
    /** Factorization, EASE and item-item co-occurrence together. */
    BLEND,
    /** Implicit-feedback matrix factorization; users are folded in from their recent events. */
    FACTORIZATION,
    /** The same list for everyone, by number of users. */
    POPULARITY
  }

  private static final Instant FIRST_GENERATION = Instant.parse("2019-06-10T00:00:00Z");
  private static final Instant USER_PERSONALIZATION = Instant.parse("2020-08-11T00:00:00Z");
  private static final Instant SECOND_GENERATION = Instant.parse("2024-05-02T00:00:00Z");

  private static final List<Recipe> ALL = List.of(
      recipe(
          "aws-user-personalization-v2",
          "JSON-percentile-filtering",
          Type.USER_PERSONALIZATION,
          Family.BLEND,
          "Recommends items for a user by a blend of implicit matrix factorization, EASE and item-item co-occurrence"
              + " over the user's recent events.",
          SECOND_GENERATION,
          List.of(recency("apply_recency_bias", "true", "false", false))),
      recipe(
          "aws-user-personalization",
          "JSON-percentile-filtering",
          Type.USER_PERSONALIZATION,
          Family.FACTORIZATION,
          "Recommends items for a user by implicit matrix factorization over the user's recent events.",
          USER_PERSONALIZATION,
          sequenceKnobs("149")),
      recipe(
          "aws-personalized-ranking-v2",
          "JSON-percentile-filtering",
          Type.PERSONALIZED_RANKING,
          Family.BLEND,
          "Puts a list of items in order for a user by a blend of implicit matrix factorization, EASE and item-item"
              + " co-occurrence.",
          SECOND_GENERATION,
          List.of(recency("apply_recency_bias", "true", "false", false))),
      recipe(
          "aws-personalized-ranking",
          "JSON-percentile-filtering",
          Type.PERSONALIZED_RANKING,
          Family.FACTORIZATION,
          "Puts a list of items in order for a user by implicit matrix factorization.",
          FIRST_GENERATION,
          sequenceKnobs("149")),
      recipe(
          "aws-hrnn",
          "JSON-percentile-filtering",
          Type.USER_PERSONALIZATION,
          Family.FACTORIZATION,
          "Legacy name: as aws-user-personalization, without exploration.",
          FIRST_GENERATION,
          sequenceKnobs("43")),
      recipe(
          "aws-popularity-count",
          "sims",
          Type.USER_PERSONALIZATION,
          Family.POPULARITY,
          "Recommends the items that most users interacted with, the same to everyone.",
          FIRST_GENERATION,
          List.of()));

  public Recipe {
    hyperparameters = List.copyOf(hyperparameters);
  }

  /** Every recipe that is served. */
  public static List<Recipe> all() {
    return ALL;
  }

  /** The recipe with this ARN, empty if none is served under it. */
  public static Optional<Recipe> find(Arn arn) {
    return ALL.stream().filter(recipe -> recipe.arn.equals(arn)).findFirst();
  }

  /** The name that ends the ARN, such as {@code aws-hrnn}. */
  public String name() {
    return arn.id();
  }

  /** The knob with this name, empty if the recipe has none. */
  public Optional<Hyperparameter> hyperparameter(String name) {
    return hyperparameters.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private static Recipe recipe(
      String name,
      String featureTransformation,
      Type type,
      Family family,
      String description,
      Instant created,
      List<Hyperparameter> hyperparameters) {
    return new Recipe(
        Arn.ofService("recipe", name),
        Arn.ofService("algorithm", name),
        Arn.ofService("feature-transformation", featureTransformation),
        type,
        family,
        description,
        created,
        created,
        hyperparameters);
  }

  /** The knobs of the recipes that were recurrent networks. */
  private static List<Hyperparameter> sequenceKnobs(String hiddenDimension) {
    return List.of(
        new Hyperparameter(
            "hidden_dimension",
            Kind.ALGORITHM,
            new Whole(32, 256),
            hiddenDimension,
            true,
            "The number of factors. A solution that does not give it is trained with the service's own choice."),
        new Hyperparameter(
            "bptt",
            Kind.ALGORITHM,
            new Whole(2, 32),
            "32",
            true,
            "Accepted for compatibility and without effect: a factorization has no steps to propagate back through."),
        recency("recency_mask", "True", "False", true),
        new Hyperparameter(
            "min_user_history_length_percentile",
            Kind.FEATURE_TRANSFORMATION,
            new Real(0, 1),
            "0.0",
            false,
            "Users whose history is shorter than this percentile of all histories are left out of training."),
        new Hyperparameter(
            "max_user_history_length_percentile",
            Kind.FEATURE_TRANSFORMATION,
            new Real(0, 1),
            "0.99",
            false,
            "Users whose history is longer than this percentile of all histories are left out of training."));
  }

  private static Hyperparameter recency(String name, String yes, String no, boolean isTunable) {
    return new Hyperparameter(
        name,
        Kind.ALGORITHM,
        new OneOf(List.of(yes, no)),
        yes,
        isTunable,
        "Whether older events count less. Without effect where all events have the same time.");
  }
}

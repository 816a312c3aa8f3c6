// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameter.Kind;
import org.openpersonalize.core.recipe.Hyperparameter.OneOf;
import org.openpersonalize.core.recipe.Hyperparameter.Real;
import org.openpersonalize.core.recipe.Hyperparameter.Whole;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.springframework.stereotype.Service;

/**
 * DescribeAlgorithm and DescribeFeatureTransformation: the two halves that a recipe names, with the knobs of each. There is no
 * container image that would train an algorithm, so none is named.
 */
@Service
public class AlgorithmService {
  public record DescribeAlgorithm(@NotNull Arn algorithmArn) {}

  public record DescribeAlgorithmResponse(Algorithm algorithm) {}

  /** How a recipe learns; {@code trainingInputMode} is that of files, which are read before training begins. */
  public record Algorithm(
      String name,
      Arn algorithmArn,
      Map<String, String> defaultHyperParameters,
      DefaultHyperParameterRanges defaultHyperParameterRanges,
      Map<String, String> defaultResourceConfig,
      String trainingInputMode,
      Instant creationDateTime,
      Instant lastUpdatedDateTime) {}

  /** What values the knobs take, and which of them a search may choose. */
  public record DefaultHyperParameterRanges(
      List<DefaultIntegerHyperParameterRange> integerHyperParameterRanges,
      List<DefaultContinuousHyperParameterRange> continuousHyperParameterRanges,
      List<DefaultCategoricalHyperParameterRange> categoricalHyperParameterRanges) {
    private static DefaultHyperParameterRanges of(List<Hyperparameter> knobs) {
      List<DefaultIntegerHyperParameterRange> whole = new ArrayList<>();
      List<DefaultContinuousHyperParameterRange> real = new ArrayList<>();
      List<DefaultCategoricalHyperParameterRange> words = new ArrayList<>();
      for (Hyperparameter knob : knobs) {
        if (knob.range() instanceof Whole range) {
          whole.add(new DefaultIntegerHyperParameterRange(
              knob.name(), range.min(), range.max(), knob.isTunable()));
        } else if (knob.range() instanceof Real range) {
          real.add(new DefaultContinuousHyperParameterRange(
              knob.name(), range.min(), range.max(), knob.isTunable()));
        } else if (knob.range() instanceof OneOf range) {
          words.add(new DefaultCategoricalHyperParameterRange(
              knob.name(), range.values(), knob.isTunable()));
        }
      }
      return new DefaultHyperParameterRanges(whole, real, words);
    }
  }

  public record DefaultIntegerHyperParameterRange(
      String name, int minValue, int maxValue, boolean isTunable) {}

  public record DefaultContinuousHyperParameterRange(
      String name, double minValue, double maxValue, boolean isTunable) {}

  public record DefaultCategoricalHyperParameterRange(
      String name, List<String> values, boolean isTunable) {}

  public DescribeAlgorithmResponse describeAlgorithm(DescribeAlgorithm request) {
    List<Recipe> recipes = naming(request.algorithmArn(), Recipe::algorithmArn);
    List<Hyperparameter> knobs = knobs(recipes, Kind.ALGORITHM);
    Recipe first = recipes.get(0);
    return new DescribeAlgorithmResponse(new Algorithm(
        first.algorithmArn().id(),
        first.algorithmArn(),
        defaults(knobs),
        DefaultHyperParameterRanges.of(knobs),
        Map.of(),
        "File",
        first.creationDateTime(),
        first.lastUpdatedDateTime()));
  }

  public record DescribeFeatureTransformation(@NotNull Arn featureTransformationArn) {}

  public record DescribeFeatureTransformationResponse(
      FeatureTransformation featureTransformation) {}

  /** What a recipe makes of the data before it learns. */
  public record FeatureTransformation(
      String name,
      Arn featureTransformationArn,
      Map<String, String> defaultParameters,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      Status status) {}

  public DescribeFeatureTransformationResponse describeFeatureTransformation(
      DescribeFeatureTransformation request) {
    List<Recipe> recipes =
        naming(request.featureTransformationArn(), Recipe::featureTransformationArn);
    Recipe first = recipes.get(0);
    return new DescribeFeatureTransformationResponse(new FeatureTransformation(
        first.featureTransformationArn().id(),
        first.featureTransformationArn(),
        defaults(knobs(recipes, Kind.FEATURE_TRANSFORMATION)),
        first.creationDateTime(),
        first.lastUpdatedDateTime(),
        Status.ACTIVE));
  }

  private static List<Recipe> naming(Arn arn, Function<Recipe, Arn> half) {
    List<Recipe> recipes = RecipeCatalogue.all().stream()
        .filter(recipe -> half.apply(recipe).equals(arn))
        .toList();
    if (recipes.isEmpty()) {
      throw ErrorCode.RESOURCE_NOT_FOUND.because(
          "Resource Arn %s does not exist. DescribeRecipe names those of a recipe.".formatted(arn));
    }
    return recipes;
  }

  /** Of several recipes that share a half, each knob as the first has it. */
  private static List<Hyperparameter> knobs(List<Recipe> recipes, Kind kind) {
    Stream<Hyperparameter> all = recipes.stream()
        .flatMap(recipe -> recipe.hyperparameters().stream())
        .filter(knob -> knob.kind() == kind);
    return List.copyOf(all.collect(Collectors.toMap(
            Hyperparameter::name, Function.identity(), (first, other) -> first, TreeMap::new))
        .values());
  }

  private static Map<String, String> defaults(List<Hyperparameter> knobs) {
    return knobs.stream()
        .collect(Collectors.toMap(Hyperparameter::name, Hyperparameter::defaultValue));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.solution;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.NextToken;
import org.springframework.stereotype.Service;

/** DescribeRecipe and ListRecipes: the catalogue of {@link Recipe}, all that the API has, served or not. */
@Service
public class RecipeService {
  /** A recipe as the API describes it. */
  public record RecipeDescription(
      String name,
      Arn recipeArn,
      Arn algorithmArn,
      Arn featureTransformationArn,
      Status status,
      String description,
      Instant creationDateTime,
      String recipeType,
      Instant lastUpdatedDateTime) {}

  /** Who makes recipes: the service alone. */
  public enum RecipeProvider {
    SERVICE
  }

  public record DescribeRecipe(@NotNull Arn recipeArn) {}

  public record DescribeRecipeResponse(RecipeDescription recipe) {}

  public DescribeRecipeResponse describe(DescribeRecipe request) {
    Recipe recipe =
        RecipeCatalogue.find(request.recipeArn()).orElseThrow(() -> unknown(request.recipeArn()));
    return new DescribeRecipeResponse(new RecipeDescription(
        recipe.name(),
        recipe.arn(),
        recipe.algorithmArn(),
        recipe.featureTransformationArn(),
        Status.ACTIVE,
        recipe.description(),
        recipe.creationDateTime(),
        recipe.type().name(),
        recipe.lastUpdatedDateTime()));
  }

  public record ListRecipes(
      @Nullable RecipeProvider recipeProvider,

      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults,
      @Nullable Domain domain)
      implements ListRequest {}

  /** A recipe as lists show it; {@code domain} is absent for those of solutions. */
  public record RecipeSummary(
      String name,
      Arn recipeArn,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      @Nullable Domain domain) {}

  public record ListRecipesResponse(
      List<RecipeSummary> recipes, @Nullable String nextToken) {}

  /**
   * All recipes, or those of a domain. Takes the domain into account after the page is cut, as the original does: so a page may
   * be empty and not the last.
   */
  public ListRecipesResponse list(ListRecipes request) {
    List<RecipeSummary> all = RecipeCatalogue.all().stream()
        .map(recipe -> new RecipeSummary(
            recipe.name(),
            recipe.arn(),
            Status.ACTIVE,
            recipe.creationDateTime(),
            recipe.lastUpdatedDateTime(),
            recipe.domain()))
        .sorted(Comparator.comparing(RecipeSummary::name))
        .toList();
    Page<RecipeSummary> page = request.page().of("Recipes" + request.domain(), all);
    List<RecipeSummary> ofDomain = page.items().stream()
        .filter(recipe -> request.domain() == null || recipe.domain() == request.domain())
        .toList();
    return new ListRecipesResponse(ofDomain, page.nextToken());
  }

  /**
   * The recipe of this ARN, which a solution can choose.
   *
   * @throws PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND} if there is none, {@link ErrorCode#INVALID_INPUT} if it is
   *     a domain's or cannot be trained
   */
  static Recipe find(Arn recipeArn) {
    Recipe recipe = findTrainable(recipeArn);
    if (recipe.domain() != null) {
      throw ErrorCode.INVALID_INPUT.because(
          "The recipe %s is for recommenders in dataset groups of the domain %s, and not for solutions. ListRecipes without a domain names those of solutions: the ones that have no domain."
              .formatted(recipe.name(), recipe.domain()));
    }
    return recipe;
  }

  /** The same, of whatever may be trained. */
  static Recipe findTrainable(Arn recipeArn) {
    return ServedRecipes.findTrainable(recipeArn).orElseThrow(() -> unknown(recipeArn));
  }

  private static PersonalizeException unknown(Arn recipeArn) {
    return ErrorCode.RESOURCE_NOT_FOUND.because(
        "Resource Arn %s does not exist. ListRecipes names the recipes.".formatted(recipeArn));
  }
}

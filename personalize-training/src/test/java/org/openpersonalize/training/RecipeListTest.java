// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.recipe.RecipeCatalogue;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.training.solution.RecipeService;
import org.openpersonalize.training.solution.RecipeService.DescribeRecipe;
import org.openpersonalize.training.solution.RecipeService.ListRecipes;
import org.openpersonalize.training.solution.RecipeService.ListRecipesResponse;
import org.openpersonalize.training.solution.RecipeService.RecipeDescription;
import org.openpersonalize.training.solution.RecipeService.RecipeSummary;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.TrainingPlan;

/** ListRecipes as scripts of the original know it, which read {@code nextToken} without asking whether it is there. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecipeListTest {
  private final RecipeService recipes = new RecipeService();

  @Test
  void recipes_are_sorted_by_name() {
    assertThat(names(list(null, null, null)))
        .containsExactly(
            "aws-ecomm-customers-who-viewed-x-also-viewed",
            "aws-ecomm-frequently-bought-together",
            "aws-ecomm-popular-items-by-purchases",
            "aws-ecomm-popular-items-by-views",
            "aws-ecomm-recommended-for-you",
            "aws-hrnn",
            "aws-hrnn-coldstart",
            "aws-hrnn-metadata",
            "aws-item-affinity",
            "aws-item-attribute-affinity",
            "aws-next-best-action",
            "aws-personalized-ranking",
            "aws-personalized-ranking-v2",
            "aws-popularity-count",
            "aws-semantic-similarity",
            "aws-similar-items",
            "aws-sims",
            "aws-trending-now",
            "aws-user-personalization",
            "aws-user-personalization-v2",
            "aws-vod-because-you-watched-x",
            "aws-vod-more-like-x",
            "aws-vod-most-popular",
            "aws-vod-top-picks",
            "aws-vod-trending-now");
  }

  @Test
  void the_first_page_names_a_next_one_which_is_the_last() {
    ListRecipesResponse first = list(null, null, null);
    ListRecipesResponse second = list(first.nextToken(), null, null);

    assertThat(first.recipes()).hasSameSizeAs(RecipeCatalogue.all());
    assertThat(second.recipes()).isEmpty();
    assertThat(second.nextToken()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 11, 100})
  void page_by_page_each_recipe_comes_once_and_the_pages_end(int size) {
    List<String> seen = new ArrayList<>();
    ListRecipesResponse page = list(null, size, null);
    seen.addAll(names(page));
    while (page.nextToken() != null) {
      page = list(page.nextToken(), size, null);
      seen.addAll(names(page));
    }

    assertThat(seen).isEqualTo(names(list(null, null, null)));
  }

  /** A script that finds none on a page asks for the next one. */
  @ParameterizedTest
  @EnumSource(Domain.class)
  void a_domain_is_looked_for_in_each_page(Domain domain) {
    List<String> seen = new ArrayList<>();
    int pages = 1;
    ListRecipesResponse page = list(null, 7, domain);
    seen.addAll(names(page));
    while (page.nextToken() != null) {
      page = list(page.nextToken(), 7, domain);
      seen.addAll(names(page));
      pages++;
    }

    assertThat(pages).as("25 recipes by seven").isEqualTo(4);
    assertThat(seen)
        .isEqualTo(names(list(null, null, domain)))
        .hasSize(5)
        .allMatch(name -> name.startsWith(domain == Domain.ECOMMERCE ? "aws-ecomm-" : "aws-vod-"));
  }

  @Test
  void each_recipe_is_described_and_tells_its_domain_in_lists() {
    List<RecipeSummary> all = list(null, null, null).recipes();

    assertThat(all).hasSize(25);
    for (RecipeSummary summary : all) {
      RecipeDescription described =
          recipes.describe(new DescribeRecipe(summary.recipeArn())).recipe();
      assertThat(described.name()).isEqualTo(summary.name());
      assertThat(described.description()).isNotBlank();
      assertThat(summary.domain())
          .isEqualTo(
              summary.name().startsWith("aws-ecomm-")
                  ? Domain.ECOMMERCE
                  : summary.name().startsWith("aws-vod-") ? Domain.VIDEO_ON_DEMAND : null);
    }
    assertThatThrownBy(() ->
            recipes.describe(new DescribeRecipe(Arn.parse("arn:aws:personalize:::recipe/aws-no"))))
        .hasMessageContaining("does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "aws-ecomm-frequently-bought-together, for recommenders in dataset groups of the domain ECOMMERCE",
    "aws-vod-top-picks, for recommenders in dataset groups of the domain VIDEO_ON_DEMAND"
  })
  void a_solution_cannot_choose_what_is_for_a_domain(String recipe, String reason) {
    CreateSolution request = new CreateSolution(
        "name",
        Arn.parse("arn:aws:personalize:us-east-1:000000000000:dataset-group/any"),
        Arn.parse("arn:aws:personalize:::recipe/" + recipe),
        null,
        null,
        null,
        null,
        null,
        null,
        null);

    assertThatThrownBy(() -> TrainingPlan.of(request))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContaining(reason);
  }

  @Test
  void a_token_is_for_the_list_that_answered_it() {
    String token = list(null, null, null).nextToken();

    assertThatThrownBy(() -> list(token, null, Domain.ECOMMERCE))
        .hasMessageContaining("not one that this list answered");
  }

  private ListRecipesResponse list(
      @Nullable String nextToken, @Nullable Integer maxResults, @Nullable Domain domain) {
    return recipes.list(new ListRecipes(null, nextToken, maxResults, domain));
  }

  private static List<String> names(ListRecipesResponse page) {
    return page.recipes().stream().map(RecipeSummary::name).toList();
  }
}

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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.training.solution.RecipeService;
import org.openpersonalize.training.solution.RecipeService.DescribeRecipe;
import org.openpersonalize.training.solution.RecipeService.ListRecipes;
import org.openpersonalize.training.solution.RecipeService.ListRecipesResponse;
import org.openpersonalize.training.solution.RecipeService.RecipeSummary;

/** ListRecipes as scripts of the original know it, which read {@code nextToken} without asking whether it is there. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RecipeListTest {
  private final RecipeService recipes = new RecipeService();

  @Test
  void recipes_are_sorted_by_name() {
    assertThat(names(list(null, null, null)))
        .containsExactly(
            "aws-hrnn",
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
            "aws-user-personalization-v2");
  }

  @Test
  void the_first_page_names_a_next_one_which_is_the_last() {
    ListRecipesResponse first = list(null, null, null);
    ListRecipesResponse second = list(first.nextToken(), null, null);

    assertThat(first.recipes()).hasSameSizeAs(ServedRecipes.all());
    assertThat(second.recipes()).isEmpty();
    assertThat(second.nextToken()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 6, 7, 100})
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

  /** The recipes of domains are not served; a script that finds none asks for the next page. */
  @ParameterizedTest
  @EnumSource(Domain.class)
  void a_domain_is_looked_for_in_each_page(Domain domain) {
    ListRecipesResponse first = list(null, 7, domain);
    ListRecipesResponse second = list(first.nextToken(), 7, domain);

    assertThat(first.recipes()).isEmpty();
    assertThat(first.nextToken()).isNotNull();
    assertThat(second.recipes()).isEmpty();
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void a_solution_cannot_choose_what_is_for_a_domain() {
    Arn recipe = Arn.parse("arn:aws:personalize:::recipe/aws-ecomm-frequently-bought-together");

    assertThat(ServedRecipes.findTrainable(recipe)).isPresent();
    assertThatThrownBy(() -> recipes.describe(new DescribeRecipe(recipe)))
        .hasMessageContaining("does not exist");
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

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.group;

import java.util.List;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.serving.recommender.RecommenderService;
import org.openpersonalize.serving.recommender.RecommenderService.ListRecommenders;
import org.openpersonalize.serving.recommender.RecommenderService.RecommenderSummary;
import org.springframework.stereotype.Component;

/** Which recommenders a dataset group has. */
@Component
public class GroupRecommenders {
  private final RecommenderService recommenders;

  GroupRecommenders(RecommenderService recommenders) {
    this.recommenders = recommenders;
  }

  /** Whatever their status, oldest first; there are no more than fit on a page of the API. */
  public List<Arn> all(Group group) {
    return summaries(group).stream().map(RecommenderSummary::recommenderArn).toList();
  }

  /** The names of those that answer. */
  public List<String> answering(Group group) {
    return summaries(group).stream()
        .filter(summary -> summary.status() == Status.ACTIVE)
        .map(RecommenderSummary::name)
        .toList();
  }

  /** The names of those that answer what goes with an item. */
  public List<String> aboutItems(Group group) {
    return summaries(group).stream()
        .filter(summary -> ServedRecipes.findTrainable(summary.recipeArn())
            .filter(recipe -> recipe.type().isAboutItems())
            .isPresent())
        .map(RecommenderSummary::name)
        .toList();
  }

  private List<RecommenderSummary> summaries(Group group) {
    return recommenders.list(new ListRecommenders(group.arn(), null, null)).recommenders();
  }
}

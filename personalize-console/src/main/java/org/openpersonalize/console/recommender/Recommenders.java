// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.recommender;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.GroupRecommenders;
import org.openpersonalize.console.measure.Loads;
import org.openpersonalize.console.model.Trainings;
import org.openpersonalize.console.page.Refusal;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.serving.recommender.RecommenderService;
import org.openpersonalize.serving.recommender.RecommenderService.DescribeRecommender;
import org.openpersonalize.store.catalog.Recommender;
import org.openpersonalize.store.model.PublishedModels;
import org.springframework.stereotype.Component;

/** Finds the recommenders of a group. */
@Component
public class Recommenders {
  private final GroupRecommenders recommenders;
  private final RecommenderService service;
  private final PublishedModels models;
  private final Trainings trainings;
  private final Loads loads;
  private final Clock clock;

  Recommenders(
      GroupRecommenders recommenders,
      RecommenderService service,
      PublishedModels models,
      Trainings trainings,
      Loads loads,
      Clock clock) {
    this.recommenders = recommenders;
    this.service = service;
    this.models = models;
    this.trainings = trainings;
    this.loads = loads;
    this.clock = clock;
  }

  /** Oldest first. */
  public List<RecommenderView> of(Group group) {
    return recommenders.all(group).stream().map(this::described).map(this::view).toList();
  }

  /** The recommender of this name, or the page that says that there is none. */
  RecommenderView named(Group group, String name) {
    Recommender recommender = described(group.arn().sibling(ResourceType.RECOMMENDER, name));
    if (!recommender.datasetGroupArn().equals(group.arn())) {
      throw Refusal.NOT_FOUND.exception();
    }
    return view(recommender);
  }

  private Recommender described(Arn recommender) {
    return service.describe(new DescribeRecommender(recommender)).recommender();
  }

  private RecommenderView view(Recommender recommender) {
    @Nullable Arn training = recommender.training().map(Recommender.Training::arn).orElse(null);
    return new RecommenderView(
        recommender,
        ServedRecipes.findTrainable(recommender.recipeArn()).orElseThrow(),
        recommender.trainedArn().flatMap(models::find).orElse(null),
        training == null ? null : trainings.progress(training),
        loads.of(recommender.arn()),
        clock.instant());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.outlook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.forecast.Forecast;
import org.openpersonalize.core.forecast.Forecaster;
import org.openpersonalize.core.matrix.EventWeight;
import org.openpersonalize.core.matrix.InteractionLogBuilder;
import org.openpersonalize.core.recipe.InteractionCounts;
import org.openpersonalize.core.recipe.MinimumData;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.recommendation.Training;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.core.training.TrainingProgress;
import org.openpersonalize.store.interaction.InteractionVolume;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.outlook.GroupData.Facts;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.TrainingPlan;
import org.springframework.stereotype.Service;

/**
 * What trainings would be like. The data are counted and not read, and the machine is tried as it is for a training, so that a
 * forecast costs a second or two the first time and nothing the next, nor where there is little to learn from: it is a
 * training's own, as far as counts tell.
 */
@Service
public class TrainingOutlookService {
  private static final double USABLE = 0.9; // of the heap, as for trainings
  private static final int ID_BYTES = 20; // text, its place, and its place in a table
  private static final int ROW_BYTES = 13; // item, type and time

  private final GroupData data;
  private final ProbedMachine machine;
  private final TrainingSettings settings;

  TrainingOutlookService(GroupData data, ProbedMachine machine, TrainingSettings settings) {
    this.data = data;
    this.machine = machine;
    this.settings = settings;
  }

  /** Which recipes the data of a group are enough for, those that are served in the order of the catalogue. */
  public List<RecipeReadiness> readiness(Arn datasetGroup) {
    return readiness(datasetGroup, ServedRecipes.all());
  }

  /** The same of the use cases of a domain, each by the events that it learns from. */
  public List<RecipeReadiness> readiness(Arn datasetGroup, Domain domain) {
    return readiness(datasetGroup, ServedRecipes.of(domain));
  }

  private List<RecipeReadiness> readiness(Arn datasetGroup, List<Recipe> recipes) {
    Map<Optional<String>, Facts> byType = new HashMap<>();
    return recipes.stream()
        .map(recipe -> new RecipeReadiness(
            recipe,
            missing(
                recipe,
                byType.computeIfAbsent(
                    Optional.ofNullable(recipe.minimumData().eventType()),
                    type -> data.of(datasetGroup, type.orElse(null))))))
        .toList();
  }

  /**
   * What the first version of a solution would be like, if it were created by this request and trained now.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException as CreateSolution for a configuration that cannot be
   */
  public TrainingOutlook of(CreateSolution request) {
    return of(request.datasetGroupArn(), TrainingPlan.of(request));
  }

  /** What a training by a plan would be like now. */
  public TrainingOutlook of(Arn datasetGroup, TrainingPlan plan) {
    Facts facts = data.of(datasetGroup, onlyType(plan.events().eventWeights()));
    int threads = settings.threads();
    Training training =
        plan.prepare(new InteractionLogBuilder().build(), 0, threads); // knows what, not of what
    ModelParameters parameters = training.largestParameters();
    Cost cost = parameters.family().cost(parameters);
    Forecast once = Forecaster.of(
        workload(facts.volume()),
        cost,
        threads,
        () -> machine.of(cost, threads, TrainingProgress.NONE));
    return new TrainingOutlook(
        facts.volume().counts(),
        missing(plan.recipe(), facts),
        new Forecast(
            once.seconds() / (1 - training.search().share()),
            once.heapBytes(),
            once.modelBytes(),
            once.servingBytes()),
        (long) (USABLE * settings.heapBytes()));
  }

  /** What comes of as many interactions in memory. */
  private static Workload workload(InteractionVolume volume) {
    InteractionCounts counts = volume.counts();
    return new Workload(
        counts.users(),
        volume.items(),
        counts.interactions(),
        volume.pairs(),
        4 * counts.users() + ROW_BYTES * counts.interactions(),
        ID_BYTES * (counts.users() + volume.items()),
        true);
  }

  /** The one type that counts, if there is one alone; else all are counted, which is the most that may. */
  private static @Nullable String onlyType(List<EventWeight> events) {
    return events.size() == 1 ? events.get(0).eventType() : null;
  }

  private static List<String> missing(Recipe recipe, Facts facts) {
    MinimumData minimum = recipe.minimumData();
    List<String> missing = new ArrayList<>(minimum.lacking(facts.volume().counts()));
    minimum.datasets().stream()
        .sorted()
        .filter(type -> !facts.datasets().contains(type))
        .map(type -> "There is no dataset of the type %s.".formatted(type))
        .forEach(missing::add);
    return missing;
  }
}

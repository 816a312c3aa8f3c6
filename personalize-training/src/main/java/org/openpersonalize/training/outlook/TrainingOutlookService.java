// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.training.outlook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.interaction.InteractionVolume;
import org.openpersonalize.training.TrainingSettings;
import org.openpersonalize.training.solution.SolutionService.CreateSolution;
import org.openpersonalize.training.solution.TrainingPlan;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What trainings would be like. The data are counted and not read, and the machine is tried as it is for a training, so that a
 * forecast costs a second or two the first time and nothing the next: it is a training's own, as far as counts tell.
 */
@Service
public class TrainingOutlookService {
  private static final double USABLE = 0.9; // of the heap, as for trainings
  private static final int ID_BYTES = 20; // text, its place, and its place in a table
  private static final int ROW_BYTES = 13; // item, type and time

  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final DataVolumes volumes;
  private final ProbedMachine machine;
  private final TrainingSettings settings;

  TrainingOutlookService(
      DatasetRepository datasets,
      DatasetNumbers numbers,
      DataVolumes volumes,
      ProbedMachine machine,
      TrainingSettings settings) {
    this.datasets = datasets;
    this.numbers = numbers;
    this.volumes = volumes;
    this.machine = machine;
    this.settings = settings;
  }

  /** Which recipes the data of a group are enough for, those that are served in the order of the catalogue. */
  @Transactional(readOnly = true)
  public List<RecipeReadiness> readiness(Arn datasetGroup) {
    InteractionCounts counts = volume(datasetGroup, List.of()).counts();
    return ServedRecipes.all().stream()
        .map(recipe -> new RecipeReadiness(recipe, missing(datasetGroup, recipe, counts)))
        .toList();
  }

  /**
   * What the first version of a solution would be like, if it were created by this request and trained now.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException as CreateSolution for a configuration that cannot be
   */
  @Transactional(readOnly = true)
  public TrainingOutlook of(CreateSolution request) {
    TrainingPlan plan = TrainingPlan.of(request);
    InteractionVolume volume = volume(request.datasetGroupArn(), plan.events().eventWeights());
    int threads = settings.threads();
    Training training =
        plan.prepare(new InteractionLogBuilder().build(), 0, threads); // knows what, not of what
    ModelParameters parameters = training.largestParameters();
    Cost cost = parameters.family().cost(parameters);
    Forecast once = Forecaster.of(workload(volume), cost, machine.of(cost, threads));
    return new TrainingOutlook(
        volume.counts(),
        missing(request.datasetGroupArn(), plan.recipe(), volume.counts()),
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

  /** Those of the one type that counts, if there is one alone; else all, which is the most that may count. */
  private InteractionVolume volume(Arn datasetGroup, List<EventWeight> events) {
    String type = events.size() == 1 ? events.get(0).eventType() : null;
    return dataset(datasetGroup, DatasetType.INTERACTIONS)
        .map(dataset -> volumes.of(numbers.of(dataset.arn()), type))
        .orElse(new InteractionVolume(InteractionCounts.NONE, 0, 0));
  }

  private Optional<Dataset> dataset(Arn datasetGroup, DatasetType type) {
    return datasets.findByDatasetGroupArnAndDatasetType(datasetGroup, type);
  }

  private List<String> missing(Arn datasetGroup, Recipe recipe, InteractionCounts counts) {
    MinimumData minimum = recipe.minimumData();
    List<String> missing = new ArrayList<>(minimum.lacking(counts));
    minimum.datasets().stream()
        .sorted()
        .filter(type -> dataset(datasetGroup, type).isEmpty())
        .map(type -> "There is no dataset of the type %s.".formatted(type))
        .forEach(missing::add);
    return missing;
  }
}

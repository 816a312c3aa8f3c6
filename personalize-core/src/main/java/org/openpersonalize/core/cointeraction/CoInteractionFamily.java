// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cointeraction;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Pairs;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.similarity.ItemItemModel;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.SearchedFamily;
import org.openpersonalize.core.tuning.Session;

/** {@code counts.safetensors}, the counts that are left, see {@link ModelParts#writeCounts}. */
public final class CoInteractionFamily extends ModelFamily<CoInteractionParameters, ItemItemModel>
    implements SearchedFamily {
  /** Items that the same users had. */
  public static final CoInteractionFamily OF_HISTORIES =
      new CoInteractionFamily("sims", Within.HISTORY);

  /** Items that were taken together. */
  public static final CoInteractionFamily OF_BASKETS =
      new CoInteractionFamily("baskets", Within.BASKET);

  private static final String FILE = "counts.safetensors";

  private CoInteractionFamily(String name, Within within) {
    super(
        name,
        CoInteractionParameters.defaults(within),
        CoInteractionParameters.class,
        ItemItemModel.class);
  }

  static CoInteractionFamily of(Within within) {
    return within == Within.HISTORY ? OF_HISTORIES : OF_BASKETS;
  }

  @Override
  public CoInteractionParameters of(Hyperparameters knobs) {
    return knobs.has(Knobs.MIN_COINTERACTION_COUNT)
        ? defaults()
            .withPopularityDiscount(knobs.real(Knobs.POPULARITY_DISCOUNT_FACTOR))
            .withMinimumCount(Integer.parseInt(knobs.value(Knobs.MIN_COINTERACTION_COUNT)))
        : defaults();
  }

  @Override
  protected Map<Hyperparameter, String> knobsOf(CoInteractionParameters parameters) {
    return Map.of(
        Knobs.POPULARITY_DISCOUNT_FACTOR, Double.toString(parameters.popularityDiscount()),
        Knobs.MIN_COINTERACTION_COUNT, Integer.toString(parameters.minimumCount()));
  }

  /** Only where the recipe has its knobs: among models of users it is a special case of item-item. */
  @Override
  public FamilySearch search(Session session, SearchSpace space) {
    return space.has(Knobs.MIN_COINTERACTION_COUNT)
        ? new CoInteractionSearch(session, space, defaults())
        : Optional::empty;
  }

  @Override
  protected Cost costOf(CoInteractionParameters parameters) {
    return new CoInteractionCost(parameters.memoryMegabytes());
  }

  @Override
  protected void writeModel(
      ModelWriter files, String prefix, CoInteractionParameters parameters, ItemItemModel model)
      throws IOException {
    ModelParts.writeCounts(files, prefix + FILE, model.coOccurrence());
  }

  @Override
  protected ItemItemModel readModel(
      ModelParts files, String prefix, CoInteractionParameters parameters) throws IOException {
    return parameters.trainer().model(files.counts(prefix + FILE));
  }

  private record CoInteractionCost(int memoryMegabytes) implements Cost {
    private Pairs pairs(Workload work) {
      return Pairs.of(work, memoryMegabytes);
    }

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return pairs(work).seconds(machine);
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return pairs(work).askSeconds(machine);
    }

    /** The counts, and what is left of them. */
    @Override
    public long scratchBytes(Workload work) {
      return pairs(work).bytes();
    }

    @Override
    public long modelBytes(Workload work) {
      return pairs(work).bytes();
    }
  }
}

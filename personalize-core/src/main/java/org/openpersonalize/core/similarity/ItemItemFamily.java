// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similarity;

import java.io.IOException;
import java.util.Optional;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.cost.CountedPairs;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Pairs;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.SearchedFamily;
import org.openpersonalize.core.tuning.Session;

/** The file of its counts, which a blend may share, see {@link ModelParts}. */
public final class ItemItemFamily extends ModelFamily<ItemItemParameters, ItemItemModel>
    implements SearchedFamily {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "item-item";

  /** The one there is. */
  public static final ItemItemFamily INSTANCE = new ItemItemFamily();

  private ItemItemFamily() {
    super(NAME, ItemItemParameters.DEFAULT, ItemItemParameters.class, ItemItemModel.class);
  }

  private static String file(ItemItemParameters parameters) {
    return ModelParts.countsFile(
        parameters.measure().word(),
        parameters.measure() == Measure.CO_OCCURRENCE ? parameters.userExponent() : 0,
        parameters.memoryMegabytes());
  }

  @Override
  public FamilySearch search(Session session, SearchSpace space) {
    return new ItemItemSearch(session);
  }

  @Override
  protected Cost costOf(ItemItemParameters parameters) {
    return new ItemItemCost(parameters);
  }

  @Override
  protected void writeModel(
      ModelWriter writer, String prefix, ItemItemParameters parameters, ItemItemModel model)
      throws IOException {
    ModelParts.writeCounts(writer, file(parameters), model.coOccurrence());
  }

  @Override
  protected ItemItemModel readModel(ModelParts parts, String prefix, ItemItemParameters parameters)
      throws IOException {
    return new ItemItemModel(
        parts.counts(file(parameters)), parameters.historyExponent(), parameters.targetExponent());
  }

  private record ItemItemCost(ItemItemParameters parameters) implements Cost {
    private Pairs pairs(Workload work) {
      return Pairs.of(work, parameters.memoryMegabytes());
    }

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return pairs(work).seconds(machine);
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return work.meanLength() * pairs(work).askSeconds(machine);
    }

    @Override
    public Optional<CountedPairs> countedPairs(Workload work) {
      return parameters.measure() == Measure.CO_OCCURRENCE
          ? Optional.of(new CountedPairs(parameters.userExponent(), parameters.memoryMegabytes()))
          : Optional.empty();
    }

    @Override
    public boolean hasExponents() {
      return true;
    }

    @Override
    public long scratchBytes(Workload work) {
      return pairs(work).bytes() / 2;
    }

    @Override
    public long modelBytes(Workload work) {
      return pairs(work).bytes();
    }
  }
}

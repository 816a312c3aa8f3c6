package org.openpersonalize.core.recommendation;

import java.io.IOException;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.similarity.ItemItemModel;
import org.openpersonalize.core.similarity.ItemItemParameters;
import org.openpersonalize.core.similarity.Measure;

/** The file of its counts, which a blend may share, see {@link ModelParts}. */
final class StoredItemItem extends StoredFamily<ItemItemParameters, ItemItemModel> {
  StoredItemItem() {
    super(ItemItemParameters.DEFAULT, ItemItemParameters.class, ItemItemModel.class);
  }

  private static String file(ItemItemParameters parameters) {
    return ModelParts.countsFile(
        parameters.measure().word(),
        parameters.measure() == Measure.CO_OCCURRENCE ? parameters.userExponent() : 0,
        parameters.memoryMegabytes());
  }

  @Override
  void writeModel(
      ModelWriter writer, String prefix, ItemItemParameters parameters, ItemItemModel model)
      throws IOException {
    ModelParts.writeCounts(writer, file(parameters), model.coOccurrence());
  }

  @Override
  ItemItemModel readModel(ModelParts parts, String prefix, ItemItemParameters parameters)
      throws IOException {
    return new ItemItemModel(
        parts.counts(file(parameters)), parameters.historyExponent(), parameters.targetExponent());
  }
}

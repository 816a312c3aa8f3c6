// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openpersonalize.core.artifact.ModelReader;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.context.ColumnLifts;
import org.openpersonalize.core.context.ContextModel;
import org.openpersonalize.core.context.ContextModel.Column;
import org.openpersonalize.core.context.ContextWeight;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.family.TensorFile;
import org.openpersonalize.core.matrix.IdIndex;

/**
 * The files of a model's context, two for the n-th column of its manifest: {@code context-n.ids}, the column's values, and
 * {@code context-n.safetensors} with {@code starts} [V + 1], where the items of each value start, and of the same items {@code
 * items} [n], their numbers, ascending within a value, and {@code lifts} [n].
 */
final class ContextFiles {
  private static final String STARTS = "starts";
  private static final String ITEMS = "items";
  private static final String LIFTS = "lifts";

  private ContextFiles() {}

  static void write(ModelWriter writer, ContextModel context) throws IOException {
    int number = 0;
    for (Column column : context.columns()) {
      ColumnLifts lifts = column.lifts();
      writer.writeIds(valuesFile(number), lifts.values());
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put(STARTS, new Tensor.Ints(lifts.starts(), lifts.starts().length));
      tensors.put(ITEMS, new Tensor.Ints(lifts.items(), lifts.items().length));
      tensors.put(LIFTS, new Tensor.Floats(lifts.lifts(), lifts.lifts().length));
      writer.writeTensors(liftsFile(number++), tensors);
    }
  }

  static ContextModel read(ModelReader reader, ModelParts parts, List<ContextWeight> weights)
      throws IOException {
    List<Column> columns = new ArrayList<>();
    for (ContextWeight weight : weights) {
      int number = columns.size();
      IdIndex values = reader.readIds(valuesFile(number));
      TensorFile tensors = parts.tensors(liftsFile(number));
      int[] starts = tensors.ints(STARTS, values.size() + 1).values();
      int entries = starts[values.size()];
      if (starts[0] != 0 || entries < 0) {
        throw new UnreadableModelException(
            "%s does not begin with its first item".formatted(liftsFile(number)));
      }
      columns.add(new Column(
          new ColumnLifts(
              weight.column(),
              values,
              starts,
              tensors.ints(ITEMS, entries).values(),
              tensors.floats(LIFTS, entries).values()),
          weight));
    }
    return new ContextModel(columns);
  }

  private static String valuesFile(int column) {
    return "context-%d.ids".formatted(column);
  }

  private static String liftsFile(int column) {
    return "context-%d.safetensors".formatted(column);
  }
}

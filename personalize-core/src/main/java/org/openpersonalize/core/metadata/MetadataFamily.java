// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.metadata;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.content.RecordSimilarity;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.family.TensorFile;
import org.openpersonalize.core.matrix.IdIndex;

/**
 * {@code metadata.safetensors}: {@code starts} [I + 1], where the features of each item begin, and of the same features
 * {@code features} [n], their numbers, and {@code values} [n]. {@code metadata-features.ids}, their names, which models of before do not
 * have.
 */
public final class MetadataFamily extends ModelFamily<MetadataParameters, MetadataModel> {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "metadata";

  /** The one there is. */
  public static final MetadataFamily INSTANCE = new MetadataFamily();

  private static final String FILE = "metadata.safetensors";
  private static final String NAMES = "metadata-features.ids";
  private static final String STARTS = "starts";
  private static final String FEATURES = "features";
  private static final String VALUES = "values";

  private MetadataFamily() {
    super(NAME, MetadataParameters.DEFAULT, MetadataParameters.class, MetadataModel.class);
  }

  @Override
  protected Cost costOf(MetadataParameters parameters) {
    return new MetadataCost();
  }

  @Override
  protected void writeModel(
      ModelWriter writer, String prefix, MetadataParameters parameters, MetadataModel model)
      throws IOException {
    RecordSimilarity similarity = model.similarity();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(STARTS, new Tensor.Ints(similarity.starts(), similarity.starts().length));
    tensors.put(FEATURES, new Tensor.Ints(similarity.numbers(), similarity.numbers().length));
    tensors.put(VALUES, new Tensor.Floats(similarity.values(), similarity.values().length));
    writer.writeTensors(prefix + FILE, tensors);
    IdIndex names = similarity.names();
    if (names != null) {
      writer.writeIds(prefix + NAMES, names);
    }
  }

  @Override
  protected MetadataModel readModel(ModelParts parts, String prefix, MetadataParameters parameters)
      throws IOException {
    TensorFile file = parts.tensors(prefix + FILE);
    int[] starts = file.ints(STARTS, parts.items() + 1).values();
    int entries = starts[parts.items()];
    if (starts[0] != 0 || entries < 0) {
      throw new UnreadableModelException(
          "%s does not begin with its first feature".formatted(prefix + FILE));
    }
    return new MetadataModel(RecordSimilarity.of(
        parts.has(prefix + NAMES) ? parts.ids(prefix + NAMES) : null,
        starts,
        file.ints(FEATURES, entries).values(),
        file.floats(VALUES, entries).values()));
  }

  /** By how many features an item has at most, as a rule, and how many items have one of them. */
  private record MetadataCost() implements Cost {
    private static final int FEATURES_OF_AN_ITEM = 30;
    private static final double ITEMS_OF_A_FEATURE = 0.05;
    private static final int BYTES = 16;

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return (double) FEATURES_OF_AN_ITEM * work.items() * machine.entry();
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return FEATURES_OF_AN_ITEM * ITEMS_OF_A_FEATURE * work.items() * machine.pair();
    }

    @Override
    public long scratchBytes(Workload work) {
      return modelBytes(work);
    }

    @Override
    public long modelBytes(Workload work) {
      return (long) BYTES * FEATURES_OF_AN_ITEM * work.items();
    }
  }
}

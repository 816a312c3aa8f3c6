// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.als.ItemFactorBlocks;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.family.TensorFile;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.tuning.Candidate;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.SearchedFamily;
import org.openpersonalize.core.tuning.Session;

/**
 * Learned vectors of items and of how far back they lie; see {@link SequenceEncoderTrainer}. Its file is {@code encoder.safetensors}:
 * {@code items} [I, d], {@code lags} [L, d] and {@code map} [d, d].
 */
public final class SequenceEncoderFamily
    extends ModelFamily<SequenceEncoderParameters, SequenceEncoderModel> implements SearchedFamily {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "sequence-encoder";

  /** The one there is. */
  public static final SequenceEncoderFamily INSTANCE = new SequenceEncoderFamily();

  private static final String FILE = "encoder.safetensors";
  private static final String ITEMS = "items";
  private static final String LAGS = "lags";
  private static final String MAP = "map";

  private SequenceEncoderFamily() {
    super(
        NAME,
        SequenceEncoderParameters.DEFAULT,
        SequenceEncoderParameters.class,
        SequenceEncoderModel.class);
  }

  /** Tried by its defaults where items have records: what it learns beside rules it learns by categories. */
  @Override
  public FamilySearch search(Session session, SearchSpace space) {
    if (session.data().items().isEmpty()) {
      return Optional::empty;
    }
    Optional<Candidate<SequenceEncoderParameters>> tried = LadderSearch.tried(session, defaults());
    return () -> tried;
  }

  @Override
  protected Cost costOf(SequenceEncoderParameters parameters) {
    return new EncoderCost(parameters);
  }

  @Override
  protected void writeModel(
      ModelWriter writer,
      String prefix,
      SequenceEncoderParameters parameters,
      SequenceEncoderModel model)
      throws IOException {
    int rank = model.lags().rank();
    float[] items = new float[Math.multiplyExact(model.itemCount(), rank)];
    for (int item = 0; item < model.itemCount(); item++) {
      model.items().copyRow(item, items, item * rank);
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(ITEMS, new Tensor.Floats(items, model.itemCount(), rank));
    tensors.put(LAGS, new Tensor.Floats(model.lags().values(), model.lags().rows(), rank));
    tensors.put(MAP, new Tensor.Floats(model.map().values(), rank, rank));
    writer.writeTensors(prefix + FILE, tensors);
  }

  @Override
  protected SequenceEncoderModel readModel(
      ModelParts parts, String prefix, SequenceEncoderParameters parameters) throws IOException {
    TensorFile file = parts.tensors(prefix + FILE);
    int rank = parameters.rank();
    return new SequenceEncoderModel(
        matrix(file.floats(ITEMS, parts.items(), rank)),
        matrix(file.floats(LAGS, parameters.window(), rank)),
        matrix(file.floats(MAP, rank, rank)),
        Kernels.best());
  }

  private static FactorMatrix matrix(Tensor.Floats tensor) {
    return new FactorMatrix(tensor.shape()[0], tensor.shape()[1], tensor.values());
  }

  private record EncoderCost(SequenceEncoderParameters parameters) implements Cost {
    /** Products of an event with each negative: its scores, its gradient, and the negatives'. */
    private static final double PRODUCTS = 3;

    /** Of the time of these products: exponentials, sums of rows and Adam. */
    private static final double BESIDE = 3;

    private static final int ARRAYS = 3; // values, and two moments of the gradients

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return (1 + BESIDE)
          * PRODUCTS
          * parameters.epochs()
          * work.interactions()
          * parameters.negatives()
          * parameters.rank()
          * machine.multiplication();
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return (work.items() + parameters.rank())
          * (double) parameters.rank()
          * machine.multiplication();
    }

    @Override
    public long scratchBytes(Workload work) {
      return ARRAYS * 4L * parameters.rank() * work.items() + 16 * work.interactions();
    }

    @Override
    public long modelBytes(Workload work) {
      return ItemFactorBlocks.sizeInBytes(work.items(), parameters.rank());
    }
  }
}

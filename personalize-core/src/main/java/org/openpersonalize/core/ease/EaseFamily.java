// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ease;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.cost.CountedPairs;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Pairs;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.family.TensorFile;
import org.openpersonalize.core.matrix.CoOccurrence;
import org.openpersonalize.core.matrix.HalfRows;
import org.openpersonalize.core.similarity.Measure;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.SearchedFamily;
import org.openpersonalize.core.tuning.Session;

/**
 * {@code weights.safetensors}: {@code degrees} [I], {@code head} [n], {@code weights} [n, n] and {@code ridge} [1]; and
 * the file of the counts of all other pairs if there are any, which a blend may share, see {@link ModelParts}.
 */
public final class EaseFamily extends ModelFamily<EaseParameters, EaseModel>
    implements SearchedFamily {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "ease";

  /** The one there is. */
  public static final EaseFamily INSTANCE = new EaseFamily();

  private static final String FILE = "weights.safetensors";
  private static final String DEGREES = "degrees";
  private static final String HEAD = "head";
  private static final String WEIGHTS = "weights";
  private static final String WEIGHT_SCALES = "weight_scales";
  private static final String RIDGE = "ridge";

  private EaseFamily() {
    super(NAME, EaseParameters.DEFAULT, EaseParameters.class, EaseModel.class);
  }

  private static String countsFile(EaseParameters parameters) {
    return ModelParts.countsFile(
        Measure.CO_OCCURRENCE.word(), parameters.userExponent(), parameters.memoryMegabytes());
  }

  @Override
  public FamilySearch search(Session session, SearchSpace space) {
    return new EaseSearch(session);
  }

  @Override
  protected Cost costOf(EaseParameters parameters) {
    return new EaseCost(parameters);
  }

  @Override
  protected void writeModel(
      ModelWriter writer, String prefix, EaseParameters parameters, EaseModel model)
      throws IOException {
    int n = model.head().length;
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(DEGREES, new Tensor.Floats(model.degrees(), model.itemCount()));
    tensors.put(HEAD, new Tensor.Ints(model.head(), n));
    tensors.put(RIDGE, new Tensor.Floats(new float[] {model.ridge()}, 1));
    tensors.put(WEIGHTS, new Tensor.Halves(model.weights().values(), n, n));
    tensors.put(WEIGHT_SCALES, new Tensor.Floats(model.weights().scales(), n));
    writer.writeTensors(prefix + FILE, tensors);
    CoOccurrence counts = model.counts();
    if (counts != null) {
      ModelParts.writeCounts(writer, countsFile(parameters), counts);
    }
  }

  @Override
  protected EaseModel readModel(ModelParts parts, String prefix, EaseParameters parameters)
      throws IOException {
    TensorFile file = parts.tensors(prefix + FILE);
    float[] degrees = file.floats(DEGREES, parts.items()).values();
    int[] head = file.ints(HEAD, TensorFile.ANY).values();
    for (int item : head) {
      if (item < 0 || item >= parts.items()) {
        throw new UnreadableModelException(
            "%s weighs an item that does not exist".formatted(prefix + FILE));
      }
    }
    @Nullable CoOccurrence counts =
        EaseModel.hasTail(degrees, head) ? parts.counts(countsFile(parameters)) : null;
    return new EaseModel(
        degrees,
        head,
        readWeights(file, head.length),
        counts,
        file.floats(RIDGE, 1).values()[0],
        parameters.historyExponent(),
        parameters.targetExponent());
  }

  /** Weights are floats in files that were written before they had scales. */
  private static HalfRows readWeights(TensorFile file, int n) throws UnreadableModelException {
    return file.has(WEIGHT_SCALES)
        ? new HalfRows(
            file.halves(WEIGHTS, n, n).values(), file.floats(WEIGHT_SCALES, n).values(), n)
        : HalfRows.of(file.floats(WEIGHTS, n, n).values(), n);
  }

  private record EaseCost(EaseParameters parameters) implements Cost {
    private static final double OF_A_CUBE = 0.5; // a Cholesky factor and its inverse

    /** How much slower than products within the caches the inverse's are, which go through the whole matrix. */
    private static final double FROM_MEMORY = 1.35;

    private static final double PIVOTS = 128;
    private static final double SECONDS_PER_PIVOTS =
        4e-3; // their inverse, in doubles and by one thread
    private static final double OF_ALL_PAIRS = 0.5; // those of the Gram matrix's lower triangle

    /** Of the time of a pair counted: rows of weights lie one behind the other. */
    private static final double DENSE = 0.25;

    private double head(Workload work) {
      return Math.min(parameters.denseItems(), work.items());
    }

    private boolean hasTail(Workload work) {
      return work.items() > parameters.denseItems();
    }

    private CountedPairs counted() {
      return new CountedPairs(parameters.userExponent(), parameters.memoryMegabytes());
    }

    /** What the tail counts, nothing if there is none. */
    private Pairs tail(Workload work) {
      return hasTail(work) ? counted().of(work) : Pairs.NONE;
    }

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      double head = head(work);
      return OF_ALL_PAIRS * work.pairs() * machine.pair()
          + tail(work).seconds(machine)
          + OF_A_CUBE * head * head * head * FROM_MEMORY * machine.multiplication()
          + head / PIVOTS * SECONDS_PER_PIVOTS;
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return work.meanLength()
          * (DENSE * head(work) * machine.pair() + tail(work).askSeconds(machine));
    }

    @Override
    public Optional<CountedPairs> countedPairs(Workload work) {
      return hasTail(work) ? Optional.of(counted()) : Optional.empty();
    }

    @Override
    public boolean hasExponents() {
      return true;
    }

    @Override
    public long scratchBytes(Workload work) {
      double head = head(work);
      return (long) (Float.BYTES * head * head) + tail(work).bytes() / 2;
    }

    @Override
    public long modelBytes(Workload work) {
      double head = head(work);
      return (long) (Short.BYTES * head * head) + tail(work).bytes();
    }
  }
}

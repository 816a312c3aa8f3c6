// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.trends;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.artifact.UnreadableModelException;
import org.openpersonalize.core.cost.Machine;
import org.openpersonalize.core.cost.Workload;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.family.TensorFile;
import org.openpersonalize.core.recipe.Hyperparameter.OneOf;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;

/**
 * {@code trends.safetensors}: {@code users_per_item} [I], {@code visits} [n, 5], of each pair of an item and a visitor of the
 * newest two intervals the item, the hash of the visitor's id, the newest pane and the bits of the 64 panes up to it, and
 * {@code last} [2], the newest pane of all and how often half of the visitors were left out.
 */
public final class TrendsFamily extends ModelFamily<TrendsParameters, TrendsModel> {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "trends";

  /** The one there is. */
  public static final TrendsFamily INSTANCE = new TrendsFamily();

  /** How the name of the file ends that has hashes of the ids of visitors. */
  public static final String FILE = "trends.safetensors";

  private static final String USERS = "users_per_item";
  private static final String VISITS = "visits";
  private static final String LAST = "last";

  private TrendsFamily() {
    super(NAME, TrendsParameters.DEFAULT, TrendsParameters.class, TrendsModel.class);
  }

  @Override
  public TrendsParameters of(Hyperparameters knobs) {
    return knobs.has(Knobs.TREND_DISCOVERY_FREQUENCY)
            && Knobs.TREND_DISCOVERY_FREQUENCY.range() instanceof OneOf words
        ? defaults()
            .with(
                TrendsParameters.INTERVAL,
                words.spelled(knobs.value(Knobs.TREND_DISCOVERY_FREQUENCY)))
        : defaults();
  }

  @Override
  protected Cost costOf(TrendsParameters parameters) {
    return new TrendsCost();
  }

  @Override
  protected void writeModel(
      ModelWriter writer, String prefix, TrendsParameters parameters, TrendsModel model)
      throws IOException {
    VisitTable visits = model.visits();
    int[] rows = visits.toRows();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(USERS, new Tensor.Ints(model.users(), model.users().length));
    tensors.put(VISITS, new Tensor.Ints(rows, rows.length / VisitTable.ROW, VisitTable.ROW));
    tensors.put(LAST, new Tensor.Ints(new int[] {visits.last(), visits.halvings()}, 2));
    writer.writeTensors(prefix + FILE, tensors);
  }

  @Override
  protected TrendsModel readModel(ModelParts parts, String prefix, TrendsParameters parameters)
      throws IOException {
    TensorFile file = parts.tensors(prefix + FILE);
    int[] users = file.ints(USERS, parts.items()).values();
    int[] rows = file.ints(VISITS, TensorFile.ANY, VisitTable.ROW).values();
    int[] last = file.ints(LAST, 2).values();
    for (int at = 0; at < rows.length; at += VisitTable.ROW) {
      if (rows[at] < 0 || rows[at] >= parts.items()) {
        throw new UnreadableModelException(
            "%s has visits of an item that there is not".formatted(prefix + FILE));
      }
    }
    return TrendsModel.of(parameters, users, VisitTable.of(rows, last[0], last[1]));
  }

  /** The hashes in a file of this family, some of them more than once; see {@link org.openpersonalize.core.matrix.Utf8Slice#hash}. */
  public static IntStream visitorHashes(Map<String, Tensor> file) {
    return file.get(VISITS) instanceof Tensor.Ints visits
        ? IntStream.range(0, visits.values().length / VisitTable.ROW)
            .map(row -> visits.values()[row * VisitTable.ROW + 1])
        : IntStream.empty();
  }

  /** Looks at each interaction once. */
  private static final class TrendsCost implements Cost {
    private static final int BYTES_OF_A_PAIR = 27; // where the table is three quarters full
    private static final int BYTES_OF_AN_ITEM = 8;

    @Override
    public double trainSeconds(Workload work, Machine machine) {
      return work.interactions() * machine.entry();
    }

    @Override
    public double askSeconds(Workload work, Machine machine) {
      return 0;
    }

    @Override
    public long scratchBytes(Workload work) {
      return 0;
    }

    @Override
    public long modelBytes(Workload work) {
      return BYTES_OF_A_PAIR * Math.min(VisitTable.MOST_PAIRS, work.interactions())
          + BYTES_OF_AN_ITEM * work.items();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.sequence;

import java.util.List;
import org.openpersonalize.core.als.ItemFactorBlocks;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.kernel.Kernels;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.ranking.BatchScorer;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.Contributions;
import org.openpersonalize.core.ranking.Query;

/**
 * Scores an item by its vector's product with one of the history:
 *
 * <pre>
 *   sⱼ = eⱼ · Mᵀ Σ_g c_g (w_g ⊙ e(i_g))
 * </pre>
 *
 * over the history's events i with their confidences c, g steps back. What is older than the lags that were learned says
 * nothing.
 */
final class SequenceEncoderModel implements Model {
  private final ItemFactorBlocks items;
  private final FactorMatrix lags;
  private final FactorMatrix map;

  /**
   * @param items e, [I, d]
   * @param lags w, [steps back, d]
   * @param map M, [d, d]
   */
  SequenceEncoderModel(FactorMatrix items, FactorMatrix lags, FactorMatrix map, Kernels kernels) {
    this.items = new ItemFactorBlocks(items, kernels).inRowsToo();
    this.lags = lags;
    this.map = map;
  }

  ItemFactorBlocks items() {
    return items;
  }

  FactorMatrix lags() {
    return lags;
  }

  FactorMatrix map() {
    return map;
  }

  @Override
  public int itemCount() {
    return items.rows();
  }

  @Override
  public CandidateScorer scorer(Query query) {
    float[] user = new float[lags.rank()];
    encode(Steps.of(query), user, 0);
    return items.scorer(user);
  }

  @Override
  public int usersTogether() {
    return ItemFactorBlocks.USERS_TOGETHER;
  }

  @Override
  public void scoreAll(List<Query> queries, float[][] scores) {
    batchScorer(queries).scoreAll(scores);
  }

  @Override
  public BatchScorer batchScorer(List<Query> queries) {
    FactorMatrix users = new FactorMatrix(queries.size(), lags.rank());
    for (int user = 0; user < queries.size(); user++) {
      encode(Steps.of(queries.get(user)), users.values(), user * lags.rank());
    }
    return items.batchScorer(users);
  }

  /** Writes the vector of a history to {@code into}, from {@code at} on. */
  private void encode(Steps steps, float[] into, int at) {
    int rank = lags.rank();
    float[] sum = new float[rank];
    float[] row = new float[rank];
    for (int n = 0; n < steps.size(); n++) {
      addEvent(steps, n, sum, row);
    }
    for (int k = 0; k < rank; k++) {
      for (int j = 0; j < rank; j++) {
        into[at + j] += sum[k] * map.values()[k * rank + j];
      }
    }
  }

  private void addEvent(Steps steps, int n, float[] sum, float[] row) {
    if (steps.gaps()[n] < lags.rows()) {
      items.copyRow(steps.items()[n], row, 0);
      int lag = steps.gaps()[n] * row.length;
      float confidence = steps.confidences()[n];
      for (int k = 0; k < row.length; k++) {
        sum[k] += confidence * lags.values()[lag + k] * row[k];
      }
    }
  }

  /** Each event's term of the sum. */
  @Override
  public Contributions explain(Query query, int item) {
    int rank = lags.rank();
    float[] row = new float[rank];
    items.copyRow(item, row, 0);
    float[] mapped = new float[rank]; // M eⱼ
    for (int k = 0; k < rank; k++) {
      for (int j = 0; j < rank; j++) {
        mapped[k] += map.values()[k * rank + j] * row[j];
      }
    }
    Steps steps = Steps.of(query);
    return steps.contributions(n -> {
      float[] event = new float[rank];
      addEvent(steps, n, event, row);
      double amount = 0;
      for (int k = 0; k < rank; k++) {
        amount += (double) event[k] * mapped[k];
      }
      return amount;
    });
  }

  @Override
  public long sizeInBytes() {
    return items.sizeInBytes() + (long) Float.BYTES * (lags.values().length + map.values().length);
  }
}

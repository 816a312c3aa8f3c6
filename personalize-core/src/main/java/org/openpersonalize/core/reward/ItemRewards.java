// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.reward;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.openpersonalize.core.catalog.NumberColumn;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.digest.Digests;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;

/**
 * What each item of a catalogue is worth, as a reward above 0 and up to 1; immutable.
 *
 * <p>The reward is the place of an item's value between the 1st and the 99th percentile of all items' values, so that a
 * single precious item does not make all others alike, and at least {@value #LEAST}, so that an item that brings nothing
 * can still be recommended. An item without a value counts as the median one.
 */
public final class ItemRewards {
  private static final double LEAST = 0.01;
  private static final double TAIL = 0.01;

  private final OptimizationObjective objective;
  private final float[] rewards; // [items]

  /** @param rewards of each item, above 0 and up to 1; shared, not copied */
  public ItemRewards(OptimizationObjective objective, float[] rewards) {
    this.objective = objective;
    this.rewards = rewards;
  }

  /**
   * Reads what items are worth; empty if no item has a value.
   *
   * @param records with the objective's column among their numbers
   * @param items whose rewards they are, in the order of their numbers
   */
  public static Optional<ItemRewards> of(
      OptimizationObjective objective, RecordColumns records, IdIndex items) {
    NumberColumn column =
        records.column(objective.itemAttribute(), NumberColumn.class).orElseThrow();
    double[] values = Arrays.stream(records.rowsOf(items))
        .mapToDouble(row -> row < 0 ? Double.NaN : column.number(row))
        .toArray();
    double[] ascending =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    return ascending.length == 0
        ? Optional.empty()
        : Optional.of(new ItemRewards(objective, rewards(values, ascending)));
  }

  private static float[] rewards(double[] values, double[] ascending) {
    double low = quantile(ascending, TAIL);
    double span = quantile(ascending, 1 - TAIL) - low;
    double median = quantile(ascending, 0.5);
    float[] rewards = new float[values.length];
    for (int item = 0; item < rewards.length; item++) {
      double value = Double.isNaN(values[item]) ? median : values[item];
      double place = span > 0 ? Math.max(0, Math.min(1, (value - low) / span)) : 1;
      rewards[item] = (float) (LEAST + (1 - LEAST) * place);
    }
    return rewards;
  }

  private static double quantile(double[] ascending, double share) {
    return ascending[(int) Math.round(share * (ascending.length - 1))];
  }

  /** The reward of an item. */
  public double of(int item) {
    return rewards[item];
  }

  /** How many items there are. */
  public int size() {
    return rewards.length;
  }

  /** SHA-256 over the objective and all rewards, in hex. */
  public String digest() {
    MessageDigest sha256 = Digests.sha256();
    sha256.update(objective.toString().getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES);
    for (float reward : rewards) {
      sha256.update(bytes.putFloat(0, reward).array());
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /**
   * What interactions with the items count, 1 in the mean over the interactions of a log; empty if the objective leaves them
   * as they are.
   */
  public Optional<ItemWeights> weights(InteractionLog log) {
    double exponent = objective.objectiveSensitivity().exponent();
    if (exponent == 0 || log.size() == 0) {
      return Optional.empty();
    }
    double[] powers = new double[rewards.length];
    Arrays.setAll(powers, item -> Math.pow(rewards[item], exponent));
    double sum = 0;
    for (int row = 0; row < log.size(); row++) {
      sum += powers[log.item(row)];
    }
    float[] weights = new float[powers.length];
    for (int item = 0; item < weights.length; item++) {
      weights[item] = (float) (powers[item] * log.size() / sum);
    }
    return Optional.of(new ItemWeights(objective, weights));
  }
}

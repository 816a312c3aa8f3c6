// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.ease;

import java.util.Map;
import org.openpersonalize.core.family.Decimals;
import org.openpersonalize.core.family.ItemExponents;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.Settings;

/**
 * What EASE is trained with.
 *
 * @param regularization λ, the ridge in units of the mean of the matrix's diagonal
 * @param userExponent b: how much less a long history says about each of its pairs
 * @param historyExponent l: how an item of the history counts by its popularity, see {@link EaseModel}
 * @param targetExponent r: how an item is favoured by its popularity
 * @param denseItems how many items at most, the most popular ones, are solved exactly; 2 bytes times its square,
 *     and 4 more while it is trained
 * @param memoryMegabytes what the pairs of all other items may take at most
 */
public record EaseParameters(
    double regularization,
    double userExponent,
    double historyExponent,
    double targetExponent,
    int denseItems,
    int memoryMegabytes)
    implements ItemExponents {
  /**
   * The best compromise of a grid of 2 × 4 × 4 × 5 values on five data sets, by ndcg@20 on the newest 15 % of each user
   * (random ones where there are no times): Online Retail, MovieLens 100K and 1M, Gowalla, and MovieLens 1M as LightGCN++
   * splits it. It stays within 5 % of each set's own best.
   */
  public static final EaseParameters DEFAULT = new EaseParameters(5, 0.5, -0.3, 0.35, 9000, 1024);

  private static final int MOST_DENSE_ITEMS = 46_340; // the square is an array

  private static final Settings<EaseParameters> SETTINGS = new Settings<EaseParameters>(
          EaseFamily.NAME)
      .real(
          "regularization",
          1e-3,
          1e6,
          EaseParameters::regularization,
          EaseParameters::withRegularization)
      .real("user_exponent", 0, 2, EaseParameters::userExponent, EaseParameters::withUserExponent)
      .real(
          "history_exponent",
          -2,
          2,
          EaseParameters::historyExponent,
          (each, value) -> each.withExponents(value, each.targetExponent))
      .real(
          "target_exponent",
          -2,
          2,
          EaseParameters::targetExponent,
          (each, value) -> each.withExponents(each.historyExponent, value))
      .whole(
          "dense_items",
          0,
          MOST_DENSE_ITEMS,
          EaseParameters::denseItems,
          EaseParameters::withDenseItems)
      .whole(
          "memory_megabytes",
          1,
          16_000,
          EaseParameters::memoryMegabytes,
          EaseParameters::withMemoryMegabytes);

  @Override
  public EaseFamily family() {
    return EaseFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public EaseParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  @Override
  public EaseParameters moved(double history, double target) {
    return withExponents(
        Decimals.thousandths(historyExponent + history),
        Decimals.thousandths(targetExponent + target));
  }

  @Override
  public Model remade(Model trained) {
    return ((EaseModel) trained).withExponents(historyExponent, targetExponent);
  }

  @Override
  public EaseTrainer trainer() {
    return new EaseTrainer(this);
  }

  public EaseParameters withRegularization(double other) {
    return new EaseParameters(
        other, userExponent, historyExponent, targetExponent, denseItems, memoryMegabytes);
  }

  public EaseParameters withUserExponent(double other) {
    return new EaseParameters(
        regularization, other, historyExponent, targetExponent, denseItems, memoryMegabytes);
  }

  /** The same with other exponents of the items, which need no other solution. */
  public EaseParameters withExponents(double history, double target) {
    return new EaseParameters(
        regularization, userExponent, history, target, denseItems, memoryMegabytes);
  }

  public EaseParameters withDenseItems(int other) {
    return new EaseParameters(
        regularization, userExponent, historyExponent, targetExponent, other, memoryMegabytes);
  }

  public EaseParameters withMemoryMegabytes(int other) {
    return new EaseParameters(
        regularization, userExponent, historyExponent, targetExponent, denseItems, other);
  }
}

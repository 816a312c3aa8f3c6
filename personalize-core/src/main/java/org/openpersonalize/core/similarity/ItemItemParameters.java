// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similarity;

import java.util.Map;
import org.openpersonalize.core.family.Decimals;
import org.openpersonalize.core.family.ItemExponents;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.Settings;

/**
 * What item-item co-occurrence is counted with. The exponents make it many a known method: (a, b, c) = (½, 0, ½) is cosine
 * similarity, (½, 1, ½) the linear filter of GF-CF (Shen et al., CIKM 2021), (1, 1, β) the random walk RP3β.
 *
 * @param historyExponent a: how much less a popular item of the history says
 * @param userExponent b: how much less a long history says about each of its pairs
 * @param targetExponent c: how much a popular item is held back
 * @param measure what stands between two items
 * @param memoryMegabytes what the counts may take at most; beyond it each item keeps its strongest neighbours
 */
public record ItemItemParameters(
    double historyExponent,
    double userExponent,
    double targetExponent,
    Measure measure,
    int memoryMegabytes)
    implements ItemExponents {
  /**
   * The best compromise of a grid of 4 × 3 × 5 exponents on five data sets, by ndcg@20 on the newest 15 % of each user
   * (random ones where there are no times): Online Retail, MovieLens 100K and 1M, Gowalla, and MovieLens 1M as LightGCN++
   * splits it. It stays within 12 % of each set's own best; nothing does better on all, since dense data wants popular
   * items held back (c = ¾) and sparse data does not (c = 0.3). A search is worth more here than in any other family.
   */
  public static final ItemItemParameters DEFAULT =
      new ItemItemParameters(0.5, 0.5, 0.5, Measure.CO_OCCURRENCE, 1024);

  private static final Settings<ItemItemParameters> SETTINGS = new Settings<ItemItemParameters>(
          ItemItemFamily.NAME)
      .real(
          "history_exponent",
          0,
          2,
          ItemItemParameters::historyExponent,
          (each, value) -> each.withExponents(value, each.targetExponent))
      .real(
          "user_exponent",
          0,
          2,
          ItemItemParameters::userExponent,
          ItemItemParameters::withUserExponent)
      .real(
          "target_exponent",
          0,
          2,
          ItemItemParameters::targetExponent,
          (each, value) -> each.withExponents(each.historyExponent, value))
      .oneOf(
          "measure",
          Measure.words(),
          each -> each.measure.word(),
          (each, word) -> each.withMeasure(Measure.of(word)))
      .whole(
          "memory_megabytes",
          1,
          16_000,
          ItemItemParameters::memoryMegabytes,
          ItemItemParameters::withMemoryMegabytes);

  @Override
  public ItemItemFamily family() {
    return ItemItemFamily.INSTANCE;
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public ItemItemParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  @Override
  public ItemItemParameters moved(double history, double target) {
    return withExponents(
        Decimals.thousandths(Math.max(0, historyExponent + history)),
        Decimals.thousandths(Math.max(0, targetExponent + target)));
  }

  @Override
  public Model remade(Model trained) {
    return ((ItemItemModel) trained).withExponents(historyExponent, targetExponent);
  }

  @Override
  public ItemItemTrainer trainer() {
    return new ItemItemTrainer(this);
  }

  /** The same with other exponents of the items, which need no other counts. */
  public ItemItemParameters withExponents(double history, double target) {
    return new ItemItemParameters(history, userExponent, target, measure, memoryMegabytes);
  }

  public ItemItemParameters withUserExponent(double other) {
    return new ItemItemParameters(historyExponent, other, targetExponent, measure, memoryMegabytes);
  }

  public ItemItemParameters withMeasure(Measure other) {
    return new ItemItemParameters(
        historyExponent, userExponent, targetExponent, other, memoryMegabytes);
  }

  public ItemItemParameters withMemoryMegabytes(int other) {
    return new ItemItemParameters(historyExponent, userExponent, targetExponent, measure, other);
  }
}

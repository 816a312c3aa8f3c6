// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.cointeraction;

import java.util.Map;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;

/**
 * What is made of counts of items that meet.
 *
 * @param within in what they meet, which tells the two families from each other
 * @param popularityDiscount p, see {@link CoInteractionTrainer}: 0 for the share of those with the one who have the other as
 *     well, 1 for the lift
 * @param minimumCount items that meet less often have nothing to do with each other
 * @param memoryMegabytes what the counts may take at most; beyond it each item keeps its strongest neighbours
 */
public record CoInteractionParameters(
    Within within, double popularityDiscount, int minimumCount, int memoryMegabytes)
    implements ModelParameters {
  /**
   * By ndcg@10 of the official hold-out, asked about items. A minimum of 1, 2 and 3 users makes 0.044, 0.047 and 0.034 of Amazon
   * Toys, where pairs are rare, and no difference on MovieLens 1M and Online Retail.
   */
  private static final int MINIMUM = 2;

  private static final int MEMORY = 1024;

  private static final Settings<CoInteractionParameters> SETTINGS = new Settings<
          CoInteractionParameters>("items that meet")
      .real(
          "popularity_discount",
          0,
          1,
          CoInteractionParameters::popularityDiscount,
          CoInteractionParameters::withPopularityDiscount)
      .whole(
          "minimum_count",
          0,
          10,
          CoInteractionParameters::minimumCount,
          CoInteractionParameters::withMinimumCount)
      .whole(
          "memory_megabytes",
          1,
          16_000,
          CoInteractionParameters::memoryMegabytes,
          (each, value) -> new CoInteractionParameters(
              each.within, each.popularityDiscount, each.minimumCount, value));

  /** The parameters where nothing else is asked for. */
  static CoInteractionParameters defaults(Within within) {
    return new CoInteractionParameters(within, within.usualDiscount(), MINIMUM, MEMORY);
  }

  CoInteractionParameters withPopularityDiscount(double other) {
    return new CoInteractionParameters(within, other, minimumCount, memoryMegabytes);
  }

  CoInteractionParameters withMinimumCount(int other) {
    return new CoInteractionParameters(within, popularityDiscount, other, memoryMegabytes);
  }

  @Override
  public CoInteractionFamily family() {
    return CoInteractionFamily.of(within);
  }

  @Override
  public Map<String, String> settings() {
    return SETTINGS.of(this);
  }

  @Override
  public CoInteractionParameters with(String name, String value) {
    return SETTINGS.with(this, name, value);
  }

  @Override
  public CoInteractionTrainer trainer() {
    return new CoInteractionTrainer(this);
  }
}

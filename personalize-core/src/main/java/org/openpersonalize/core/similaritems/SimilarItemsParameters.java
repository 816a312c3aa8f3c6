// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similaritems;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.openpersonalize.core.blend.BlendParameters;
import org.openpersonalize.core.blend.BlendParameters.Component;
import org.openpersonalize.core.factorsimilarity.FactorSimilarityParameters;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.Settings;
import org.openpersonalize.core.metadata.MetadataParameters;
import org.openpersonalize.core.similarity.ItemItemParameters;
import org.openpersonalize.core.training.TrainingData;

/**
 * What similar items are found with. Settings are the blend's, such as {@code metadata.weight}, and {@code
 * popularity_discount}.
 *
 * @param blend of what says that items are similar
 * @param popularityDiscount f: scores are divided by {@code (1 + d)^(f / 2)}, d being the item's users
 */
public record SimilarItemsParameters(BlendParameters blend, double popularityDiscount)
    implements ModelParameters {
  /** Where nothing else is asked for; the weights are tuned by what was taken last. */
  public static final SimilarItemsParameters DEFAULT = new SimilarItemsParameters(
      new BlendParameters(List.of(
          new Component(FactorSimilarityParameters.DEFAULT, 0.3),
          new Component(ItemItemParameters.DEFAULT.withExponents(1, 0.25), 1),
          new Component(MetadataParameters.DEFAULT, 0.3))),
      0);

  static final String POPULARITY_DISCOUNT = "popularity_discount";

  private static final Settings<SimilarItemsParameters> OWN = new Settings<SimilarItemsParameters>(
          SimilarItemsFamily.NAME)
      .real(
          POPULARITY_DISCOUNT,
          0,
          1,
          SimilarItemsParameters::popularityDiscount,
          (each, value) -> new SimilarItemsParameters(each.blend, value));

  @Override
  public SimilarItemsFamily family() {
    return new SimilarItemsFamily(blend.family());
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(OWN.of(this));
    settings.putAll(blend.settings());
    return settings;
  }

  @Override
  public SimilarItemsParameters with(String name, String value) {
    return name.equals(POPULARITY_DISCOUNT)
        ? OWN.with(this, name, value)
        : withBlend(blend.with(name, value));
  }

  @Override
  public SimilarItemsParameters fittedTo(TrainingData data) {
    return withBlend(blend.fittedTo(data));
  }

  @Override
  public SimilarItemsTrainer trainer() {
    return new SimilarItemsTrainer(this);
  }

  SimilarItemsParameters withBlend(BlendParameters other) {
    return new SimilarItemsParameters(other, popularityDiscount);
  }

  /** The same with so many factors, if it looks at factors. */
  SimilarItemsParameters withRank(int rank) {
    return withBlend(new BlendParameters(blend.components().stream()
        .map(each -> each.parameters() instanceof FactorSimilarityParameters factors
            ? new Component(factors.withRank(rank), each.weight())
            : each)
        .toList()));
  }

  /** How many factors it looks at; none without any. */
  OptionalInt rank() {
    return blend.components().stream()
        .filter(each -> each.parameters() instanceof FactorSimilarityParameters)
        .mapToInt(each ->
            ((FactorSimilarityParameters) each.parameters()).factorization().rank())
        .findFirst();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import org.openpersonalize.core.affinity.AffinityFamily;
import org.openpersonalize.core.als.AlsFamily;
import org.openpersonalize.core.blend.BlendFamily;
import org.openpersonalize.core.cointeraction.CoInteractionFamily;
import org.openpersonalize.core.coldstart.ColdStartFamily;
import org.openpersonalize.core.ease.EaseFamily;
import org.openpersonalize.core.factorsimilarity.FactorSimilarityFamily;
import org.openpersonalize.core.family.Families;
import org.openpersonalize.core.metadata.MetadataFamily;
import org.openpersonalize.core.nextbestaction.NextBestActionFamily;
import org.openpersonalize.core.popularity.PopularityFamily;
import org.openpersonalize.core.semantic.SemanticFamily;
import org.openpersonalize.core.sequence.AttributeNeighboursFamily;
import org.openpersonalize.core.sequence.RepeatsFamily;
import org.openpersonalize.core.sequence.SequenceEncoderFamily;
import org.openpersonalize.core.sequence.SequentialRulesFamily;
import org.openpersonalize.core.sequence.SessionNeighboursFamily;
import org.openpersonalize.core.similaritems.SimilarItemsFamily;
import org.openpersonalize.core.similarity.ItemItemFamily;
import org.openpersonalize.core.trends.TrendsFamily;

/** The families of models that this service has. A new one is a line here. */
public final class ModelFamilies {
  /** All of them, those that are quick to train first. */
  public static final Families ALL = Families.of(
          ItemItemFamily.INSTANCE,
          EaseFamily.INSTANCE,
          AlsFamily.INSTANCE,
          SequentialRulesFamily.INSTANCE,
          SessionNeighboursFamily.INSTANCE,
          RepeatsFamily.INSTANCE,
          AttributeNeighboursFamily.INSTANCE,
          SequenceEncoderFamily.INSTANCE,
          PopularityFamily.INSTANCE,
          CoInteractionFamily.OF_HISTORIES,
          CoInteractionFamily.OF_BASKETS,
          FactorSimilarityFamily.INSTANCE,
          MetadataFamily.INSTANCE,
          NextBestActionFamily.INSTANCE,
          ColdStartFamily.INSTANCE,
          SemanticFamily.INSTANCE,
          TrendsFamily.INSTANCE,
          AffinityFamily.INSTANCE)
      .with(BlendFamily::new)
      .with(SimilarItemsFamily::new);

  private ModelFamilies() {}
}

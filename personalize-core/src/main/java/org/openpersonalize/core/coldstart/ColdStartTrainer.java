// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.coldstart;

import java.util.Optional;
import java.util.stream.IntStream;
import org.openpersonalize.core.als.FactorModel;
import org.openpersonalize.core.als.ImplicitAlsTrainer;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.matrix.InteractionMatrix;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Factorizes with what the records of items say: an item's factors are not drawn towards zero but towards a share κ of the
 * vector m that its record says, so that what few users took stands near its kind, and what many took where they put it.
 *
 * <p>Items y minimise, with the users x fixed,
 *
 * <pre>
 *   Σ over observed (u, i)  |cᵤᵢ| (pᵤᵢ − xᵤ·yᵢ)²
 * + α₀ Σ over all (u, i)    (xᵤ·(yᵢ − κmᵢ))²
 * + λ Σᵢ (nᵢ + α₀ U)^ν ‖yᵢ − κmᵢ‖²
 * </pre>
 *
 * so that not having been taken speaks for m as well, instead of zero. m is the regression of {@link
 * org.openpersonalize.core.content.ContentTrainer} of the factors on the records, and both are learned in turn: a few times
 * among the sweeps. Agarwal, Chen: Regression-based Latent Factor Models, KDD 2009, whose prior is of the observed alone.
 *
 * <p>Without records it is the factorization. Rows of items that nobody took stay zero, as those of every factorization.
 */
public final class ColdStartTrainer implements Trainer<FactorModel> {
  private final ColdStartParameters parameters;

  ColdStartTrainer(ColdStartParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public FactorModel train(TrainingData data, TrainingProgress progress) {
    ImplicitAlsTrainer factorization = parameters.factorization().trainer();
    Optional<RecordColumns> records =
        parameters.metadataWeight() == 0 ? Optional.empty() : data.items();
    return records
        .map(table -> factorization.with(
            new RecordPrior(parameters, table, data, users(data.likedItemsByUsers()), progress)))
        .orElse(factorization)
        .train(data, progress);
  }

  /** How many users took each item. */
  private static int[] users(InteractionMatrix itemsByUsers) {
    return IntStream.range(0, itemsByUsers.rows())
        .map(item -> itemsByUsers.end(item) - itemsByUsers.start(item))
        .toArray();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.content.ContentTrainer;
import org.openpersonalize.core.content.ContentVectors;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.content.RecordVectors;
import org.openpersonalize.core.family.ItemVectors;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * A model whose items that nobody took stand where their records say.
 *
 * @param content by which others will be placed; null where the model knows items by no vectors, or too little is known of
 *     the items
 */
public record PlacedItems(Model model, @Nullable ContentVectors content) {

  /**
   * Places the items of a trained model.
   *
   * @param data that it was trained on
   * @param popularity who took what there
   * @throws java.util.concurrent.CancellationException if {@code progress} was cancelled
   */
  public static PlacedItems of(
      Model model, TrainingData data, PopularityModel popularity, TrainingProgress progress) {
    Optional<RecordColumns> table = model instanceof RecordVectors
        ? Optional.empty() // its items stand where their records say already
        : model.itemVectors().flatMap(vectors -> data.items());
    if (table.isEmpty()) {
      return new PlacedItems(model, null);
    }
    ItemVectors vectors = model.itemVectors().orElseThrow();
    ItemRecords records = ItemRecords.of(table.get(), data.log().items());
    FactorMatrix factors = vectors.itemFactors();
    int[] users = popularity.users();
    return new ContentTrainer(data.seed(), data.threads())
        .train(records, factors, users, progress)
        .map(content -> {
          int[] untaken =
              IntStream.range(0, users.length).filter(item -> users[item] == 0).toArray();
          return new PlacedItems(
              untaken.length == 0
                  ? model
                  : vectors.withItemFactors(content.placing(untaken, records, factors)),
              content);
        })
        .orElse(new PlacedItems(model, null));
  }
}

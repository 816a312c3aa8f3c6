// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.openpersonalize.core.content.FeatureRows;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.factorsimilarity.FactorSimilarityModel;
import org.openpersonalize.core.family.Trainer;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.popularity.PopularityTrainer;
import org.openpersonalize.core.semantic.SemanticModel.ItemStanding;
import org.openpersonalize.core.training.TrainingData;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Reads the texts of items and finds the directions that they have in common. All texts make the vocabulary and are placed;
 * the directions are found in {@value #MOST_TEXTS} of them at most, by lot, so that memory and time have a bound. By a {@link
 * TextEncoder} there is nothing to find, and all texts are placed.
 *
 * <p>Of interactions it takes how popular items are, {@code ln(1 + u) / ln(1 + max u)} for u users, and where a record does
 * not say how old an item is, the moment of its oldest interaction; without any it is new. How new an item is is the share of the
 * items that are no newer.
 */
public final class SemanticTrainer implements Trainer<SemanticModel> {
  static final int MOST_TEXTS = 50_000;

  private static final double COUNTED = 0.2;
  private static final double DECOMPOSED = 0.9;

  private final SemanticParameters parameters;

  public SemanticTrainer(SemanticParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public SemanticModel train(TrainingData data, TrainingProgress progress) {
    progress.throwIfCancelled();
    InteractionLog log = data.log();
    Optional<ItemRecords> records = data.items().map(table -> ItemRecords.of(table, log.items()));
    TextVectors vectors = parameters.isByTerms()
        ? records
            .map(items -> learned(new ItemTexts(items), data, progress))
            .orElseGet(TermVectors::none)
        : new SentenceVectors(TextEncoders.required(parameters.encoder()));
    FactorSimilarityModel cosines = FactorSimilarityModel.of(records
        .map(items -> vectors.of(new ItemTexts(items), data.threads(), progress))
        .orElseGet(() -> new FactorMatrix(log.items().size(), vectors.rank())));
    ItemStanding standing = new ItemStanding(popularity(data), freshness(creation(log, records)));
    progress.report(1, Double.NaN, "place");
    return new SemanticModel(vectors, cosines, standing);
  }

  private TermVectors learned(ItemTexts texts, TrainingData data, TrainingProgress progress) {
    Vocabulary vocabulary = Vocabulary.of(texts, progress.part("count", 0, COUNTED));
    if (vocabulary.size() == 0) {
      return TermVectors.none();
    }
    FeatureRows.Builder rows = new FeatureRows.Builder(vocabulary.size());
    for (int text : drawn(texts.size(), data.seed())) {
      progress.throwIfCancelled();
      vocabulary.weigh(texts.terms(text), rows::add);
      rows.endRow();
    }
    float[][] directions = new RandomizedSvd(
            rows.build(), data.threads(), progress.part("decompose", COUNTED, DECOMPOSED))
        .rightVectors(parameters.rank(), data.seed());
    return new TermVectors(vocabulary, directions);
  }

  /** All texts, or so many by lot. */
  private static int[] drawn(int texts, long seed) {
    int[] drawn = new int[texts];
    Arrays.setAll(drawn, text -> text);
    if (texts > MOST_TEXTS) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int n = 0; n < MOST_TEXTS; n++) {
        int other = n + random.nextInt(texts - n);
        int text = drawn[other];
        drawn[other] = drawn[n];
        drawn[n] = text;
      }
    }
    return Arrays.copyOf(drawn, Math.min(texts, MOST_TEXTS));
  }

  private static float[] popularity(TrainingData data) {
    int[] users = new PopularityTrainer().train(data, TrainingProgress.NONE).users();
    double most = Math.log1p(Arrays.stream(users).max().orElse(0));
    float[] popularity = new float[users.length];
    for (int item = 0; item < users.length; item++) {
      popularity[item] = most == 0 ? 0 : (float) (Math.log1p(users[item]) / most);
    }
    return popularity;
  }

  /** When each item was created, in epoch milliseconds: [I]. */
  private static long[] creation(InteractionLog log, Optional<ItemRecords> records) {
    long[] created = new long[log.items().size()];
    Arrays.fill(created, Long.MAX_VALUE);
    for (int row = 0; row < log.size(); row++) {
      created[log.item(row)] = Math.min(created[log.item(row)], log.epochMillis(row));
    }
    records.ifPresent(items -> {
      for (int item = 0; item < created.length; item++) {
        if (items.has(item)) {
          Optional<Instant> said = items.table().created(items.rows()[item]);
          if (said.isPresent()) {
            created[item] = said.get().toEpochMilli();
          }
        }
      }
    });
    return created;
  }

  private static float[] freshness(long[] created) {
    long[] ascending = created.clone();
    Arrays.sort(ascending);
    float[] freshness = new float[created.length];
    for (int item = 0; item < created.length; item++) {
      freshness[item] = (float) noNewer(ascending, created[item]) / created.length;
    }
    return freshness;
  }

  /** How many are no greater; the moment is among them. */
  private static int noNewer(long[] ascending, long moment) {
    int from = 0;
    int to = ascending.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ascending[middle] <= moment) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}

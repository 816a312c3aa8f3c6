// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openpersonalize.core.catalog.Words;
import org.openpersonalize.core.kernel.Vectors;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.RowBlocks;
import org.openpersonalize.core.ranking.Relation.Shared;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * Places texts among those that were learned from: the weights of a text's terms times the right singular vectors, the
 * "folding in" of Deerwester et al.
 */
final class TermVectors implements TextVectors {
  private static final int TEXTS_AT_A_TIME = 64;

  private final Vocabulary vocabulary;
  private final float[][] directions; // V, [T][K]
  private final int rank;

  /** @param directions V, [T][K], T ≥ 1 */
  TermVectors(Vocabulary vocabulary, float[][] directions) {
    this(vocabulary, directions, directions[0].length);
  }

  private TermVectors(Vocabulary vocabulary, float[][] directions, int rank) {
    this.vocabulary = vocabulary;
    this.directions = directions;
    this.rank = rank;
  }

  /** Of texts that have no term in common: all are zero. */
  static TermVectors none() {
    return new TermVectors(new Vocabulary(new int[0], new float[0]), new float[0][], 1);
  }

  /**
   * From their stored parts.
   *
   * @param directions V, [T, K]
   */
  static TermVectors of(Vocabulary vocabulary, FactorMatrix directions) {
    float[][] rows = new float[directions.rows()][directions.rank()];
    for (int term = 0; term < rows.length; term++) {
      directions.copyRow(term, rows[term], 0);
    }
    return new TermVectors(vocabulary, rows, directions.rank());
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** V, [T, K], a copy. */
  FactorMatrix directions() {
    FactorMatrix copy = new FactorMatrix(directions.length, rank);
    for (int term = 0; term < directions.length; term++) {
      copy.setRow(term, directions[term], 0);
    }
    return copy;
  }

  @Override
  public int rank() {
    return rank;
  }

  /** {@inheritDoc} Zero also where none of its terms is known. */
  @Override
  public FactorMatrix of(ItemTexts texts, int threads, TrainingProgress progress) {
    FactorMatrix vectors = new FactorMatrix(texts.size(), rank);
    new RowBlocks(texts.size(), TEXTS_AT_A_TIME).run(threads, () -> (block, from, to) -> {
      progress.throwIfCancelled();
      float[] vector = new float[rank];
      for (int text = from; text < to; text++) {
        Arrays.fill(vector, 0);
        vocabulary.weigh(
            texts.terms(text),
            (term, weight) -> Vectors.addScaled(vector, weight, directions[term]));
        vectors.setRow(text, vector, 0);
      }
    });
    return vectors;
  }

  /** Of each word all its terms, each as often as it is there: what these add to the other text's vector, along the first one's. */
  @Override
  public List<Shared> shared(ItemTexts both) {
    FactorMatrix vectors = of(both, 1, TrainingProgress.NONE);
    float[] about = unit(vectors, 0);
    double length = length(vectors, 1);
    int[] terms = both.terms(1);
    Map<Integer, Double> amounts = new HashMap<>(); // of one occurrence of each term
    vocabulary.weigh(
        terms,
        (term, weight) -> amounts.put(
            vocabulary.buckets()[term], weight * Vectors.dot(about, directions[term]) / length));
    for (int from = 0; from < terms.length; ) {
      int to = from + 1;
      while (to < terms.length && terms[to] == terms[from]) {
        to++;
      }
      int times = to - from;
      amounts.computeIfPresent(terms[from], (term, amount) -> amount / times);
      from = to;
    }
    Map<String, Double> words = new HashMap<>();
    Set<String> inFirst = new HashSet<>(Words.of(both.text(0), Terms.MOST_WORDS));
    Terms.eachWord(both.text(1), (word, ofWord) -> {
      if (inFirst.contains(word)) {
        words.merge(
            word,
            Arrays.stream(ofWord)
                .mapToDouble(term -> amounts.getOrDefault(term, 0.0))
                .sum(),
            Double::sum);
      }
    });
    return words.entrySet().stream()
        .map(word -> new Shared(null, word.getKey(), word.getValue()))
        .sorted(Comparator.comparingDouble(Shared::amount).reversed().thenComparing(Shared::value))
        .toList();
  }

  private float[] unit(FactorMatrix vectors, int text) {
    float[] vector = new float[rank];
    vectors.copyRow(text, vector, 0);
    double length = length(vectors, text);
    for (int k = 0; k < rank; k++) {
      vector[k] = (float) (vector[k] / length);
    }
    return vector;
  }

  /** 1 for a vector of zeros. */
  private double length(FactorMatrix vectors, int text) {
    float[] vector = new float[rank];
    vectors.copyRow(text, vector, 0);
    double squares = Vectors.dot(vector, vector);
    return squares > 0 ? Math.sqrt(squares) : 1;
  }

  @Override
  public long sizeInBytes() {
    return vocabulary.sizeInBytes() + (long) Float.BYTES * directions.length * rank;
  }
}

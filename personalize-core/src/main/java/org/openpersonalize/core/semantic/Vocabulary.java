// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.openpersonalize.core.training.TrainingProgress;

/**
 * The terms by which texts are compared, and what each counts; immutable.
 *
 * <p>A term counts in a text {@code (1 + ln n) · idf} where it is n times, with {@code idf = ln((1 + N) / (1 + d)) + 1} for a
 * term of d among N texts, and the terms of a text have the length 1 together (Salton, Buckley: Term-weighting approaches in
 * automatic text retrieval, Information Processing &amp; Management 1988).
 */
final class Vocabulary {
  /** The rarest are left out where there are more: 4 bytes of a vector's dimensions each. */
  static final int MOST_TERMS = 100_000;

  /** What one text alone has tells of no other. */
  private static final int FEWEST_TEXTS = 2;

  private final int[] buckets; // [T], ascending
  private final float[] idf; // [T]

  /** @param buckets [T], ascending */
  Vocabulary(int[] buckets, float[] idf) {
    this.buckets = buckets;
    this.idf = idf;
  }

  /**
   * The terms that more than one text has.
   *
   * @throws java.util.concurrent.CancellationException if the training was called off
   */
  static Vocabulary of(ItemTexts texts, TrainingProgress progress) {
    int[] having = new int[Terms.BUCKETS];
    int told = 0;
    for (int text = 0; text < texts.size(); text++) {
      progress.throwIfCancelled();
      int[] all = texts.terms(text);
      told += all.length > 0 ? 1 : 0;
      for (int n = 0; n < all.length; n++) {
        if (n == 0 || all[n] != all[n - 1]) {
          having[all[n]]++;
        }
      }
    }
    int fewest = Math.max(FEWEST_TEXTS, fewest(having));
    int[] kept = IntStream.range(0, having.length)
        .filter(bucket -> having[bucket] >= fewest)
        .toArray();
    float[] idf = new float[kept.length];
    for (int term = 0; term < idf.length; term++) {
      idf[term] = (float) (Math.log((1.0 + told) / (1 + having[kept[term]])) + 1);
    }
    return new Vocabulary(kept, idf);
  }

  /** In how many texts a term must be for no more than {@link #MOST_TERMS} to be in as many. */
  private static int fewest(int[] having) {
    int[] ascending =
        Arrays.stream(having).filter(count -> count >= FEWEST_TEXTS).sorted().toArray();
    return ascending.length <= MOST_TERMS ? 0 : ascending[ascending.length - MOST_TERMS - 1] + 1;
  }

  /** T, how many there are. */
  int size() {
    return buckets.length;
  }

  int[] buckets() {
    return buckets;
  }

  float[] idf() {
    return idf;
  }

  /** Takes a term of a text and what it counts there. */
  interface Weighed {
    void accept(int term, float weight);
  }

  /**
   * Weighs the terms of a text, each once, ascending.
   *
   * @param terms as {@link Terms#of} gives them
   */
  void weigh(int[] terms, Weighed each) {
    int[] known = new int[terms.length];
    float[] weights = new float[terms.length];
    int count = 0;
    double squares = 0;
    for (int from = 0; from < terms.length; ) {
      int to = from + 1;
      while (to < terms.length && terms[to] == terms[from]) {
        to++;
      }
      int term = Arrays.binarySearch(buckets, terms[from]);
      if (term >= 0) {
        double weight = (1 + Math.log(to - from)) * idf[term];
        squares += weight * weight;
        known[count] = term;
        weights[count++] = (float) weight;
      }
      from = to;
    }
    float unit = (float) (1 / Math.sqrt(squares));
    for (int n = 0; n < count; n++) {
      each.accept(known[n], unit * weights[n]);
    }
  }

  /** Bytes held in memory. */
  long sizeInBytes() {
    return (long) (Integer.BYTES + Float.BYTES) * size();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.semantic;

import java.util.Arrays;
import java.util.function.Consumer;
import org.openpersonalize.core.catalog.Words;

/**
 * What a text is compared by: its words, its pairs of neighbouring words, and pieces of its words, each as a number below
 * {@link #BUCKETS}, which few others share (Weinberger, Dasgupta, Langford, Smola, Attenberg: Feature Hashing for Large
 * Scale Multitask Learning, ICML 2009).
 *
 * <p>{@link Words} brings a text to one form first. Of words in alphabets the pieces are {@value #PIECE} letters long, with the word's ends among them, so that
 * forms of a word share most of theirs (McNamee, Mayfield: Character N-Gram Tokenization for European Language Text
 * Retrieval, Information Retrieval 2004). Of Hangul, Han and Kana they are two syllables or signs: a Korean noun is found
 * whatever particle follows it and whatever it is compounded with (Lee, Ahn: Using n-Grams for Korean Text Retrieval, SIGIR
 * 1996).
 */
final class Terms {
  /** How many numbers there are. */
  static final int BUCKETS = 1 << Terms.BITS;

  /** What comes behind so many words of a text is left out, so that no text takes more than others. */
  static final int MOST_WORDS = 512;

  private static final int BITS = 22;
  private static final int PIECE = 4;
  private static final int DENSE_PIECE = 2;
  private static final int END = ' ';
  private static final long WORD = 1;
  private static final long PAIR = 2;
  private static final long PART = 3;

  private int[] buckets = new int[256];
  private int count;

  private Terms() {}

  /** The terms of a text, each as often as it is there, ascending. */
  static int[] of(String text) {
    Terms terms = new Terms();
    terms.add(text, word -> {});
    int[] ascending = Arrays.copyOf(terms.buckets, terms.count);
    Arrays.sort(ascending);
    return ascending;
  }

  /** Takes a word of a text and its terms, the pair with the word before among them. */
  interface EachWord {
    void accept(String word, int[] terms);
  }

  /** The words of a text in their order; their terms together are those of the text. */
  static void eachWord(String text, EachWord each) {
    Terms terms = new Terms();
    terms.add(text, word -> {
      each.accept(word, Arrays.copyOf(terms.buckets, terms.count));
      terms.count = 0;
    });
  }

  /** @param after told of each word when its terms are there */
  private void add(String text, Consumer<String> after) {
    long before = 0;
    for (String word : Words.of(text, MOST_WORDS)) {
      int[] letters = word.codePoints().toArray();
      long hash = hash(WORD, letters, 0, letters.length);
      add(hash);
      if (before != 0) {
        add(mix(mix(PAIR ^ before) ^ hash));
      }
      addParts(letters);
      before = hash;
      after.accept(word);
    }
  }

  /** Of each run of letters of one kind. */
  private void addParts(int[] word) {
    int from = 0;
    while (from < word.length) {
      boolean isDense = isDense(word[from]);
      int to = from + 1;
      while (to < word.length && isDense(word[to]) == isDense) {
        to++;
      }
      if (isDense) {
        addPieces(Arrays.copyOfRange(word, from, to), DENSE_PIECE);
      } else {
        addPieces(ended(word, from, to), PIECE);
      }
      from = to;
    }
  }

  private static int[] ended(int[] word, int from, int to) {
    int[] ended = new int[to - from + 2];
    System.arraycopy(word, from, ended, 1, to - from);
    ended[0] = END;
    ended[ended.length - 1] = END;
    return ended;
  }

  private void addPieces(int[] letters, int length) {
    int last = Math.max(0, letters.length - length);
    for (int from = 0; from <= last; from++) {
      add(hash(PART, letters, from, Math.min(letters.length, from + length)));
    }
  }

  private static boolean isDense(int letter) {
    return switch (Character.UnicodeScript.of(letter)) {
      case HANGUL, HAN, HIRAGANA, KATAKANA -> true;
      default -> false;
    };
  }

  private void add(long hash) {
    if (count == buckets.length) {
      buckets = Arrays.copyOf(buckets, 2 * count);
    }
    buckets[count++] = (int) (hash >>> Long.SIZE - BITS);
  }

  private static long hash(long kind, int[] letters, int from, int to) {
    long hash = mix(kind);
    for (int n = from; n < to; n++) {
      hash = mix(hash ^ letters[n]);
    }
    return hash;
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long bits) {
    long mixed = bits + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}

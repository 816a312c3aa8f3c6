// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.theme;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.openpersonalize.core.catalog.Column;
import org.openpersonalize.core.catalog.RecordColumns;

/**
 * Finds what items of a list have in common and not with all others.
 *
 * <p>A list is a class of items, and a term t of it weighs
 *
 * <pre>  tf(t, c) · log(1 + A / f(t))</pre>
 *
 * where tf is the share of the class's terms that are t, f how often t is there in the whole catalogue, and A how many terms a class
 * of this size has on average. An item counts a term once, however often its texts repeat it. Numbers follow Grootendorst: BERTopic:
 * Neural topic modeling with a class-based TF-IDF procedure, arXiv 2203.05794 (2022), eq. 2; nothing here is neural, for
 * the classes are given.
 *
 * <p>Immutable, safe for any number of threads. Holds each term of the catalogue with its count.
 */
public final class ThemeFinder {
  private static final int TITLE_TERMS = 3;
  private static final int LIFT = 2;

  private final ItemWords words;
  private final Map<String, Integer> counts = new HashMap<>();
  private final long total;

  /**
   * Counts the terms of a catalogue.
   *
   * @param name the column of the records that says what an item is called
   */
  public ThemeFinder(RecordColumns records, Column name) {
    words = new ItemWords(records, name);
    long all = 0;
    for (int row = 0; row < words.size(); row++) {
      Set<String> terms = words.of(row);
      all += terms.size();
      terms.forEach(term -> counts.merge(term, 1, Integer::sum));
    }
    total = all;
  }

  /** What these items have in common; those of which nothing is known stand last. */
  public Theme of(List<String> itemIds) {
    List<Set<String>> terms = itemIds.stream().map(words::of).toList();
    Map<String, Integer> inClass = new HashMap<>();
    terms.forEach(of -> of.forEach(term -> inClass.merge(term, 1, Integer::sum)));
    Map<String, Double> weights = weights(inClass, itemIds.size());
    List<Theme.Member> members = new ArrayList<>();
    for (int n = 0; n < itemIds.size(); n++) {
      members.add(new Theme.Member(itemIds.get(n), cosine(terms.get(n), weights, itemIds.size())));
    }
    members.sort(Comparator.comparingDouble(Theme.Member::relevance).reversed());
    return new Theme(title(inClass, weights, itemIds.size()), members);
  }

  private Map<String, Double> weights(Map<String, Integer> inClass, int classSize) {
    double classTerms = inClass.values().stream().mapToInt(Integer::intValue).sum();
    Map<String, Double> weights = new HashMap<>();
    inClass.forEach(
        (term, count) -> weights.put(term, count / classTerms * rarity(term, classSize)));
    return weights;
  }

  private double rarity(String term, int classSize) {
    double average = (double) total * classSize / Math.max(1, words.size());
    return Math.log1p(average / counts.getOrDefault(term, 1));
  }

  private double cosine(Set<String> terms, Map<String, Double> weights, int classSize) {
    double product = 0;
    double square = 0;
    for (String term : terms) {
      double own = rarity(term, classSize);
      product += own * weights.getOrDefault(term, 0.0);
      square += own * own;
    }
    double ofAll =
        weights.values().stream().mapToDouble(weight -> weight * weight).sum();
    return product == 0 ? 0 : product / Math.sqrt(square * ofAll);
  }

  /**
   * The terms that weigh most and are at least {@value #LIFT} times as frequent as in the catalogue, of what several items have if
   * there is such, no word twice.
   */
  private String title(Map<String, Integer> inClass, Map<String, Double> weights, int classSize) {
    int fewest = inClass.values().stream().anyMatch(count -> count > 1) ? 2 : 1;
    List<String> best = weights.entrySet().stream()
        .filter(each -> inClass.getOrDefault(each.getKey(), 0) >= fewest)
        .filter(each -> lift(each.getKey(), inClass, classSize) >= LIFT)
        .sorted(Map.Entry.<String, Double>comparingByValue()
            .reversed()
            .thenComparing(each -> -each.getKey().length())
            .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
    List<String> title = new ArrayList<>();
    for (String term : best) {
      if (title.size() < TITLE_TERMS && title.stream().noneMatch(other -> share(other, term))) {
        title.add(term);
      }
    }
    return String.join(", ", title);
  }

  private double lift(String term, Map<String, Integer> inClass, int classSize) {
    double share = (double) inClass.getOrDefault(term, 0) / classSize;
    return share * words.size() / counts.getOrDefault(term, 1);
  }

  private static boolean share(String one, String other) {
    List<String> words = Arrays.asList(one.toLowerCase(Locale.ROOT).split(" "));
    return Arrays.stream(other.toLowerCase(Locale.ROOT).split(" ")).anyMatch(words::contains);
  }
}

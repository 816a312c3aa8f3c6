// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.theme;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.Column;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.StringColumn;
import org.openpersonalize.core.catalog.TextColumn;
import org.openpersonalize.core.catalog.Words;

/**
 * What an item's record says in words, each term once: the words of its name and of its textual columns, the pairs of neighbouring
 * words of its name, and its categories as they are written.
 */
final class ItemWords {
  /** Of a text, so that a long one does not outweigh all others. */
  private static final int MOST_WORDS = 200;

  private static final int SHORTEST = 2;

  private final RecordColumns records;
  private final Column name;

  /** @param name the column that says what an item is called */
  ItemWords(RecordColumns records, Column name) {
    this.records = records;
    this.name = name;
  }

  int size() {
    return records.size();
  }

  Set<String> of(String itemId) {
    OptionalInt row = records.find(itemId);
    return row.isPresent() ? of(row.getAsInt()) : Set.of();
  }

  Set<String> of(int row) {
    Set<String> terms = new LinkedHashSet<>();
    addName(text(name, row), terms);
    for (Column column : records.columns()) {
      if (column != name && column.field().textual()) {
        addWords(text(column, row), terms);
      } else if (column != name
          && column instanceof StringColumn strings
          && column.field().categorical()
          && strings.isPresent(row)) {
        for (int category : strings.categoriesOf(strings.code(row))) {
          terms.add(strings.category(category));
        }
      }
    }
    return terms;
  }

  private static @Nullable String text(Column column, int row) {
    if (column instanceof TextColumn prose) {
      return prose.text(row);
    }
    return column instanceof StringColumn strings ? strings.text(row) : null;
  }

  private static void addName(@Nullable String text, Set<String> terms) {
    List<String> words = words(text);
    for (int n = 0; n < words.size(); n++) {
      addWord(words.get(n), terms);
      if (n > 0 && isTelling(words.get(n - 1)) && isTelling(words.get(n))) {
        terms.add(words.get(n - 1) + " " + words.get(n));
      }
    }
  }

  private static void addWords(@Nullable String text, Set<String> terms) {
    words(text).forEach(word -> addWord(word, terms));
  }

  private static List<String> words(@Nullable String text) {
    return text == null ? List.of() : Words.of(text, MOST_WORDS);
  }

  private static void addWord(String word, Set<String> terms) {
    if (isTelling(word)) {
      terms.add(word);
    }
  }

  /** Numbers and single letters of an alphabet say nothing to who reads them; a single Han sign may. */
  private static boolean isTelling(String word) {
    return word.codePoints().anyMatch(Character::isIdeographic)
        || word.length() >= SHORTEST && word.codePoints().anyMatch(Character::isLetter);
  }
}

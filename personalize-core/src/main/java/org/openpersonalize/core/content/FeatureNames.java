// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.openpersonalize.core.catalog.Column;
import org.openpersonalize.core.catalog.StringColumn;
import org.openpersonalize.core.catalog.TextColumn;

/**
 * What features are called: {@code GENRES=Comedy} a category, {@code GENRES==Comedy|Drama} several together, {@code TITLE~toy}
 * a word, {@code YEAR} a number, {@code YEAR#0} to {@code YEAR#10} the knots in its range, and {@code 1} the one that every
 * item has. A column's name has no such sign in it and begins with no digit.
 */
final class FeatureNames {
  static final String CONSTANT = "1";
  static final int TENTHS = 10;
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private FeatureNames() {}

  static String knot(String column, int tenth) {
    return column + '#' + tenth;
  }

  /** The names of a record's categories, alone and together, or words, each as often as it is there; none in a column of another kind. */
  static void read(Column column, int row, Consumer<String> names) {
    if (column instanceof StringColumn strings && strings.field().categorical()) {
      if (strings.isPresent(row)) {
        int[] categories = strings.categoriesOf(strings.code(row));
        for (int category : categories) {
          names.accept(strings.field().name() + '=' + strings.category(category));
        }
        if (categories.length > 1) {
          names.accept(strings.field().name() + "==" + strings.text(row));
        }
      }
    } else if (column instanceof TextColumn prose) {
      String text = prose.text(row);
      if (text != null) {
        BETWEEN_WORDS
            .splitAsStream(text.toLowerCase(Locale.ROOT))
            .filter(word -> !word.isEmpty())
            .forEach(word -> names.accept(prose.field().name() + '~' + word));
      }
    }
  }
}

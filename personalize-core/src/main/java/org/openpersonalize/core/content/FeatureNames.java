// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.content;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openpersonalize.core.catalog.Column;
import org.openpersonalize.core.catalog.StringColumn;
import org.openpersonalize.core.catalog.TextColumn;
import org.openpersonalize.core.ranking.Relation.Shared;

/**
 * What features are called: {@code GENRES=Comedy} a category, {@code GENRES==Comedy|Drama} several together, {@code TITLE~toy}
 * a word, {@code YEAR} a number, {@code YEAR#0} to {@code YEAR#10} the knots in its range, and {@code 1} the one that every
 * item has. A column's name has no such sign in it and begins with no digit.
 */
final class FeatureNames {
  static final String CONSTANT = "1";
  static final int TENTHS = 10;
  private static final Pattern COLUMN = Pattern.compile("([^=~#]+)(==|=|~|#|)(.*)", Pattern.DOTALL);
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private FeatureNames() {}

  static String knot(String column, int tenth) {
    return column + '#' + tenth;
  }

  /** A part of what two records have in common, by the name of its feature: a category, several together, a word, or else a number. */
  static Shared shared(String feature, double amount) {
    Matcher named = COLUMN.matcher(feature);
    if (!named.matches()) {
      throw new IllegalStateException("No column has the feature " + feature);
    }
    String sign = named.group(2);
    boolean isNumber = sign.isEmpty() || sign.equals("#");
    return new Shared(named.group(1), isNumber ? null : named.group(3), amount);
  }

  /** The greatest first, with all parts of a column's numbers, and all of a category or a word, as one. */
  static List<Shared> merged(List<Shared> parts) {
    Map<List<String>, Double> sums = new LinkedHashMap<>();
    parts.forEach(
        part -> sums.merge(Arrays.asList(part.column(), part.value()), part.amount(), Double::sum));
    return sums.entrySet().stream()
        .map(sum -> new Shared(sum.getKey().get(0), sum.getKey().get(1), sum.getValue()))
        .sorted(Comparator.comparingDouble(Shared::amount).reversed())
        .toList();
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

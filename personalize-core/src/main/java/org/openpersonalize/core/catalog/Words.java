// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The words of a text, in one form (Unicode's NFKC, which composes Hangul and makes wide letters narrow) and in small letters: what
 * stands between anything that is neither a letter nor a digit.
 */
public final class Words {
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private Words() {}

  /** The words in their order, the first ones if there are more. */
  public static List<String> of(String text, int most) {
    String form = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return Arrays.stream(BETWEEN.split(form, most + 2))
        .filter(word -> !word.isEmpty())
        .limit(most)
        .toList();
  }
}

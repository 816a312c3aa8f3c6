// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.context;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openpersonalize.core.matrix.ContextColumn;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.matrix.InteractionLog;

/**
 * The categories of a context column of which there is enough to tell; a text may join several by {@code |}.
 *
 * @param names those that at least {@value #FEWEST_USERS} users have, and of these the {@value #MOST} that most users have
 * @param ofText [values of the column] the categories that each of its texts holds, by their numbers
 */
record Categories(IdIndex names, int[][] ofText) {
  static final int MOST = 1_000;
  static final int FEWEST_USERS = 100;
  private static final Pattern BAR = Pattern.compile("\\|");

  /** Those that the interactions of a log have. */
  static Categories of(InteractionLog log, ContextColumn column) {
    IdIndex texts = column.values();
    IdIndex all = IdIndex.of(IntStream.range(0, texts.size())
        .mapToObj(texts::id)
        .flatMap(Categories::split)
        .toList());
    int[] users = users(log, column, ofText(texts, all), all.size());
    List<String> kept = IntStream.range(0, all.size())
        .filter(category -> users[category] >= FEWEST_USERS)
        .boxed()
        .sorted(Comparator.comparingInt((Integer category) -> -users[category]))
        .limit(MOST)
        .map(all::id)
        .sorted()
        .toList();
    IdIndex names = IdIndex.of(kept);
    return new Categories(names, ofText(texts, names));
  }

  private static int[][] ofText(IdIndex texts, IdIndex names) {
    return IntStream.range(0, texts.size())
        .mapToObj(text -> in(texts.id(text), names))
        .toArray(int[][]::new);
  }

  /** How many users have each category. */
  private static int[] users(
      InteractionLog log, ContextColumn column, int[][] ofText, int categories) {
    int[] users = new int[categories];
    int[] latest = new int[categories]; // user + 1
    for (int user = 0; user < log.users().size(); user++) {
      for (int row = log.start(user); row < log.end(user); row++) {
        for (int category : column.isPresent(row) ? ofText[column.code(row)] : new int[0]) {
          users[category] += latest[category] == user + 1 ? 0 : 1;
          latest[category] = user + 1;
        }
      }
    }
    return users;
  }

  /** The numbers of the categories that a text holds, each once, without those that have none. */
  static int[] in(String text, IdIndex names) {
    return split(text)
        .map(names::find)
        .filter(OptionalInt::isPresent)
        .mapToInt(OptionalInt::getAsInt)
        .distinct()
        .toArray();
  }

  private static Stream<String> split(String text) {
    return BAR.splitAsStream(text).filter(category -> !category.isBlank());
  }
}

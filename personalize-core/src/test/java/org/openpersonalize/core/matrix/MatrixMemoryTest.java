// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much memory it takes to build a matrix and its transpose: a JVM of its own has that much and no more. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MatrixMemoryTest {
  private static final int USERS = 50_000;
  private static final int ITEMS_OF_USER = 120;
  private static final int ITEMS = 6_000;
  private static final int INTERACTIONS = USERS * ITEMS_OF_USER;
  private static final int LOG_BYTES = 13;

  /** What a JVM needs for itself, with a young generation of 8 MB. */
  private static final long OWN_BYTES = 26_000_000;

  @ParameterizedTest
  @CsvSource({"one, 8", "several, 16"})
  void matrix_and_transpose_are_built_beside_the_log(String weights, int bytesAnInteraction)
      throws IOException, InterruptedException {
    long heap = OWN_BYTES + (long) (LOG_BYTES + bytesAnInteraction) * INTERACTIONS;
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmn8m",
            "-Xmx" + heap,
            "-cp",
            System.getProperty("java.class.path"),
            Builds.class.getName(),
            weights)
        .redirectErrorStream(true)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("built " + INTERACTIONS);
  }

  /** The process: a log as large as it gets, then both matrices. */
  static final class Builds {
    private Builds() {}

    public static void main(String[] arguments) {
      InteractionLog log = log();
      ConfidenceRule rule = arguments[0].equals("one")
          ? ConfidenceRule.everyEvent()
          : ConfidenceRule.of(
              List.of(new EventWeight("view", null, 1), new EventWeight("purchase", null, 4)));
      InteractionMatrix matrix = InteractionMatrix.of(log, rule);
      InteractionMatrix transpose = matrix.transpose();
      if (log.size() == matrix.entries() && matrix.entries() == transpose.entries()) {
        System.out.println("built " + log.size());
      }
    }

    private static InteractionLog log() {
      int[] starts = new int[USERS + 1];
      int[] item = new int[INTERACTIONS];
      byte[] type = new byte[INTERACTIONS];
      for (int user = 0; user < USERS; user++) {
        starts[user + 1] = starts[user] + ITEMS_OF_USER;
        for (int n = 0; n < ITEMS_OF_USER; n++) {
          item[starts[user] + n] = n * (ITEMS / ITEMS_OF_USER) + user % (ITEMS / ITEMS_OF_USER);
          type[starts[user] + n] = (byte) (n % 2);
        }
      }
      return new InteractionLog(
          ids(USERS),
          ids(ITEMS),
          List.of("view", "purchase"),
          starts,
          item,
          type,
          new float[INTERACTIONS],
          TimeColumn.spanning(INTERACTIONS, 0, 0, true),
          List.of());
    }

    private static IdIndex ids(int count) {
      return IdIndex.of(IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }
  }
}

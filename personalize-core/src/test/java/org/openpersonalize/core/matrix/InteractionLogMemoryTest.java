// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many bytes an interaction takes, the ids of users and items aside. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class InteractionLogMemoryTest {
  private static final int ROWS = 4_000_000;
  private static final int MOST_WHILE_BUILT = 32;

  /** What a JVM needs for itself, the ids, and to collect garbage in. */
  private static final int JVM_MEGABYTES = 24;

  @ParameterizedTest
  @CsvSource({
    "false, false, 1000, 8", // item and time
    "true, true, 1000, 13",
    "true, true, 1, 15" // times to the millisecond over years
  })
  void what_all_rows_have_in_common_is_not_stored(
      boolean types, boolean values, int unit, int bytes) {
    int rows = 100_000;
    InteractionLog log = log(rows, types, values, unit);

    assertThat(log.sizeInBytes() - 4L * (log.users().size() + 1)).isEqualTo((long) bytes * rows);
  }

  /** In a JVM that has no room for more. */
  @Test
  void no_more_than_thirty_two_bytes_are_needed_while_it_is_built()
      throws IOException, InterruptedException {
    int megabytes = ROWS / 1_000_000 * MOST_WHILE_BUILT + JVM_MEGABYTES;
    Process jvm = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + megabytes + "m",
            "-cp",
            System.getProperty("java.class.path"),
            InteractionLogMemoryTest.class.getName())
        .redirectErrorStream(true)
        .start();
    String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(jvm.waitFor()).as(output).isZero();
    assertThat(output.strip()).isEqualTo(Integer.toString(ROWS));
  }

  public static void main(String[] ignored) {
    System.out.println(log(ROWS, true, true, 1).size());
  }

  private static InteractionLog log(int rows, boolean types, boolean values, int unit) {
    SplittableRandom random = new SplittableRandom(1);
    InteractionLogBuilder builder = new InteractionLogBuilder();
    for (int row = 0; row < rows; row++) {
      builder.add(
          "u" + random.nextInt(40_000),
          "i" + random.nextInt(10_000),
          types && random.nextBoolean() ? "view" : "buy",
          values ? random.nextInt(5) : Float.NaN,
          1_600_000_000_000L + random.nextLong(100_000_000_000L) / unit * unit);
    }
    return builder.build();
  }
}

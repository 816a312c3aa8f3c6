// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LatenciesTest {
  private static final double SIXTEENTH = 1 / 16.0;

  /** Latencies as a service has them: most about 2 ms, some a hundred times as long. */
  private static long[] latencies(int seed, int count) {
    Random random = new Random(seed);
    return LongStream.generate(() -> (long) (2e6 * Math.exp(random.nextGaussian())))
        .limit(count)
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.5, 0.9, 0.99, 1})
  void percentiles_are_within_a_sixteenth_of_the_exact_ones_also_when_they_are_merged(
      double share) {
    long[] one = latencies(1, 5_000);
    long[] other = latencies(2, 37);
    long[] all =
        LongStream.concat(Arrays.stream(one), Arrays.stream(other)).sorted().toArray();
    double exact = all[(int) Math.max(0, Math.ceil(share * all.length) - 1)];

    Latencies merged = Latencies.of(Arrays.stream(one)).plus(Latencies.of(Arrays.stream(other)));

    Duration percentile = merged.percentile(share);
    assertThat(percentile).isNotNull();
    assertThat((double) percentile.toNanos()).isCloseTo(exact, within(SIXTEENTH * exact));
  }

  @Test
  void every_latency_is_within_a_sixteenth_of_the_middle_of_its_bucket() {
    for (double nanos = 1 << 16; nanos < 1L << 36; nanos *= 1.001) {
      double middle = LatencyBuckets.middle(LatencyBuckets.of((long) nanos));
      assertThat(middle).isCloseTo(nanos, within(SIXTEENTH * nanos + 1));
    }
  }

  @Test
  void what_is_shorter_or_longer_than_any_bucket_has_one_all_the_same() {
    assertThat(LatencyBuckets.of(0)).isZero();
    assertThat(LatencyBuckets.of(65_535)).isZero();
    assertThat(LatencyBuckets.of(65_536)).isEqualTo(1);
    assertThat(LatencyBuckets.of((1L << 36) - 1)).isEqualTo(LatencyBuckets.COUNT - 2);
    assertThat(LatencyBuckets.of(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.COUNT - 1);
  }

  @Test
  void bytes_are_read_as_they_were_written_and_are_two_for_a_bucket() {
    Latencies some = Latencies.of(Arrays.stream(latencies(3, 100)));
    Latencies many =
        Latencies.of(LongStream.generate(() -> 2_000_000).limit(300).sorted()).plus(some);

    assertThat(Latencies.read(some.toBytes())).isEqualTo(some);
    assertThat(Latencies.read(many.toBytes())).isEqualTo(many);
    assertThat(Latencies.read(Latencies.NONE.toBytes())).isEqualTo(Latencies.NONE);
    assertThat(some.toBytes()).hasSizeLessThan(110);
  }

  @Test
  void a_difference_is_what_has_come_since() {
    Latencies before = Latencies.of(LongStream.of(1_000_000));
    Latencies since = Latencies.of(LongStream.of(9_000_000, 9_000_000));

    assertThat(before.plus(since).minus(before)).isEqualTo(since);
    assertThat(before.plus(since).count()).isEqualTo(3);
    assertThat(Latencies.NONE.percentile(0.5)).isNull();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of models' memory, beside what they take of this JVM's heap. What is learned of items' records is not forecast, so
 * that only those have records who learn of nothing else.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FootprintTest {
  private static final GeneratedShop SHOP = new GeneratedShop(2_000, 2_000, 20_000);
  private static final Set<String> OF_RECORDS = Set.of("metadata", "semantic");
  private static final long BESIDE = 50_000; // manifest, metrics and headers
  private static final double COUNTED = 1.1;
  private static final double FORECAST = 2;

  /** Forecast as what they take at most, which depends on what nobody knows beforehand. */
  private static final Set<String> BOUNDED =
      Set.of("attribute-neighbours", "sequential-rules", "sims", "similar-items", "trends");

  static Stream<MemorySubject> families() {
    return MemorySubject.all();
  }

  @ParameterizedTest
  @MethodSource("families")
  void a_model_takes_what_it_says_and_about_what_was_forecast(MemorySubject family)
      throws Exception {
    Footprint found = Footprint.of(family, SHOP, 2, OF_RECORDS.contains(family.name()), false);

    System.out.printf(
        Locale.ROOT,
        "%s: %d bytes, counted %.2f, forecast %.2f%n",
        family,
        found.retainedBytes(),
        found.countedRatio(),
        found.servingRatio());
    assertThat((double) found.countedBytes())
        .isBetween(
            (found.retainedBytes() - BESIDE) / COUNTED, (found.retainedBytes() + BESIDE) * COUNTED);
    assertThat(found.forecast().servingBytes() * FORECAST).isGreaterThan(found.retainedBytes());
    if (!BOUNDED.contains(family.name())) {
      assertThat(found.forecast().servingBytes() / FORECAST)
          .isLessThan(found.retainedBytes() + BESIDE);
    }
  }

  @Test
  void a_training_takes_what_was_forecast_at_most() throws Exception {
    MemorySubject factors = MemorySubject.all()
        .filter(each -> each.name().equals("als, 64 factors"))
        .findFirst()
        .orElseThrow();

    Footprint found =
        Footprint.of(factors, new GeneratedShop(4_000, 3_000, 400_000), 2, false, true);

    System.out.printf(Locale.ROOT, "%s: forecast %.2f%n", found, found.heapRatio());
    assertThat(found.heapRatio()).isBetween(1.0, 5.0);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(classes = StoreTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SettableClockTest {
  private static final Duration A_YEAR = Duration.ofDays(365);

  @Autowired
  SettableClock clock;

  @RepeatedTest(2)
  void each_test_begins_with_real_time() {
    assertThat(aheadOf(clock)).isLessThan(Duration.ofMinutes(1));

    clock.advance(A_YEAR);

    assertThat(aheadOf(clock)).isBetween(A_YEAR.minusMinutes(1), A_YEAR.plusMinutes(1));
  }

  @Test
  void it_moves_in_all_zones_at_once_and_goes_on_ticking() {
    Clock elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));

    clock.advance(A_YEAR);
    Instant before = elsewhere.instant();

    assertThat(aheadOf(elsewhere)).isBetween(A_YEAR.minusMinutes(1), A_YEAR.plusMinutes(1));
    assertThat(clock.instant()).isAfterOrEqualTo(before);
  }

  private static Duration aheadOf(Clock clock) {
    return Duration.between(Instant.now(), clock.instant());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TimeFormTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "EPOCH_SECONDS=1323434400=2011-12-09T12:40:00Z",
        "EPOCH_MILLISECONDS=1323434400999=2011-12-09T12:40:00Z",
        "YEAR_FIRST=2011-12-09=2011-12-09T00:00:00Z",
        "YEAR_FIRST=2011-12-09 12:40=2011-12-09T12:40:00Z",
        "YEAR_FIRST=2011-12-09T12:40:07.123=2011-12-09T12:40:07Z",
        "YEAR_FIRST=2011-12-09T12:40:07Z=2011-12-09T12:40:07Z",
        "YEAR_FIRST=2011-12-09T12:40:07+09:00=2011-12-09T03:40:07Z",
        "YEAR_FIRST=2011-12-09 12:40:07 UTC=2011-12-09T12:40:07Z",
        "YEAR_FIRST=2011/12/9 7:05=2011-12-09T07:05:00Z",
        "YEAR_FIRST=2011. 12. 9. 오후 1:05=2011-12-09T13:05:00Z",
        "YEAR_FIRST=2011-12-09 오전 12:05:01=2011-12-09T00:05:01Z",
        "DAY_FIRST=09/12/2011 12:40=2011-12-09T12:40:00Z",
        "DAY_FIRST=9.12.2011=2011-12-09T00:00:00Z",
        "DAY_FIRST=09.12.11 12:40=2011-12-09T12:40:00Z",
        "MONTH_FIRST=12/9/2011 8:26=2011-12-09T08:26:00Z",
        "MONTH_FIRST=12/9/11 8:26 PM=2011-12-09T20:26:00Z",
        "COMPACT=20111209=2011-12-09T00:00:00Z",
        "COMPACT=20111209124007=2011-12-09T12:40:07Z"
      })
  void a_time_is_read_as_it_is_meant(TimeForm form, String text, Instant expected) {
    assertThat(form.seconds(text, ZoneOffset.UTC)).isEqualTo(expected.getEpochSecond());
    assertThat(form.guess(text)).hasValue(expected.getEpochSecond());
  }

  @Test
  void a_time_without_a_zone_is_read_in_the_one_that_is_given() {
    long seoul = TimeForm.YEAR_FIRST.seconds("2011-12-09 12:40", ZoneId.of("Asia/Seoul"));

    assertThat(Instant.ofEpochSecond(seoul)).isEqualTo("2011-12-09T03:40:00Z");
    assertThat(TimeForm.YEAR_FIRST.seconds("2011-12-09T12:40Z", ZoneId.of("Asia/Seoul")))
        .isEqualTo(Instant.parse("2011-12-09T12:40:00Z").getEpochSecond());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "DAY_FIRST,31/02/2011,there is no such time as '31/02/2011'",
        "MONTH_FIRST,31/12/2011,is no time such as 12/09/2011 12:40",
        "DAY_FIRST,01/02/2011 25:00,there is no such time",
        "DAY_FIRST,01/02/2011 13:00 PM,there is no such time",
        "DAY_FIRST,2011-12-09,such as 09/12/2011 12:40",
        "YEAR_FIRST,yesterday,'yesterday' is no time such as 2011-12-09 12:40",
        "EPOCH_MILLISECONDS,12.5,'12.5' is no time such as 1323434400000",
        "COMPACT,20110231,there is no such time as '20110231'"
      })
  void what_is_no_time_is_refused_with_the_text_and_what_would_be_one(
      TimeForm form, String text, String sentence) {
    assertThatThrownBy(() -> form.seconds(text, ZoneOffset.UTC)).hasMessageContaining(sentence);
    assertThat(form.guess(text)).isEmpty();
  }

  @Test
  void a_number_may_be_a_time_only_if_it_is_of_these_decades() {
    assertThat(TimeForm.EPOCH_SECONDS.guess("17850")).isEmpty();
    assertThat(TimeForm.EPOCH_MILLISECONDS.guess("1323434400")).isEmpty();
    assertThat(TimeForm.COMPACT.guess("12345678")).isEmpty();
  }
}

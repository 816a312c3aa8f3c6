// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SessionIdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "NULL",
        " null ",
        "\"null\"",
        "'None'",
        "(null)",
        "<null>",
        "[null]",
        "nil",
        "undefined",
        "NaN",
        "N/A",
        "-",
        "--",
        "0",
        "-1",
        "0000",
        "00000000-0000-0000-0000-000000000000",
        "unknown",
        "anonymous",
        "false",
        "[object Object]",
        "${sessionId}",
        "{{session_id}}",
        "{sessionId}",
        "<%= session %>",
        "%s",
        "%SESSION_ID%",
        "$SESSION",
        "#{session}",
        "__SESSION__",
        "session-undefined",
        "sess_null",
        "%!s(<nil>)",
        "\\N",
        ":sessionId",
        "no-session",
        "Optional.empty",
        "{{user.session}}",
        "session id",
        "?",
        "  "
      })
  void what_is_printed_for_no_session_names_none(String text) {
    assertThat(SessionId.namesOne(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s1",
        "1",
        "42",
        "nullify",
        "none-of-your-business",
        "guest-9000",
        "session-1",
        "a",
        "세션",
        "6f1c2f0e-3b8e-4a51-9d3e-2f7c2a1f6b1d",
        "GA1.2.123456789.1700000000",
        "{6f1c2f0e",
        "00000000-0000-0000-0000-000000000001",
        "AAAA//8=",
        "-8372013470132",
        "{3f2504e0-4f89-11d3-9a0c-0305e82c3301}",
        "(3f2504e0-4f89-11d3-9a0c-0305e82c3301)",
        "web-1",
        "session-guest-7",
        "100",
        "%7B1%7D"
      })
  void any_other_text_names_one(String text) {
    assertThat(SessionId.namesOne(text)).isTrue();
  }
}

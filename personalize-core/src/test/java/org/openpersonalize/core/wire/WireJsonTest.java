// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.Status;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WireJsonTest {
  enum Mode {
    FULL,
    INCREMENTAL
  }

  record Part(@Nullable Float weight, @Nullable Integer count) {}

  record Sample(
      @Nullable String name,
      @Nullable Arn solutionArn,
      @Nullable Status status,
      @Nullable Mode importMode,
      @Nullable Boolean performHPO,
      @Nullable Integer numResults,
      @Nullable Long size,
      @Nullable Instant creationDateTime,
      @Nullable List<Part> parts,
      @Nullable List<String> inputList,
      @Nullable Map<String, String> filterValues,
      @JsonProperty("Filters") @Nullable List<String> filters) {}

  abstract static class Resource {
    private Arn arn = Arn.parse("arn:aws:personalize:eu-central-1:000000000000:campaign/shop");

    Arn arn() {
      return arn;
    }
  }

  static final class Campaign extends Resource {
    private String name = "shop";
    private @Nullable String failureReason;
    private transient String scratch = "not on the wire";

    public boolean isServing() {
      return scratch.isEmpty();
    }

    public String getDigest() {
      return name + failureReason;
    }
  }

  @Test
  void an_entity_is_written_by_its_fields_alone_in_their_order_and_without_nulls() {
    assertThat(text(new Campaign()))
        .isEqualTo(
            "{\"arn\":\"arn:aws:personalize:eu-central-1:000000000000:campaign/shop\",\"name\":\"shop\"}");
  }

  @Test
  void a_record_survives_a_round_trip() {
    Sample sample = new Sample(
        "a",
        Arn.parse("arn:aws:personalize:::recipe/aws-sims"),
        Status.CREATE_IN_PROGRESS,
        Mode.FULL,
        true,
        5,
        1L << 40,
        Instant.ofEpochMilli(1542392161837L),
        List.of(new Part(0.5f, 2)),
        List.of("i1"),
        Map.of("k", "v"),
        List.of("f"));

    String json = text(sample);

    assertThat(json)
        .startsWith("{\"name\":\"a\",\"solutionArn\":\"arn:aws:personalize:::recipe/aws-sims\"")
        .contains("\"status\":\"CREATE IN_PROGRESS\"", "\"importMode\":\"FULL\"", "\"Filters\":");
    assertThat(read(json)).isEqualTo(sample);
  }

  @ParameterizedTest
  @CsvSource({
    "1542392161837, 1542392161.837",
    "1542392161800, 1542392161.8",
    "1542392161000, 1542392161",
    "1500000000000, 1500000000",
    "0, 0",
    "-1500, -1.5"
  })
  void a_time_is_written_as_plain_epoch_seconds(long millis, String expected) {
    assertThat(text(Map.of("t", Instant.ofEpochMilli(millis))))
        .isEqualTo("{\"t\":" + expected + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1542392161.837",
        "1542392161.8379",
        "1.542392161837E9",
        "\"1542392161.837\"",
        "\"2018-11-16T18:16:01.837Z\"",
        "\"2018-11-16T19:16:01.837+01:00\""
      })
  void a_time_is_read_as_number_numeric_string_or_iso(String spelling) {
    assertThat(read("{\"creationDateTime\":" + spelling + "}").creationDateTime())
        .isEqualTo(Instant.ofEpochMilli(1542392161837L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"yesterday\"",
        "\"2018-11-16T18:16:01\"",
        "true",
        "{}",
        "1e999999999",
        "1e-999999999",
        "\"1e-20000000\"",
        "-1e30",
        "\"\"",
        "\"-\""
      })
  void what_is_no_time_is_refused_by_name(String spelling) {
    refuses(
        "{\"creationDateTime\":" + spelling + "}",
        ErrorCode.INVALID_INPUT,
        "'creationDateTime' must be a time");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[]", " [ ] "})
  void an_unknown_member_that_says_nothing_passes(String value) {
    assertThat(
            read("{\"filterArn\":" + value + ",\"name\":\"a\",\"parts\":[{\"x\":" + value + "}]}")
                .name())
        .isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "0", "false", "[null]", "{\"a\":null}", "[[]]"})
  void an_unknown_member_with_a_value_is_refused_by_name(String value) {
    refuses(
        "{\"name\":\"a\",\"filterArn\":" + value + "}",
        ErrorCode.INVALID_INPUT,
        "'filterArn' is not served by this version of Open Personalize; leave it out. See docs/compatibility.md.");
  }

  @Test
  void an_unknown_member_inside_a_list_is_refused_with_its_path() {
    refuses(
        "{\"parts\":[{},{\"colour\":1}]}",
        ErrorCode.INVALID_INPUT,
        "'parts.2.member.colour' is not served");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":5}                     | 'name' must be a string",
        "{\"name\":true}                  | 'name' must be a string",
        "{\"name\":{}}                    | 'name' must be a string",
        "{\"solutionArn\":5}              | 'solutionArn' must be a string",
        "{\"status\":5}                   | 'status' must be a string",
        "{\"numResults\":\"5\"}           | 'numResults' must be a whole number",
        "{\"numResults\":1.5}             | 'numResults' must be a whole number",
        "{\"numResults\":3000000000}      | 'numResults' must be a whole number from -2147483648",
        "{\"size\":1e1000000000}          | 'size' must be a whole number",
        "{\"performHPO\":\"true\"}        | 'performHPO' must be true or false",
        "{\"performHPO\":1}               | 'performHPO' must be true or false",
        "{\"importMode\":\"full\"}        | 'importMode' must be one of [FULL, INCREMENTAL]",
        "{\"numResults\":\"\"}            | 'numResults' must be a whole number",
        "{\"importMode\":\"\"}            | 'importMode' must be one of [FULL, INCREMENTAL]",
        "{\"parts\":\"\"}                 | 'parts' must be a list",
        "{\"importMode\":0}               | 'importMode' must be one of [FULL, INCREMENTAL]",
        "{\"parts\":{}}                   | 'parts' must be a list",
        "{\"parts\":[5]}                  | 'parts.1.member' must be an object",
        "{\"parts\":[{\"weight\":\"a\"}]} | 'parts.1.member.weight' must be a number",
        "{\"inputList\":[\"a\",7]}        | 'inputList.2.member' must be a string",
        "{\"filterValues\":[]}            | 'filterValues' must be an object",
        "{\"filterValues\":{\"k\":1}}     | 'filterValues.k' must be a string",
        "{\"inputList\":[null]}           | 'inputList.1.member' must not be null",
        "{\"filterValues\":{\"k\":null}}  | 'filterValues.k' must not be null",
      })
  void a_wrong_type_is_refused_with_its_path(String json, String sentence) {
    refuses(json, ErrorCode.INVALID_INPUT, sentence);
  }

  @Test
  void a_whole_number_is_a_number() {
    assertThat(read("{\"parts\":[{\"weight\":3}]}").parts()).containsExactly(new Part(3f, null));
  }

  @Test
  void an_arn_that_does_not_parse_is_refused_with_its_member() {
    refuses(
        "{\"solutionArn\":\"arn:aws:s3:::bucket\"}",
        ErrorCode.INVALID_INPUT,
        "'solutionArn': 'arn:aws:s3:::bucket' is not an ARN of this service");
  }

  @Test
  void an_endless_arn_is_not_repeated_to_the_client() {
    assertThatThrownBy(() -> read("{\"solutionArn\":\"" + "x".repeat(100_000) + "\"}"))
        .extracting(e -> e.getMessage().length())
        .satisfies(length -> assertThat((int) length).isLessThan(400));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"name\":",
        "{\"name\":\"a\"",
        "{'name':1}",
        "not json",
        "{\"name\":\"a\"}}",
        "{} {}",
        "{\"name\":NaN}",
        "{\"name\":\"a\u0001\"}"
      })
  void malformed_json_is_a_serialization_error(String json) {
    refuses(json, ErrorCode.SERIALIZATION, "The request body ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "5", "\"text\"", "true"})
  void json_that_is_no_object_is_a_serialization_error(String json) {
    refuses(json, ErrorCode.SERIALIZATION, "The request body must be one JSON object");
  }

  @Test
  void bytes_that_are_not_utf8_are_a_serialization_error() {
    byte[] json = "{\"name\":\"a?\"}".getBytes(UTF_8);
    json[10] = (byte) 0xC3;

    assertThatThrownBy(() -> WireJson.read(json, Sample.class))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SERIALIZATION));
  }

  @Test
  void nesting_without_end_is_a_serialization_error() {
    refuses("{\"a\":" + "[".repeat(100_000), ErrorCode.SERIALIZATION, "The request body ");
  }

  private static Sample read(String json) {
    return WireJson.read(json.getBytes(UTF_8), Sample.class);
  }

  private static String text(Object value) {
    return new String(WireJson.write(value), UTF_8);
  }

  private static void refuses(String json, ErrorCode code, String sentence) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            PersonalizeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageStartingWith(sentence);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openpersonalize.core.schema.FieldValue.Outcome.MISSING;
import static org.openpersonalize.core.schema.FieldValue.Outcome.PRESENT;
import static org.openpersonalize.core.schema.FieldValue.Outcome.UNFIT;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.Field.Role;
import org.openpersonalize.core.schema.Field.Type;

/** The table of docs/data.md, row by row. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FieldValueTest {
  private static final String EMOJI = "\uD83C\uDF81"; // one character, two chars

  @ParameterizedTest
  @CsvSource({
    "5, 5",
    "-5, -5",
    "+5, 5",
    "' 5 ', 5",
    "2018.0, 2018",
    "2018., 2018",
    "1.5e1, 15",
    "1e3, 1000",
    "0e999999999, 0",
    "-0, 0",
    "007, 7",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "9223372036854775807.00, 9223372036854775807"
  })
  void a_whole_number_may_be_written_in_every_way_that_loses_nothing(String source, long expected) {
    FieldValue value = metadata(Type.LONG);

    assertThat(value.read(source)).isEqualTo(PRESENT);
    assertThat(value.integer()).isEqualTo(expected);
    assertThat(value.number()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "2018.5 ~ '2018.5' is not a whole number: correct it, or declare the column as double",
        "1e-400 ~ '1e-400' is not a whole number: correct it, or declare the column as double",
        "9223372036854775808 ~ 9223372036854775808 is too large for a long",
        "-9223372036854775809 ~ -9223372036854775809 is too large for a long",
        "1e999999999 ~ 1e999999999 is too large for a long",
        "1e9999999999999 ~ 1e9999999999999 is too large for a long"
      })
  void a_number_that_a_column_of_whole_ones_cannot_hold_is_refused(String source, String sentence) {
    assertRefused(metadata(Type.LONG), source.strip(), sentence.strip());
  }

  @Test
  void a_number_too_large_for_its_type_is_refused() {
    assertRefused(
        metadata(Type.INT),
        "2147483648",
        "2147483648 is too large for an int: declare the column as long");
    assertRefused(metadata(Type.DOUBLE), "1e309", "1e309 is too large for a double");
    assertRefused(metadata(Type.FLOAT), "-1e39", "-1e39 is too large for a float");
    assertThat(metadata(Type.FLOAT).read("1e-50")).isEqualTo(PRESENT);
    assertThat(metadata(Type.INT).read("-2147483648")).isEqualTo(PRESENT);
  }

  @ParameterizedTest
  @CsvSource({
    "9.5, 9.5",
    "' 9.5', 9.5",
    "'9.5 ', 9.5",
    "+9.5, 9.5",
    ".5, 0.5",
    "5., 5",
    "1e3, 1000",
    "1E-3, 0.001",
    "-0.5e+1, -5",
    "1e-400, 0"
  })
  void a_decimal_number_may_be_written_in_every_common_way(String source, double expected) {
    FieldValue value = metadata(Type.DOUBLE);

    assertThat(value.read(source)).isEqualTo(PRESENT);
    assertThat(value.number()).isEqualTo(expected);
  }

  @Test
  void a_decimal_number_is_the_double_that_java_reads() {
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < 20_000; n++) {
      String digits = Long.toString(random.nextLong(Long.MAX_VALUE) >> random.nextInt(63));
      int point = random.nextInt(digits.length() + 1);
      String number = (random.nextInt(5) == 0 ? "-" : random.nextInt(5) == 0 ? "0" : "")
          + digits.substring(0, point)
          + (random.nextInt(9) == 0 ? "" : ".")
          + digits.substring(point)
          + (random.nextInt(9) == 0 ? "e" + random.nextInt(-30, 30) : "");

      FieldValue value = metadata(Type.DOUBLE);

      assertThat(value.read(number)).isEqualTo(PRESENT);
      assertThat(value.number()).as(number).isEqualTo(0.0 + Double.parseDouble(number));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No",
        "2006–2007",
        "12,90",
        "1,000",
        "1f",
        "0x1p3",
        "1.2.3",
        "1e",
        "e1",
        ".",
        "-",
        "+",
        "٣",
        "Infinity",
        "-inf",
        "true",
        "1 000",
        "--5",
        "5-"
      })
  void what_is_no_number_does_not_fit_and_counts_as_missing(String source) {
    for (Type type : Type.values()) {
      if (type.isNumeric()) {
        FieldValue value = metadata(type);
        assertThat(value.read(source)).isEqualTo(UNFIT);
        assertThat(value.isPresent()).isFalse();
        assertThat(value.number()).isNaN();
        assertThatThrownBy(() -> new FieldValue(value.field(), true).read(source))
            .isInstanceOf(PersonalizeException.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "True, true", "' TRUE ', true", "false, false", "False, false"})
  void truth_is_written_in_any_case(String source, boolean expected) {
    FieldValue value = metadata(Type.BOOLEAN);

    assertThat(value.read(source)).isEqualTo(PRESENT);
    StringBuilder json = new StringBuilder();
    value.appendJson(json);
    assertThat(json).hasToString(Boolean.toString(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "0", "t"})
  void other_words_for_truth_do_not_fit(String source) {
    assertThat(metadata(Type.BOOLEAN).read(source)).isEqualTo(UNFIT);
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void metadata_may_be_missing_whatever_the_schema_says(Type type) {
    FieldValue value = metadata(type);

    assertThat(value.read(null)).isEqualTo(MISSING);
    assertThat(value.read("")).isEqualTo(MISSING);
    assertThat(value.read("  \t")).isEqualTo(MISSING);
    assertRefused(
        new FieldValue(value.field(), true),
        null,
        "the value is missing, and the schema does not allow null: give every record one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "NULL", "None", "nil", "NaN", "nan", "NA", "N/A", "undefined", "\\N"})
  void what_programs_print_for_nothing_is_missing_but_in_a_string(String source) {
    for (Type type : Type.values()) {
      assertThat(metadata(type).read(source)).isEqualTo(type == Type.STRING ? PRESENT : MISSING);
    }
  }

  @Test
  void ids_are_texts_as_they_are_and_must_be_there() {
    FieldValue value = new FieldValue(field(Type.STRING, Role.ID, false), false);

    assertThat(value.read(" 0012 ")).isEqualTo(PRESENT);
    assertThat(value.text()).isEqualTo(" 0012 ");
    assertRefused(
        value,
        " ",
        "the value is missing, and the schema does not allow null: give every record one");
  }

  @Test
  void lengths_count_characters() {
    FieldValue id = new FieldValue(field(Type.STRING, Role.ID, false), false);
    assertThat(id.read(EMOJI.repeat(256))).isEqualTo(PRESENT);
    assertThatThrownBy(() -> id.read(EMOJI.repeat(257)))
        .hasMessageStartingWith("Length cannot be more than 256 characters for X.");
    FieldValue text = metadata(Type.STRING);
    assertThat(text.read(EMOJI.repeat(1_000))).isEqualTo(PRESENT);
    assertThatThrownBy(() -> text.read(EMOJI.repeat(1_001)))
        .hasMessageStartingWith("Length cannot be more than 1000 characters for X.");
  }

  @Test
  void prose_is_cut_between_characters() {
    FieldValue prose = new FieldValue(new Field("X", Type.STRING, true, false, true, false), false);

    prose.read("a" + EMOJI.repeat(20_000));
    assertThat(prose.text()).isEqualTo("a" + EMOJI.repeat(19_999));
    prose.read(EMOJI.repeat(20_000));
    assertThat(prose.text()).isEqualTo(EMOJI.repeat(20_000));
    prose.read("語".repeat(7_001));
    assertThat(prose.text()).hasSize(7_000);
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000, 1700000000",
    "1700000000.0, 1700000000",
    "1.7e9, 1700000000",
    "-99999999999, -99999999999",
    "99999999999, 99999999999",
    "0, 0"
  })
  void a_time_is_a_whole_number_of_seconds(String source, long expected) {
    FieldValue value = new FieldValue(field(Type.LONG, Role.TIME, false), false);

    assertThat(value.read(source)).isEqualTo(PRESENT);
    assertThat(value.integer()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "1700000000123 ~ 1700000000123 is in milliseconds; divide by 1000: Personalize expects epoch seconds",
        "100000000000 ~ 100000000000 is in milliseconds; divide by 1000: Personalize expects epoch seconds",
        "9223372036854775807 ~ 9223372036854775807 is in milliseconds; divide by 1000: Personalize expects epoch seconds",
        "-100000000000 ~ -100000000000 is no time: Personalize expects the seconds since 1970, less than 0 for earlier times",
        "-9223372036854775808 ~ -9223372036854775808 is no time: Personalize expects the seconds since 1970, less than 0 for earlier times",
        "1700000000.5 ~ '1700000000.5' is not a whole number: correct it, for a time is whole seconds since 1970",
        "2023-11-14 ~ '2023-11-14' is not a whole number: correct it, or declare another type in the schema",
        "NaN ~ the value is missing, and the schema does not allow null: give every record one"
      })
  void a_time_that_cannot_be_is_refused(String source, String sentence) {
    assertRefused(
        new FieldValue(field(Type.LONG, Role.TIME, false), false),
        source.strip(),
        sentence.strip());
  }

  @Test
  void only_the_services_own_time_columns_count_seconds() {
    DatasetSchema schema = DatasetSchema.parse("""
        {"type":"record","name":"Items","fields":[
          {"name":"ITEM_ID","type":"string"},
          {"name":"CREATION_TIMESTAMP","type":"long"},
          {"name":"OFFER_END_TIMESTAMP","type":"long"}]}
        """, null);
    Field own = schema.field("CREATION_TIMESTAMP").orElseThrow();
    Field other = schema.field("OFFER_END_TIMESTAMP").orElseThrow();

    assertThat(own.role()).isEqualTo(Role.TIME);
    assertThat(new FieldValue(other, false).read("1735689600000")).isEqualTo(PRESENT);
    assertThatThrownBy(() -> new FieldValue(own, false).read("1735689600000"))
        .hasMessageContaining("is in milliseconds");
  }

  private static Field field(Type type, Role role, boolean nullable) {
    return new Field("X", type, nullable, false, false, false, role);
  }

  /** A column of metadata that, by its schema, must not be null. */
  private static FieldValue metadata(Type type) {
    return new FieldValue(field(type, Role.METADATA, false), false);
  }

  private static void assertRefused(FieldValue value, String source, String sentence) {
    assertThatThrownBy(() -> value.read(source))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessage(sentence);
    assertThat(value.isPresent()).isFalse();
  }
}

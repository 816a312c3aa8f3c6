// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.csv.DatasetRecordReader;
import org.openpersonalize.core.csv.UnfitValues;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.wire.WireJson;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Data comes in by CSV files and by properties that are put: thousands of spellings of every type are shown at both doors,
 * and what one door takes, for which value, passes over or refuses, the other does too.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TwoDoorsTest {
  private static final int VALUES = 50_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectReader LITERALS =
      WireJson.mapper().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** What may stand in JSON without quotes. */
  private static final Pattern LITERAL =
      Pattern.compile("-?(0|[1-9]\\d{0,17})(\\.\\d{1,18})?([eE][+-]?\\d{1,3})?|true|false|null");

  /** Numbers as sentences quote them, which JSON may spell in another way. */
  private static final Pattern QUOTED = Pattern.compile("(?<=: )'?[-+0-9.eE]+…?'?(?= is)");

  private static final String COLUMN = "SOME_VALUE";
  private static final List<String> WORDS = List.of(
      "",
      " ",
      "\t",
      "null",
      "NULL",
      "None",
      "NaN",
      "nan",
      "NA",
      "N/A",
      "\\N",
      "undefined",
      "true",
      "True",
      "FALSE",
      "yes",
      "no",
      "0",
      "1",
      "-1",
      "+1",
      "007",
      "1.0",
      "1.",
      ".5",
      ".",
      "-",
      "+",
      "1e3",
      "1E+3",
      "1e",
      "e3",
      "1e400",
      "-1e400",
      "1e-400",
      "Infinity",
      "-inf",
      "0x10",
      "1f",
      "1d",
      "12,50",
      "1,000",
      "1_000",
      "1 000",
      "2147483647",
      "2147483648",
      "-2147483649",
      "9223372036854775807",
      "9223372036854775808",
      "-9223372036854775808",
      "1700000000",
      "1700000000.0",
      "1700000000.5",
      "1700000000123",
      "99999999999",
      "100000000000",
      "-100000000000",
      "2018.0",
      "2018.5",
      "2023-11-14T22:13:20Z",
      "a|b",
      "a|",
      "|",
      "\"",
      "\\",
      "\\\"",
      ",",
      "a,b",
      "語",
      "\uD83C\uDF81",
      "\u00a0",
      "\u0663",
      "\uff15",
      "\u0000",
      "a\u0000b",
      "\u2028");
  private static final String CHARACTERS = "0123456789..--+eE  aflnNtrue,|\"\\_\t語é\uFEFF";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"string\"", "\"string\",\"categorical\":true", "\"string\",\"textual\":true", "\"int\"",
            "\"long\"", "\"float\"",
        "\"double\"", "\"boolean\"", "[\"null\",\"string\"]", "[\"null\",\"int\"]",
            "[\"null\",\"double\"]", "[\"null\",\"boolean\"]"
      })
  void both_doors_say_the_same_of_metadata(String type) throws IOException {
    compare(COLUMN, type, false, VALUES);
    compare(COLUMN, type, true, VALUES / 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"long\"", "[\"null\",\"long\"]"})
  void both_doors_say_the_same_of_times(String type) throws IOException {
    compare("CREATION_TIMESTAMP", type, false, VALUES);
  }

  private static void compare(String column, String type, boolean strict, int count)
      throws IOException {
    DatasetSchema schema = DatasetSchema.parse("""
        {"type":"record","name":"Items","fields":[
          {"name":"ITEM_ID","type":"string"},
          {"name":"FILLER","type":["null","double"]},
          {"name":"%s","type":%s}]}
        """.formatted(column, type), null);
    Field field = schema.field(column).orElseThrow();
    List<String> texts = texts(new SplittableRandom(type.hashCode()), count);
    List<String> byFile = fromFile(texts, schema, strict);

    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      same(text, type, fromProperties(JSON.stringNode(text), field, strict), byFile.get(i));
      if (field.type() != Field.Type.STRING && LITERAL.matcher(text).matches()) {
        JsonNode literal = LITERALS.readTree(text);
        same(text, type, fromProperties(literal, field, strict), byFile.get(i));
      }
    }
  }

  private static void same(String text, String type, String byPut, String byFile) {
    if (!QUOTED.matcher(byPut).replaceAll("…").equals(QUOTED.matcher(byFile).replaceAll("…"))) {
      assertThat(byPut).as("'%s' as %s", text, type).isEqualTo(byFile);
    }
  }

  private static List<String> texts(SplittableRandom random, int count) {
    List<String> texts = new ArrayList<>(WORDS);
    while (texts.size() < count) {
      texts.add(
          switch (random.nextInt(6)) {
            case 0 -> pick(random) + pick(random);
            case 1 -> " ".repeat(random.nextInt(3)) + pick(random) + " ".repeat(random.nextInt(3));
            case 2 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 3 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 4 ->
              random.nextInt(100_000) + "." + "0".repeat(random.nextInt(3))
                  + (random.nextInt(4) == 0 ? "5" : "");
            default -> characters(random);
          });
      if (random.nextInt(2_000) == 0) {
        texts.add(pick(random).repeat(1 + random.nextInt(1_001)));
      }
    }
    return texts;
  }

  private static String pick(SplittableRandom random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private static String characters(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(12); length > 0; length--) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return text.toString();
  }

  private static List<String> fromFile(List<String> texts, DatasetSchema schema, boolean strict)
      throws IOException {
    StringBuilder csv =
        new StringBuilder("ITEM_ID,FILLER," + schema.fields().get(2).name() + "\n");
    for (String text : texts) {
      csv.append("i1,,\"")
          .append(text.replace("\\", "\\\\").replace("\"", "\\\""))
          .append("\"\n");
    }
    List<String> verdicts = new ArrayList<>();
    UnfitValues unfit = new UnfitValues();
    try (DatasetRecordReader records = new DatasetRecordReader(
        new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)),
        "f",
        schema,
        strict,
        unfit)) {
      while (verdicts.size() < texts.size()) {
        long before = unfit.values();
        try {
          assertThat(records.next()).isTrue();
          verdicts.add(verdict(records.json(new int[] {2}), unfit.values() > before));
        } catch (PersonalizeException e) {
          verdicts.add(refused(e));
        }
      }
      assertThat(records.next()).isFalse();
    }
    return verdicts;
  }

  private static String fromProperties(JsonNode value, Field field, boolean strict) {
    try {
      String object =
          WireJson.mapper().writeValueAsString(JSON.objectNode().set(field.propertyName(), value));
      Properties properties = Properties.read(JSON.stringNode(object), "p", 1_000_000);
      String json = properties.byColumn(List.of(field), strict);
      return verdict(json.equals("{}") ? null : json, properties.unfit() > 0);
    } catch (PersonalizeException e) {
      return refused(e);
    }
  }

  private static String verdict(String json, boolean unfit) {
    return json != null ? json : unfit ? "passed over" : "missing";
  }

  /** Without the place, which the doors name in their own ways. */
  private static String refused(PersonalizeException e) {
    String sentence = e.getMessage();
    List<String> places =
        Arrays.asList("column SOME_VALUE: ", "column CREATION_TIMESTAMP: ", "cannot be taken: ");
    for (String place : places) {
      int at = sentence.indexOf(place);
      if (at >= 0) {
        return "refused: " + sentence.substring(at + place.length());
      }
    }
    return "refused: " + sentence;
  }
}

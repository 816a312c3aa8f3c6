// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/** Schemas that were good ones until somebody's editor, template or curiosity went over them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DamagedSchemaTest {
  private static final int DAMAGED = 20_000;

  private static final List<String> GOOD = List.of("""
      {"type": "record", "name": "Interactions", "namespace": "com.amazonaws.personalize.schema", "fields": [
        {"name": "USER_ID", "type": "string"},
        {"name": "ITEM_ID", "type": "string"},
        {"name": "EVENT_VALUE", "type": ["float", "null"], "order": "ignore", "default": 0.5},
        {"name": "TIMESTAMP", "type": {"type": "long", "logicalType": "timestamp-millis"}, "doc": "when"}
      ], "version": "1.0"}
      """, """
      {"type": "record", "name": "Items", "aliases": ["Things"], "fields": [
        {"name": "ITEM_ID", "type": "string", "order": "ascending", "aliases": ["SKU"]},
        {"name": "GENRES", "type": ["null", "string"], "categorical": true, "default": null},
        {"name": "PLOT", "type": ["string"], "textual": true},
        {"name": "PRICE", "type": "double", "default": 1e3},
        {"name": "TITLE", "type": "string", "itemName": true}
      ]}
      """, """
      {"type": "record", "name": "Users", "doc": "people", "fields": [
        {"name": "USER_ID", "type": "string"},
        {"name": "AGE", "type": {"type": "int", "logicalType": "date"}, "default": -1},
        {"name": "MEMBER", "type": "boolean", "default": false}
      ]}
      """);

  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|[\\[\\]{},:]|[^\\s\\[\\]{},:\"]+");

  /** Keys of Avro, for where a key may stand. */
  private static final List<String> KEYS = List.of(
      "type",
      "name",
      "namespace",
      "fields",
      "aliases",
      "order",
      "default",
      "doc",
      "items",
      "values",
      "symbols",
      "size",
      "logicalType",
      "precision",
      "scale",
      "categorical",
      "textual",
      "itemName");

  /** Values, most of which fit in few places. */
  private static final List<String> VALUES = List.of(
      "null",
      "true",
      "0",
      "-1",
      "0.5",
      "1e999",
      "1e-999999999999",
      "12345678901234567890",
      "9".repeat(1001),
      "-",
      "01",
      "NaN",
      "nul",
      "{}",
      "[]",
      "[[]]",
      "[null]",
      "[5]",
      "\"\"",
      "\" \"",
      "\"1A\"",
      "\"A-B\"",
      "\"a.b\"",
      "\"a..b\"",
      "\".\"",
      "\"\\u0000\"",
      "\"\\ud800\"",
      "\"Ünï\"",
      "\"\uFEFF\"",
      "\"open",
      "\"sideways\"",
      "\"ascending\"",
      "\"string\"",
      "\"int\"",
      "\"null\"",
      "\"bytes\"",
      "\"record\"",
      "\"error\"",
      "\"union\"",
      "\"Interactions\"",
      "\"Unheard\"",
      "\"USER_ID\"",
      "\"decimal\"",
      "\"uuid\"",
      "\"" + "A".repeat(5000) + "\"",
      "[\"int\", \"int\"]",
      "[\"null\", [\"null\", \"int\"]]",
      "[\"null\", \"string\", \"int\"]",
      "{\"type\": \"int\", \"logicalType\": \"no-such-type\"}",
      "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": -4}",
      "{\"type\": \"string\", \"logicalType\": 7}",
      "{\"type\": {\"type\": \"int\"}}",
      "{\"type\": \"array\", \"items\": \"string\"}",
      "{\"type\": \"array\"}",
      "{\"type\": \"map\", \"values\": 3}",
      "{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"A\", \"A\"]}",
      "{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"A\"], \"default\": \"B\"}",
      "{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [1]}",
      "{\"type\": \"fixed\", \"name\": \"F\", \"size\": -3}",
      "{\"type\": \"fixed\", \"name\": \"F\", \"size\": 1e99}",
      "{\"type\": \"record\", \"name\": \"int\", \"fields\": []}",
      "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"r\", \"type\": \"R\"}]}",
      "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"r\", \"type\": [\"R\"], \"default\": {}}]}",
      "{\"type\": \"record\", \"name\": \"Items\", \"namespace\": \"9\", \"fields\": [7]}");

  /** What only a program's own words can be: the texts above contain none of it. */
  private static final Pattern INTERNALS = Pattern.compile(
      "org\\.|java\\.|javax\\.|tools\\.|fasterxml|jackson|[Ee]xception|enum constant|Cannot invoke|return value|\\bclass\\b|Unresolved|JsonNode|JsonRead|Stream|Source:|REDACTED");

  @Test
  void is_read_or_refused_with_a_sentence_that_names_none_of_our_classes() {
    SplittableRandom random = new SplittableRandom(20);
    int read = 0;
    int refused = 0;
    for (int n = 0; n < DAMAGED; n++) {
      String text = damaged(GOOD.get(random.nextInt(GOOD.size())), random);
      try {
        DatasetSchema.parse(text, null);
        read++;
      } catch (PersonalizeException e) {
        assertThat(e.code()).as(text).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(e.getMessage()).as(text).isNotBlank().doesNotContainPattern(INTERNALS);
        refused++;
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("Schema number %d: %s".formatted(n, text), e);
      }
    }

    assertThat(read).as("read").isGreaterThan(DAMAGED / 20);
    assertThat(refused).as("refused").isGreaterThan(DAMAGED / 2);
  }

  private static String damaged(String good, SplittableRandom random) {
    List<String> tokens = new ArrayList<>();
    for (Matcher matcher = TOKEN.matcher(good); matcher.find(); ) {
      tokens.add(matcher.group());
    }
    for (int times = 1 + random.nextInt(3); times > 0 && !tokens.isEmpty(); times--) {
      damage(tokens, random);
    }
    String text = String.join(random.nextBoolean() ? " " : "\n", tokens);
    return switch (random.nextInt(20)) {
      case 0 -> "\uFEFF" + text;
      case 1 -> text.substring(0, random.nextInt(text.length() + 1));
      case 2 -> text + one(VALUES, random);
      default -> text;
    };
  }

  /** Mostly of values, so that most texts are JSON still. */
  private static void damage(List<String> tokens, SplittableRandom random) {
    int at = random.nextInt(tokens.size());
    List<String> value = valueFrom(tokens, at);
    switch (random.nextInt(24)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, tokens.get(at));
      case 2 -> tokens.set(at, one(tokens, random));
      case 3 -> Collections.swap(tokens, at, random.nextInt(tokens.size()));
      case 4, 5, 6, 7, 8 -> replace(value, List.of(one(VALUES, random)));
      case 9, 10, 11 ->
        replace(value, List.copyOf(valueFrom(tokens, random.nextInt(tokens.size()))));
      case 12, 13, 14 -> value.addAll(List.of(",", one(VALUES, random)));
      case 15, 16, 17 -> wrap(value, random);
      default -> insertKey(tokens, random);
    }
  }

  /** The first value behind a colon or the beginning of a list from {@code start} on; all of the rest if there is none. */
  private static List<String> valueFrom(List<String> tokens, int start) {
    int at = start;
    while (at > 0 && at < tokens.size() && !":[".contains(tokens.get(at - 1))) {
      at++;
    }
    return tokens.subList(at, endOfValue(tokens, at));
  }

  private static void wrap(List<String> value, SplittableRandom random) {
    int depth = random.nextInt(10) > 0 ? 1 : random.nextInt(700);
    boolean array = random.nextBoolean();
    String open = array ? "[" : "{\"%s\":".formatted(one(KEYS, random));
    value.add(0, open.repeat(depth));
    value.add((array ? "]" : "}").repeat(depth));
  }

  /** Gives some object another attribute, or one that it has already. */
  private static void insertKey(List<String> tokens, SplittableRandom random) {
    List<String> rest = tokens.subList(random.nextInt(tokens.size()), tokens.size());
    int open = rest.indexOf("{");
    if (open >= 0) {
      rest.addAll(
          open + 1, List.of("\"%s\"".formatted(one(KEYS, random)), ":", one(VALUES, random), ","));
    }
  }

  private static void replace(List<String> value, List<String> other) {
    value.clear();
    value.addAll(other);
  }

  private static int endOfValue(List<String> tokens, int start) {
    int depth = 0;
    for (int at = start; at < tokens.size(); at++) {
      String token = tokens.get(at);
      depth += token.equals("{") || token.equals("[") ? 1 : 0;
      depth -= token.equals("}") || token.equals("]") ? 1 : 0;
      if (depth <= 0) {
        return at + 1;
      }
    }
    return tokens.size();
  }

  private static String one(List<String> choices, SplittableRandom random) {
    return choices.get(random.nextInt(choices.size()));
  }
}

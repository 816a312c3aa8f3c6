// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.catalog.RecordRow;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CompiledFilterTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private static final Map<DatasetType, DatasetSchema> SCHEMAS = new EnumMap<>(
      Map.of(
          DatasetType.ITEMS,
          schema("Items", "ITEM_ID", "", """
          {"name":"BRAND","type":["null","string"]}, {"name":"COLOR","type":["null","string"],"categorical":true},
          {"name":"GENRES","type":["null","string"],"categorical":true}, {"name":"PRICE","type":["null","float"]},
          {"name":"WEIGHT","type":["null","double"]}, {"name":"YEAR","type":["null","int"]},
          {"name":"STOCK","type":["null","int"]}, {"name":"REGION","type":["null","string"],"categorical":true},
          {"name":"RATING","type":["null","int"]}, {"name":"EDITORS_PICK","type":["null","string"]},
          {"name":"WAREHOUSE_CODE","type":["null","long"]}, {"name":"CREATION_TIMESTAMP","type":"long"},
          {"name":"AGE_RATING","type":["null","string"],"categorical":true}, {"name":"TIER","type":["null","string"]},
          {"name":"CATEGORY_L1","type":["null","string"],"categorical":true}, {"name":"ADULT","type":["null","string"]},
          {"name":"A","type":["null","string"]}, {"name":"B","type":["null","int"]}, {"name":"C","type":["null","string"]},
          {"name":"G","type":["null","string"]}, {"name":"IS_NEW","type":["null","boolean"]},
          {"name":"DESCRIPTION","type":["null","string"],"textual":true}"""),
          DatasetType.USERS,
          schema("Users", "USER_ID", "", """
          {"name":"AGE","type":["null","int"]}, {"name":"PLAN","type":["null","string"]},
          {"name":"TENURE_YEARS","type":["null","float"]}, {"name":"COUNTRY","type":["null","string"],"categorical":true},
          {"name":"CONSENT","type":["null","string"]}, {"name":"HAS_APP","type":["null","string"]}"""),
          DatasetType.INTERACTIONS,
          schema(
              "Interactions",
              "USER_ID",
              "{\"name\":\"ITEM_ID\",\"type\":\"string\"},",
              "{\"name\":\"EVENT_TYPE\",\"type\":\"string\"}, {\"name\":\"TIMESTAMP\",\"type\":\"long\"}"),
          DatasetType.ACTIONS,
          schema("Actions", "ACTION_ID", "", """
          {"name":"VALUE","type":["null","long"]}, {"name":"CHANNEL","type":["null","string"],"categorical":true},
          {"name":"CATEGORY","type":["null","string"],"categorical":true}"""),
          DatasetType.ACTION_INTERACTIONS,
          schema(
              "ActionInteractions",
              "USER_ID",
              "{\"name\":\"ACTION_ID\",\"type\":\"string\"},",
              "{\"name\":\"EVENT_TYPE\",\"type\":\"string\"}, {\"name\":\"TIMESTAMP\",\"type\":\"long\"}")));

  private static DatasetSchema schema(String name, String id, String more, String fields) {
    return DatasetSchema.parse("""
        {"type":"record","name":"%s","namespace":"n","version":"1.0","fields":[{"name":"%s","type":"string"},%s%s]}""".formatted(name, id, more, fields), null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Purchase\")",
        "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Watch\", \"Like\", \"Share\")",
        "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)",
        "INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($TYPES)",
        "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN (\"Wishlist\")",
        "INCLUDE ItemID WHERE Items.BRAND IN (\"acme\", \"globex\")",
        "INCLUDE ItemID WHERE Items.BRAND IN ($BRANDS)",
        "EXCLUDE ItemID WHERE Items.COLOR NOT IN (\"red\", \"blue\")",
        "INCLUDE ItemID WHERE Items.PRICE <= $MAX_PRICE",
        "INCLUDE ItemID WHERE Items.YEAR >= 1990 AND Items.YEAR < 2000",
        "INCLUDE ItemID WHERE Items.STOCK > 0 AND Items.REGION IN ($REGION)",
        "INCLUDE ItemID WHERE Items.RATING = 5 OR Items.EDITORS_PICK IN (\"True\")",
        "EXCLUDE ItemID WHERE Items.WAREHOUSE_CODE != 7",
        "INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP > $SINCE_EPOCH",
        "EXCLUDE ItemID WHERE Items.AGE_RATING IN (\"18+\") IF CurrentUser.AGE < 18",
        "INCLUDE ItemID WHERE Items.TIER IN (\"gold\") IF CurrentUser.PLAN = \"premium\" AND CurrentUser.TENURE_YEARS >= $YEARS",
        "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.CATEGORY_L1 IN CurrentItem.CATEGORY_L1",
        "INCLUDE ItemID WHERE Items.PRICE > CurrentItem.PRICE AND Items.CREATION_TIMESTAMP > $SINCE",
        "INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($CAT) | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Purchase\")",
        "INCLUDE ItemID WHERE Items.GENRES IN (\"Jazz\") | INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Favorite\")",
        "EXCLUDE ItemID WHERE Items.ADULT IN (\"yes\") | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Dislike\")",
        "INCLUDE ItemID WHERE Items.A IN ($X) | INCLUDE ItemID WHERE Items.B > 3 | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($E) | EXCLUDE ItemID WHERE Items.C IN (\"z\")",
        "INCLUDE UserID WHERE Users.COUNTRY IN ($COUNTRY)",
        "EXCLUDE UserID WHERE Users.AGE < $MIN_AGE AND Users.CONSENT IN (\"False\")",
        "INCLUDE UserID WHERE Interactions.EVENT_TYPE IN (\"Purchase\", \"View\")",
        "EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN (\"Taken\")",
        "INCLUDE ActionID WHERE Actions.VALUE > $MIN_VALUE",
        "INCLUDE ActionID WHERE Actions.CHANNEL IN (\"app\") IF CurrentUser.HAS_APP = \"True\"",
        "EXCLUDE ActionID WHERE Actions.CATEGORY IN ($C) | EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN (\"Not Taken\")",
        "exclude itemId where ITEMS.brand in ('acme') or interactions.event_type in (\"x\")|INCLUDE ItemID WHERE Items.PRICE <= ($P)",
      })
  void what_the_language_has_is_read_in_both_modes(String expression) {
    if (expression.startsWith("exclude")) { // two datasets, but for that it would do
      assertRefused(expression, true, "column 49", "expected a column of Items");
    } else {
      assertThat(CompiledFilter.of(expression, SCHEMAS, true).columns()).isNotEmpty();
      assertThat(CompiledFilter.of(expression, SCHEMAS, false).columns()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "EXCLUDE ItemID WHERE Items.G NOT IN ($G)~Invalid input symbol: $G. Placeholders are not allowed with NOT_IN operator.~use IN",
        "INCLUDE ItemID WHERE Items.G IN (\"a\") AND Interactions.EVENT_TYPE IN (\"x\")~column 43: expected a column of Items~with |",
        "INCLUDE ItemID WHERE Items.DESCRIPTION IN (\"x\")~column 22: Items.DESCRIPTION is textual~Use one of",
        "INCLUDE ItemID WHERE Items.IS_NEW = true~column 37: TRUE is not part~Make the column a string",
        "INCLUDE ItemID WHERE NOT Items.G = \"a\"~column 22: NOT before a condition is not part~Turn INCLUDE",
        "INCLUDE ItemID WHERE (Items.G = \"a\")~column 22: A group in parentheses is not part~AND binds tighter",
        "INCLUDE ItemID WHERE Items.PRICE BETWEEN 1 AND 2~column 22: BETWEEN is not part~Write >= and <=",
        "INCLUDE ItemID WHERE Items.YEAR < NOW() - 7 DAYS~column 35: NOW() is not part~$PARAMETER",
      })
  void what_it_has_not_is_refused_in_strict_mode(String expression, String what, String remedy) {
    assertRefused(expression, false, what, remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SHOW ItemID WHERE Items.G IN (\"a\")~column 1: expected EXCLUDE or INCLUDE, but found 'SHOW'~The form is",
        "INCLUDE Item WHERE Items.G IN (\"a\")~column 9: expected ItemID, ActionID or UserID, but found 'Item'~Say what",
        "INCLUDE ItemID Items.G IN (\"a\")~column 16: expected WHERE, but found 'Items'~The form is",
        "INCLUDE ItemID WHERE Items.G IN (\"a\"~column 37: expected ) or ,, but found the end~The form is",
        "INCLUDE ItemID WHERE Items.G == \"a\"~column 31: expected~Comparisons are = !=",
        "INCLUDE ItemID WHERE Items.G = \"a~column 32: expected~Close the quote",
        "INCLUDE ItemID WHERE Items.G = a~column 33: expected ., but found the end~The form is",
        "INCLUDE ItemID WHERE Items.G = Items.A~column 32: a value can only be~in quotes",
        "INCLUDE ItemID WHERE Items.G < \"a\"~column 22: Items.G is a string and has no order~Use =",
        "INCLUDE ItemID WHERE Items.G = 5~column 22: Items.G is a string and is compared with 5~in quotes",
        "INCLUDE ItemID WHERE Items.PRICE = \"cheap\"~column 22: Items.PRICE is a float~a number",
        "INCLUDE ItemID WHERE Items.PRICE < 1e999~more digits~shorter",
        "INCLUDE ItemID WHERE Items.SIZE > 4~the Items schema has no column SIZE~Use one of",
        "INCLUDE ItemID WHERE Shelves.SIZE > 4~expected a column of Items or Interactions~are about these",
        "INCLUDE ItemID WHERE CurrentUser.AGE > 4~expected a column of Items or Interactions~behind IF",
        "INCLUDE ItemID WHERE Items.B > 4 IF Items.B < 2~column 37: expected a column of CurrentUser~behind WHERE",
        "INCLUDE ItemID WHERE Interactions.EVENT_TYPE = \"x\"~expected Interactions.EVENT_TYPE IN or NOT IN~nothing but the type",
        "INCLUDE ItemID WHERE Interactions.TIMESTAMP IN (1)~expected Interactions.EVENT_TYPE IN or NOT IN~nothing but the type",
        "INCLUDE ItemID WHERE Items.G IN (*)~compared with *~list the values",
        "INCLUDE UserID WHERE Users.AGE > CurrentItem.YEAR~CurrentItem is for filters on ItemID~$PARAMETER",
        "INCLUDE ItemID WHERE Items.G = CurrentItem.PRICE~Items.G is a string and CurrentItem.PRICE is a float~one kind",
        "INCLUDE ItemID WHERE Items.G IN (\"a\") | EXCLUDE UserID WHERE Users.AGE > 3~this expression is about UserID~two filters",
        "INCLUDE ItemID WHERE Items.YEAR < NOW() - 7 MOONS~expected SECONDS, MINUTES~one of them",
      })
  void a_refusal_points_at_the_place_and_says_what_to_do(
      String expression, String what, String remedy) {
    assertRefused(expression, true, what, remedy);
  }

  private static void assertRefused(
      String expression, boolean extensions, String what, String remedy) {
    assertThatThrownBy(() -> CompiledFilter.of(expression, SCHEMAS, extensions))
        .isInstanceOfSatisfying(
            PersonalizeException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageStartingWith("Could not create filter. Invalid ")
        .hasMessageContaining(what)
        .hasMessageContaining(remedy);
  }

  @Test
  void nesting_is_bounded() {
    String expression =
        "INCLUDE ItemID WHERE " + "(".repeat(1200) + "Items.B = 1" + ")".repeat(1200);

    assertRefused(expression, true, "nested deeper than 20", "flatter");
    String negated = "INCLUDE ItemID WHERE " + "NOT ".repeat(600) + "Items.B = 1";
    assertThat(allowed(negated, Map.of()))
        .isEqualTo(allowed("INCLUDE ItemID WHERE Items.B = 1", Map.of()));
  }

  private static final RecordColumns ITEMS = table(
      DatasetType.ITEMS,
      "cheap",
      "{\"PRICE\": 9.99, \"GENRES\": \"Jazz|Soul\", \"B\": 1, \"IS_NEW\": true}",
      "dear",
      "{\"PRICE\": 99, \"GENRES\": \"Rock\", \"B\": 2, \"IS_NEW\": false, \"WAREHOUSE_CODE\": 9007199254740993}",
      "bare",
      "{}",
      "old",
      "{\"CREATION_TIMESTAMP\": 1, \"GENRES\": \"Soul\", \"B\": 3, \"BRAND\": \"a|b\"}");

  private static final RecordColumns USERS =
      table(DatasetType.USERS, "child", "{\"AGE\": 9}", "adult", "{\"AGE\": 40}");

  private static RecordColumns table(DatasetType type, String... idsAndProperties) {
    RecordColumnsBuilder builder = new RecordColumnsBuilder(SCHEMAS.get(type));
    for (int at = 0; at < idsAndProperties.length; at += 2) {
      builder.add(Utf8Slice.of(idsAndProperties[at]), Utf8Slice.of(idsAndProperties[at + 1]));
    }
    return builder.build();
  }

  private static List<String> allowed(String expression, Map<String, String> values) {
    return allowed(expression, values, null, null);
  }

  private static List<String> allowed(
      String expression, Map<String, String> values, @Nullable String user, @Nullable String item) {
    CompiledFilter filter = CompiledFilter.of(expression, SCHEMAS, true);
    Situation situation = new Situation(
        user == null ? null : new RecordRow(USERS, USERS.find(user).orElseThrow()),
        item == null ? null : new RecordRow(ITEMS, ITEMS.find(item).orElseThrow()),
        NOW);
    List<MatchingEvents.Event> events = List.of(
        new MatchingEvents.Event("cheap", "Purchase"), new MatchingEvents.Event("old", "view"));
    MatchingEvents ofEvents =
        new MatchingEvents(events, id -> ITEMS.find(id).orElse(-1), ITEMS.size());
    Function<CompiledFilter.Bound, long[]> matching =
        clause -> clause.dataset() == DatasetType.INTERACTIONS
            ? ofEvents.of(clause.where()).toLongArray()
            : new MatchingRows(clause.where()).of(ITEMS)[0];
    List<CompiledFilter.Bound> clauses = filter.bind(values, situation);
    ItemFilter allowed = AllowedItems.of(clauses, ITEMS.size(), matching);
    return IntStream.range(0, ITEMS.size())
        .filter(row -> {
          assertThat(AllowedItems.excluding(clauses, row, matching).isEmpty())
              .as("there is a reason for what is kept out, and none for what is not")
              .isEqualTo(allowed.allows(row));
          return allowed.allows(row);
        })
        .mapToObj(ITEMS::id)
        .toList();
  }

  @Test
  void what_keeps_an_item_out_is_known_by_its_place_and_its_text() {
    CompiledFilter filter = CompiledFilter.of(
        "INCLUDE ItemID WHERE Items.PRICE < 5 | exclude ItemID  WHERE Items.B > 1 | INCLUDE ItemID WHERE Items.B = 100"
            + "|EXCLUDE ItemID WHERE Items.PRICE > 0",
        SCHEMAS,
        true);
    int cheap = ITEMS.find("cheap").orElseThrow();

    assertThat(AllowedItems.excluding(
            filter.bind(Map.of(), new Situation(null, null, NOW)),
            cheap,
            clause -> new MatchingRows(clause.where()).of(ITEMS)[0]))
        .extracting(CompiledFilter.Bound::expression)
        .containsExactly(
            new Expression(1, "INCLUDE ItemID WHERE Items.PRICE < 5"),
            new Expression(3, "INCLUDE ItemID WHERE Items.B = 100"),
            new Expression(4, "EXCLUDE ItemID WHERE Items.PRICE > 0"));
  }

  @Test
  void a_few_records_match_as_all_of_them_do() {
    CompiledFilter filter = CompiledFilter.of(
        "INCLUDE ItemID WHERE Items.PRICE < 100 AND Items.B > 1.5", SCHEMAS, true);
    Condition where =
        filter.bind(Map.of(), new Situation(null, null, NOW)).get(0).where();
    int[] rows = {ITEMS.find("dear").orElseThrow(), -1, ITEMS.find("bare").orElseThrow()};

    assertThat(MatchingRows.among(rows, where, ITEMS)).containsExactly(0b001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "INCLUDE ItemID WHERE Items.PRICE = 9.99~cheap",
        "INCLUDE ItemID WHERE Items.PRICE <= 9.99~cheap",
        "INCLUDE ItemID WHERE Items.PRICE != 9.99~dear,bare,old",
        "EXCLUDE ItemID WHERE Items.PRICE < 100~bare,old",
        "INCLUDE ItemID WHERE Items.PRICE > -1e40~cheap,dear",
        "INCLUDE ItemID WHERE Items.WAREHOUSE_CODE = 9007199254740993~dear",
        "INCLUDE ItemID WHERE Items.WAREHOUSE_CODE = 9007199254740992~``",
        "INCLUDE ItemID WHERE Items.WAREHOUSE_CODE > 9007199254740992.5~dear",
        "INCLUDE ItemID WHERE Items.B > 1.5~dear,old",
        "INCLUDE ItemID WHERE Items.B >= 1e30~``",
        "INCLUDE ItemID WHERE Items.B <= 1e30~cheap,dear,old",
        "INCLUDE ItemID WHERE Items.B IN (1, 3, 7)~cheap,old",
        "INCLUDE ItemID WHERE Items.B = \"2\"~dear",
        "INCLUDE ItemID WHERE Items.GENRES IN (\"Soul\")~cheap,old",
        "INCLUDE ItemID WHERE Items.GENRES = \"soul\"~``",
        "INCLUDE ItemID WHERE Items.GENRES NOT IN (\"Soul\")~dear,bare",
        "INCLUDE ItemID WHERE Items.BRAND IN (\"a\")~``",
        "INCLUDE ItemID WHERE Items.BRAND = 'a|b'~old",
        "INCLUDE ItemID WHERE Items.ITEM_ID IN (\"old\", \"gone\")~old",
        "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"PURCHASE\")~dear,bare,old",
        "INCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN (\"purchase\")~old",
        "INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)~cheap,old",
        "EXCLUDE ItemID WHERE NOT Interactions.EVENT_TYPE IN (*)~cheap,old",
        "INCLUDE ItemID WHERE Items.GENRES IN (\"Rock\") | INCLUDE ItemID WHERE Items.B = 3 | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"view\")~dear",
        // AND binds tighter than OR
        "INCLUDE ItemID WHERE Items.B = 1 OR Items.B = 2 AND Items.PRICE < 50~cheap",
        "INCLUDE ItemID WHERE (Items.B = 1 OR Items.B = 2) AND Items.PRICE > 50~dear",
        "INCLUDE ItemID WHERE NOT Items.B = 1~dear,bare,old",
        "INCLUDE ItemID WHERE Items.B BETWEEN 2 AND 3~dear,old",
        "INCLUDE ItemID WHERE Items.IS_NEW = TRUE~cheap",
        "INCLUDE ItemID WHERE Items.IS_NEW != TRUE~dear,bare,old",
        "INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP < NOW() - 7 DAYS~old",
        "INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP > NOW() + 1 week~``",
      })
  void it_lets_through_what_it_says(String expression, @Nullable String items) {
    assertThat(allowed(expression, Map.of()))
        .isEqualTo(items == null || items.isEmpty() ? List.of() : Arrays.asList(items.split(",")));
  }

  @Test
  void an_expression_is_in_force_only_if_its_if_is_so() {
    String kids = "EXCLUDE ItemID WHERE Items.GENRES IN (\"Rock\") IF CurrentUser.AGE < 18";

    assertThat(allowed(kids, Map.of(), "child", null)).containsExactly("cheap", "bare", "old");
    assertThat(allowed(kids, Map.of(), "adult", null)).hasSize(4);
    assertThat(allowed(kids, Map.of())).as("nothing is known about the user").hasSize(4);
    String young = "INCLUDE ItemID WHERE Items.B = 1 IF CurrentUser.AGE < $AGE";
    assertThat(allowed(young, Map.of("AGE", "10"), "child", null)).containsExactly("cheap");
    assertThat(allowed(young, Map.of("AGE", "\"9\""), "child", null)).hasSize(4);
  }

  @Test
  void the_current_item_is_what_others_are_compared_with() {
    String alike = "INCLUDE ItemID WHERE Items.GENRES IN CurrentItem.GENRES";
    String dearer = "INCLUDE ItemID WHERE Items.PRICE > CurrentItem.PRICE";

    assertThat(allowed(alike, Map.of(), null, "old")).containsExactly("cheap", "old");
    assertThat(allowed(alike, Map.of(), null, "bare")).isEmpty();
    assertThat(allowed(dearer, Map.of(), null, "cheap")).containsExactly("dear");
    assertThat(allowed(dearer, Map.of(), null, "old")).isEmpty();
    assertThat(allowed(
            "INCLUDE ItemID WHERE Items.PRICE = CurrentItem.PRICE", Map.of(), null, "cheap"))
        .containsExactly("cheap");
  }

  @Test
  void values_of_parameters_may_be_quoted_or_not_one_or_many() {
    String some = "INCLUDE ItemID WHERE Items.GENRES IN ($G, \"Jazz\") OR Items.BRAND = $B";

    assertThat(allowed(some, Map.of("G", "\"Rock\",\"Pop\"", "B", "\"\"")))
        .containsExactly("cheap", "dear");
    assertThat(allowed(some, Map.of("G", " Rock , Pop", "B", "a|b")))
        .containsExactly("cheap", "dear", "old");
    assertThat(new FilterValues(Map.of("P", "\"a, \\\"b\\\"\" , c")).of("P"))
        .extracting(Operand.Text::text)
        .containsExactly("a, \"b\"", "c");
    for (String wrong : List.of("", " ", "a,", ",a", "\"a", "\"a\"b")) {
      assertThatThrownBy(() -> allowed(some, Map.of("G", wrong, "B", "x")))
          .isInstanceOf(PersonalizeException.class)
          .hasMessageStartingWith("filterValues: G has ");
    }
    assertThatThrownBy(() -> allowed("INCLUDE ItemID WHERE Items.PRICE < $P", Map.of("P", "cheap")))
        .isInstanceOf(PersonalizeException.class)
        .hasMessage(
            "filterValues: P is compared with Items.PRICE, whose type is float, but is \"cheap\". Send a value of that type.");
  }

  @Test
  void what_includes_needs_its_values_and_what_excludes_goes_without() {
    assertThatThrownBy(
            () -> allowed("INCLUDE ItemID WHERE Items.B = $B OR Items.A IN ($A)", Map.of("a", "1")))
        .isInstanceOf(PersonalizeException.class)
        .hasMessage(
            "The filter includes by parameters, and the request has no value for B, A. Send it in filterValues.");
    String some = "EXCLUDE ItemID WHERE Items.B = $B AND Items.GENRES IN (\"Soul\")";
    assertThat(allowed(some, Map.of("B", "1"))).containsExactly("dear", "bare", "old");
    assertThat(allowed(some, Map.of())).as("without that portion").containsExactly("dear", "bare");
    assertThat(allowed("EXCLUDE ItemID WHERE Items.B = $B", Map.of())).hasSize(4);
    assertThat(allowed(
            "EXCLUDE ItemID WHERE Items.B > 0 IF CurrentUser.AGE > $AGE", Map.of(), "adult", null))
        .hasSize(4);
  }

  @Test
  void its_columns_are_counted_once_however_they_are_named() {
    CompiledFilter filter = CompiledFilter.of(
        "INCLUDE ItemID WHERE Items.price < CurrentItem.PRICE AND ITEMS.Price > 2 IF CurrentUser.AGE > 3",
        SCHEMAS,
        true);

    assertThat(filter.columns()).containsExactly("Items.PRICE", "Users.AGE");
    assertThat(filter.asksForItem()).isTrue();
    assertThat(filter.asksForUser()).isTrue();
    assertThat(filter.asksForEvents()).isFalse();
  }

  /** Pieces of expressions in any order, and random characters among them. */
  @Test
  void whatever_comes_is_read_or_refused_with_a_reason() {
    SplittableRandom random = new SplittableRandom(20_000);
    List<String> pieces = new ArrayList<>(List.of(
        "INCLUDE",
        "EXCLUDE",
        "ItemID",
        "WHERE",
        "Items.B",
        "Items.GENRES",
        "Interactions.EVENT_TYPE",
        "IN",
        "NOT",
        "NOT IN",
        "(",
        ")",
        "\"a\"",
        "'b'",
        "$P",
        "5",
        "-1.5e3",
        ",",
        "|",
        "AND",
        "OR",
        "=",
        "<=",
        "!=",
        "IF",
        "CurrentUser.AGE",
        "CurrentItem.B",
        "BETWEEN",
        "NOW()",
        "- 7 DAYS",
        "*",
        "(\"a\")",
        "\"",
        "\\",
        "€",
        "\u0000",
        "INCLUDE ItemID WHERE Items.B = 5",
        "INCLUDE ItemID WHERE",
        "1e99999999999",
        "$",
        ".",
        "TRUE"));
    int read = 0;
    for (int run = 0; run < 20_000; run++) {
      StringBuilder expression =
          new StringBuilder(random.nextInt(3) > 0 ? "INCLUDE ItemID WHERE Items.B = 5 " : "");
      for (int piece = random.nextInt(12); piece > 0; piece--) {
        expression.append(pieces.get(random.nextInt(pieces.size())));
        expression.append(random.nextInt(8) > 0 ? " " : "");
      }
      try {
        CompiledFilter.of(expression.toString(), SCHEMAS, random.nextBoolean());
        read++;
      } catch (PersonalizeException refused) {
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        assertThat(refused.getMessage())
            .startsWith("Could not create filter. Invalid ")
            .endsWith(".");
      }
    }
    assertThat(read).isGreaterThan(500);
  }
}

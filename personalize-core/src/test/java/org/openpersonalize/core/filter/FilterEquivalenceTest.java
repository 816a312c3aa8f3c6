// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.catalog.RecordColumnsBuilder;
import org.openpersonalize.core.catalog.RecordRow;
import org.openpersonalize.core.matrix.InteractionLog;
import org.openpersonalize.core.matrix.Utf8Slice;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.testing.RecordFile;
import org.openpersonalize.core.testing.TestData;

/**
 * Two hundred generated filters let through what a test of every item for every user, written down once more, does: for 50
 * users, and with {@code -Dtest.load=full} for 200.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FilterEquivalenceTest {
  private static final int FILTERS = 200;
  private static final int USERS = "full".equals(System.getProperty("test.load")) ? 200 : 50;
  private static final int EVENTS_PER_TYPE = 100;
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final List<String> COMPARISONS = List.of("=", "!=", "<", "<=", ">", ">=");

  private final SplittableRandom random = new SplittableRandom(10);

  @Test
  void on_online_retail() throws IOException {
    compare(
        TestData.onlineRetail(),
        RecordFile.onlineRetail("items"),
        RecordFile.onlineRetail("users"));
  }

  @Test
  void on_movielens_100k() throws IOException {
    compare(
        TestData.movieLens100k(),
        RecordFile.movieLens100k("items"),
        RecordFile.movieLens100k("users"));
  }

  /** Something that is said in the language, and once more as it is meant of what it is about. */
  private record Generated<T>(String text, Predicate<T> meaning) {}

  /**
   * An expression behind WHERE; one of items and events is there.
   *
   * @param items what is meant of an item's record
   * @param events what is meant of the types of events that a user had with an item, of those that filters look at
   * @param user what is meant of the user's record; null if it holds for all
   */
  private record Expression(
      String text,
      @Nullable Predicate<Map<String, Object>> items,
      @Nullable Predicate<Set<String>> events,
      @Nullable Predicate<Map<String, Object>> user) {

    boolean isInForce(Map<String, Object> about) {
      return user == null || user.test(about);
    }

    /** What is meant of each item as far as its record tells; an item without one has nothing. */
    boolean[] ofItems(List<String> catalogue, RecordFile file) {
      boolean[] meant = new boolean[catalogue.size()];
      for (int item = 0; item < meant.length; item++) {
        Map<String, Object> record = file.records().get(catalogue.get(item));
        meant[item] = items != null && record != null && items.test(record);
      }
      return meant;
    }
  }

  private void compare(InteractionLog log, RecordFile items, RecordFile users) {
    Map<DatasetType, DatasetSchema> schemas = new HashMap<>(Map.of(
        DatasetType.ITEMS, items.schema(),
        DatasetType.USERS, users.schema(),
        DatasetType.INTERACTIONS, DatasetSchema.parse("""
            {"type":"record","name":"Interactions","namespace":"n","version":"1.0","fields":[
              {"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},
              {"name":"EVENT_TYPE","type":"string"},{"name":"TIMESTAMP","type":"long"}]}""", null)));
    RecordColumns itemRecords = table(items);
    RecordColumns userRecords = table(users);
    List<String> catalogue = new ArrayList<>(items.records().keySet());
    for (int item = 0; item < log.items().size(); item++) {
      if (!items.records().containsKey(log.items().id(item))) {
        catalogue.add(log.items().id(item));
      }
    }
    Map<String, Integer> numbers = new HashMap<>();
    catalogue.forEach(id -> numbers.put(id, numbers.size()));
    Map<String, List<MatchingEvents.Event>> histories = histories(log);
    List<String> asking = histories.keySet().stream().sorted().limit(USERS).toList();
    Map<String, List<Set<String>>> typesOf = new HashMap<>();
    asking.forEach(
        user -> typesOf.put(user, types(histories.get(user), numbers, catalogue.size())));
    long compared = 0;
    long through = 0;
    for (int run = 0; run < FILTERS; run++) {
      List<Expression> includes = expressions(items, users, run % 3);
      List<Expression> excludes = expressions(items, users, (run + 1) % 2);
      List<String> texts = new ArrayList<>();
      includes.forEach(each -> texts.add("INCLUDE ItemID WHERE " + each.text()));
      excludes.forEach(each -> texts.add("EXCLUDE ItemID WHERE " + each.text()));
      if (texts.isEmpty()) {
        texts.add("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"none\")");
      }
      String expression = String.join(" | ", texts);
      CompiledFilter filter = CompiledFilter.of(expression, schemas, true);
      Map<Condition, MatchingRows> matching = new HashMap<>();
      Map<Expression, boolean[]> meant = new IdentityHashMap<>();
      Stream.concat(includes.stream(), excludes.stream())
          .forEach(each -> meant.put(each, each.ofItems(catalogue, items)));
      for (String user : asking) {
        Map<String, Object> about = users.records().getOrDefault(user, Map.of());
        RecordRow row = userRecords.find(user).isPresent()
            ? new RecordRow(userRecords, userRecords.find(user).getAsInt())
            : null;
        MatchingEvents events =
            new MatchingEvents(histories.get(user), numbers::get, catalogue.size());
        ItemFilter allowed = AllowedItems.of(
            filter.bind(Map.of(), new Situation(row, null, NOW)),
            catalogue.size(),
            clause -> clause.dataset() == DatasetType.INTERACTIONS
                ? events.of(clause.where()).toLongArray()
                : words(
                    matching.computeIfAbsent(clause.where(), MatchingRows::new).of(itemRecords),
                    itemRecords.size()));
        List<Set<String>> types = typesOf.get(user);
        List<Expression> including =
            includes.stream().filter(each -> each.isInForce(about)).toList();
        List<Expression> excluding =
            excludes.stream().filter(each -> each.isInForce(about)).toList();
        for (int item = 0; item < catalogue.size(); item++) {
          boolean expected =
              (including.isEmpty() || isMeant(including, meant, item, types.get(item)))
                  && !isMeant(excluding, meant, item, types.get(item));
          if (allowed.allows(item) != expected) {
            assertThat(allowed.allows(item))
                .as("%s of %s for %s", expression, catalogue.get(item), user)
                .isEqualTo(expected);
          }
          compared++;
          through += expected ? 1 : 0;
        }
      }
    }
    assertThat(through).isBetween(compared / 10, compared * 9 / 10);
  }

  private static boolean isMeant(
      List<Expression> any, Map<Expression, boolean[]> ofItems, int item, Set<String> types) {
    for (Expression each : any) {
      if (each.events() == null ? ofItems.get(each)[item] : each.events().test(types)) {
        return true;
      }
    }
    return false;
  }

  /** By item the types of the user's events with it. */
  private static List<Set<String>> types(
      List<MatchingEvents.Event> history, Map<String, Integer> numbers, int items) {
    List<Set<String>> types = new ArrayList<>(Collections.nCopies(items, Set.of()));
    history.forEach(event -> {
      int item = numbers.get(event.itemId());
      Set<String> more = new HashSet<>(types.get(item));
      more.add(event.type().toLowerCase(Locale.ROOT));
      types.set(item, more);
    });
    return types;
  }

  private List<Expression> expressions(RecordFile items, RecordFile users, int count) {
    List<Expression> expressions = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      Generated<Map<String, Object>> user = test(users, "CurrentUser");
      boolean ofSome = random.nextInt(3) == 0;
      String end = ofSome ? " IF " + user.text() : "";
      Predicate<Map<String, Object>> meantOfUser = ofSome ? user.meaning() : null;
      if (random.nextInt(4) == 0) {
        Generated<Set<String>> events = events();
        expressions.add(new Expression(events.text() + end, null, events.meaning(), meantOfUser));
      } else {
        Generated<Map<String, Object>> where = anything(items, 2);
        expressions.add(new Expression(where.text() + end, where.meaning(), null, meantOfUser));
      }
    }
    return expressions;
  }

  private Generated<Set<String>> events() {
    boolean not = random.nextBoolean();
    String type = List.of("Purchase", "rating", "VIEW", "*").get(random.nextInt(4));
    String list = type.equals("*") ? "(*)" : "(\"" + type + "\", \"other\")";
    String wanted = type.toLowerCase(Locale.ROOT);
    return new Generated<>(
        "Interactions.EVENT_TYPE " + (not ? "NOT IN " : "IN ") + list,
        types ->
            types.stream().anyMatch(each -> not != (wanted.equals("*") || each.equals(wanted))));
  }

  /** Conditions joined without parentheses, of which AND binds tighter, or with some. */
  private Generated<Map<String, Object>> anything(RecordFile items, int depth) {
    int form = random.nextInt(depth == 0 ? 1 : 5);
    if (form == 1) {
      Generated<Map<String, Object>> inner = anything(items, depth - 1);
      return new Generated<>("NOT (" + inner.text() + ")", inner.meaning().negate());
    }
    if (form == 2) {
      Generated<Map<String, Object>> a = test(items, "Items");
      Generated<Map<String, Object>> b = test(items, "Items");
      Generated<Map<String, Object>> c = test(items, "Items");
      return new Generated<>(
          a.text() + " OR " + b.text() + " AND " + c.text(),
          a.meaning().or(b.meaning().and(c.meaning())));
    }
    if (form == 3) {
      Generated<Map<String, Object>> a = anything(items, depth - 1);
      Generated<Map<String, Object>> b = anything(items, depth - 1);
      return new Generated<>(
          "(" + a.text() + ") and (" + b.text() + ")", a.meaning().and(b.meaning()));
    }
    return test(items, "Items");
  }

  private Generated<Map<String, Object>> test(RecordFile file, String table) {
    List<Field> fields = file.schema().fields().stream()
        .filter(field -> !field.textual())
        .filter(field -> field.role() != Field.Role.ID)
        .toList();
    Field field = fields.get(random.nextInt(fields.size()));
    String name = random.nextBoolean() ? field.name() : field.name().toLowerCase(Locale.ROOT);
    if (field.type().isNumeric()) {
      double value = number(file, field);
      String sign = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
      String literal = switch (field.type()) {
        case FLOAT -> Float.toString((float) value);
        case DOUBLE -> Double.toString(value);
        default -> Long.toString((long) value);
      };
      return new Generated<>(
          "%s.%s %s %s".formatted(table, name, sign, literal),
          record -> compares((Double) record.get(field.name()), sign, value));
    }
    boolean not = random.nextInt(3) == 0;
    Set<String> wanted = new HashSet<>();
    for (int n = random.nextInt(3); n >= 0; n--) {
      wanted.add(category(file, field));
    }
    List<String> quoted = wanted.stream().map(each -> '"' + each + '"').toList();
    return new Generated<>(
        "%s.%s %s (%s)".formatted(table, name, not ? "NOT IN" : "IN", String.join(",", quoted)),
        record -> not != has((String) record.get(field.name()), field, wanted));
  }

  private static boolean compares(@Nullable Double value, String sign, double other) {
    if (value == null) {
      return sign.equals("!=");
    }
    return switch (sign) {
      case "=" -> value == other;
      case "!=" -> value != other;
      case "<" -> value < other;
      case "<=" -> value <= other;
      case ">" -> value > other;
      default -> value >= other;
    };
  }

  private static boolean has(@Nullable String text, Field field, Set<String> wanted) {
    if (text == null) {
      return false;
    }
    List<String> has = field.categorical() ? List.of(text.split("\\|")) : List.of(text);
    return has.stream().anyMatch(wanted::contains);
  }

  private double number(RecordFile file, Field field) {
    return file.records().values().stream()
        .skip(random.nextInt(file.records().size()))
        .map(record -> (Double) record.get(field.name()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(1.0);
  }

  private String category(RecordFile file, Field field) {
    String text = file.records().values().stream()
        .skip(random.nextInt(file.records().size()))
        .map(record -> (String) record.get(field.name()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("none");
    return field.categorical() ? text.split("\\|")[0] : text;
  }

  private static RecordColumns table(RecordFile file) {
    RecordColumnsBuilder builder = new RecordColumnsBuilder(file.schema());
    file.json().forEach((id, json) -> builder.add(Utf8Slice.of(id), Utf8Slice.of(json)));
    return builder.build();
  }

  private static long[] words(long[][] pieces, int size) {
    long[] words = new long[(size + Long.SIZE - 1) / Long.SIZE];
    for (int row = 0; row < size; row++) {
      if (MatchingRows.contains(pieces, row)) {
        words[row / Long.SIZE] |= 1L << row;
      }
    }
    return words;
  }

  /** By user the newest events of each type. */
  private static Map<String, List<MatchingEvents.Event>> histories(InteractionLog log) {
    Map<String, Map<String, List<Integer>>> rows = new TreeMap<>();
    for (int user = 0; user < log.users().size(); user++) {
      for (int row = log.start(user); row < log.end(user); row++) {
        rows.computeIfAbsent(log.users().id(user), unused -> new TreeMap<>())
            .computeIfAbsent(log.eventTypes().get(log.eventType(row)), unused -> new ArrayList<>())
            .add(row);
      }
    }
    Map<String, List<MatchingEvents.Event>> histories = new HashMap<>();
    rows.forEach((user, byType) -> byType.forEach((type, ofType) -> {
      ofType.sort((a, b) -> Long.compare(log.epochMillis(b), log.epochMillis(a)));
      ofType.stream()
          .limit(EVENTS_PER_TYPE)
          .forEach(row -> histories
              .computeIfAbsent(user, unused -> new ArrayList<>())
              .add(new MatchingEvents.Event(log.items().id(log.item(row)), type)));
    }));
    return histories;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.profile;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recipe.InteractionCounts;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.store.profile.CategoryProfile.CategoryCount;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a dataset at a moment, in a temporary table of this transaction. Each question is one or two statements that walk
 * all rows; none takes more memory for there being more columns.
 */
public final class DatasetSnapshot {
  private static final int MOST_FREQUENT = 10;
  private static final int MAX_SHOWN_LENGTH = 100;

  private final JdbcClient jdbc;
  private final String table;
  private final DatasetSchema schema;
  private final long[] present;

  DatasetSnapshot(JdbcClient jdbc, String table, DatasetSchema schema) {
    this.jdbc = jdbc;
    this.table = table;
    this.schema = schema;
    this.present = countPresent();
  }

  /** What the rows are held to. */
  public DatasetSchema schema() {
    return schema;
  }

  /** How many rows there are. */
  public long rows() {
    return present[0];
  }

  /** What each column of the schema holds, in its order. */
  public List<ColumnProfile> columns() {
    return IntStream.range(0, schema.fields().size())
        .mapToObj(column -> column(schema.fields().get(column), present[column + 1]))
        .toList();
  }

  /** Who did what when; of a dataset of interactions or action interactions. */
  public InteractionProfile interactions() {
    InteractionProfile.Users users = jdbc.sql("""
            SELECT count(*), count(*) FILTER (WHERE rows > 1), min(first), max(last)
            FROM (
              SELECT count(*) AS rows, min("timestamp") AS first, max("timestamp") AS last FROM %s GROUP BY user_id) users
            """.formatted(table))
        .query((row, number) -> new InteractionProfile.Users(
            row.getLong(1),
            row.getLong(2),
            instant(row.getObject(3, Long.class)),
            instant(row.getObject(4, Long.class))))
        .single();
    InteractionProfile.Moments moments = jdbc.sql("""
            SELECT coalesce(sum(rows) FILTER (WHERE rows > 1), 0), coalesce(sum(rows - kinds), 0)
            FROM (
              SELECT sum(rows) AS rows, count(*) AS kinds
              FROM (
                SELECT user_id, "timestamp", count(*) AS rows FROM %s
                GROUP BY user_id, "timestamp", item_id, lower(event_type)) kinds
              GROUP BY user_id, "timestamp") moments
            """.formatted(table))
        .query((row, number) -> new InteractionProfile.Moments(row.getLong(1), row.getLong(2)))
        .single();
    long items = jdbc.sql("SELECT count(DISTINCT item_id) FROM " + table)
        .query(Long.class)
        .single();
    return InteractionProfile.of(rows(), users, items, moments, eventTypes());
  }

  /** How many interactions of a type, in any case, there are and of whom; all other types count for nothing. */
  public InteractionCounts ofType(String eventType) {
    return jdbc.sql("""
            SELECT coalesce(sum(rows), 0), count(*), count(*) FILTER (WHERE rows > 1)
            FROM (SELECT count(*) AS rows FROM %s WHERE lower(event_type) = lower(:type) GROUP BY user_id) users
            """.formatted(table))
        .param("type", eventType)
        .query((row, number) ->
            new InteractionCounts(row.getLong(1), row.getLong(2), row.getLong(3), 1))
        .single();
  }

  /** How many interactions name something that there is a record of: a user, an item or an action. */
  public long joined(DatasetSnapshot records) {
    String id = sql(records.schema.type().idColumn());
    return jdbc.sql("SELECT count(*) FROM %s WHERE EXISTS (SELECT FROM %s WHERE record_id = %s)"
            .formatted(table, records.table, id))
        .query(Long.class)
        .single();
  }

  /** The number of rows, and behind it for each column the number of those that have a value. */
  private long[] countPresent() {
    String counts = schema.fields().stream()
        .map(field -> ", count(%s)".formatted(sql(field.name())))
        .collect(Collectors.joining());
    return jdbc.sql("SELECT count(*)%s FROM %s".formatted(counts, table))
        .query((row, number) -> {
          long[] all = new long[1 + schema.fields().size()];
          for (int column = 0; column < all.length; column++) {
            all[column] = row.getLong(column + 1);
          }
          return all;
        })
        .single();
  }

  private ColumnProfile column(Field field, long values) {
    boolean isNumber = field.type().isNumeric() && field.role() == Field.Role.METADATA;
    boolean isCategory = field.categorical() || field.type() == Field.Type.BOOLEAN;
    return new ColumnProfile(
        field.name(),
        rows() - values,
        rows() == 0 ? null : (double) values / rows(),
        isNumber && values > 0 ? numbers(sql(field.name())) : null,
        isCategory ? categories(field) : null);
  }

  private NumberProfile numbers(String value) {
    NumberProfile.Quartiles quartiles = jdbc.sql("""
            SELECT minimum, quartiles[1], quartiles[2], quartiles[3], maximum
            FROM (
              SELECT min(number) AS minimum, max(number) AS maximum,
                percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY number) AS quartiles
              FROM (SELECT %s::double precision AS number FROM %s) numbers) profile
            """.formatted(value, table))
        .query((row, number) -> new NumberProfile.Quartiles(
            row.getDouble(1),
            row.getDouble(2),
            row.getDouble(3),
            row.getDouble(4),
            row.getDouble(5)))
        .single();
    return quartiles.hasSpread()
        ? quartiles.with(countBeyond(value, quartiles))
        : quartiles.with(0);
  }

  private long countBeyond(String value, NumberProfile.Quartiles quartiles) {
    return jdbc.sql("""
            SELECT count(*) FROM (SELECT %s::double precision AS number FROM %s) numbers
            WHERE number < :low OR number > :high
            """.formatted(value, table))
        .param("low", quartiles.lowFence())
        .param("high", quartiles.highFence())
        .query(Long.class)
        .single();
  }

  /** A value that holds several categories is counted for each. */
  private CategoryProfile categories(Field field) {
    return frequencies(
        "SELECT each AS category FROM %s CROSS JOIN LATERAL unnest(string_to_array(%s, '|')) AS each"
            .formatted(table, sql(field.name())),
        "category");
  }

  private CategoryProfile eventTypes() {
    return frequencies("SELECT event_type AS category FROM " + table, "lower(category)");
  }

  /** @param sameness what is equal for categories that are one */
  private CategoryProfile frequencies(String categories, String sameness) {
    List<Frequency> frequencies = jdbc.sql(
            """
            SELECT left(min(category), %d), count(*) AS rows, count(*) OVER () AS different FROM (%s) categories
            WHERE category <> ''
            GROUP BY %s ORDER BY rows DESC, 1 LIMIT %d
            """.formatted(MAX_SHOWN_LENGTH, categories, sameness, MOST_FREQUENT))
        .query((row, number) ->
            new Frequency(new CategoryCount(row.getString(1), row.getLong(2)), row.getLong(3)))
        .list();
    return new CategoryProfile(
        frequencies.isEmpty() ? 0 : frequencies.get(0).different(),
        frequencies.stream().map(Frequency::count).toList());
  }

  /** @param different how many categories there are beside */
  private record Frequency(CategoryCount count, long different) {}

  /** Where the table has the value of a column; the schema's names are words that need no quotes inside a text. */
  private String sql(String column) {
    DatasetType type = schema.type();
    if (!type.isInteractions()) {
      return column.equals(type.idColumn()) ? "record_id" : property(column);
    }
    if (column.equals(type.idColumn())) {
      return "item_id";
    }
    return switch (column) {
      case "TIMESTAMP" -> "\"timestamp\"";
      case "USER_ID",
          "EVENT_TYPE",
          "EVENT_VALUE",
          "IMPRESSION",
          "RECOMMENDATION_ID",
          "EVENT_ATTRIBUTION_SOURCE" -> column.toLowerCase(Locale.ROOT);
      default -> property(column);
    };
  }

  private static String property(String column) {
    return "(properties ->> '%s')".formatted(column);
  }

  private static @Nullable Instant instant(@Nullable Long epochMillis) {
    return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis);
  }
}

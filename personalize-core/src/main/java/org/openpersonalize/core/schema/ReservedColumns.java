// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.schema;

import static org.openpersonalize.core.schema.Field.Type.FLOAT;
import static org.openpersonalize.core.schema.Field.Type.LONG;
import static org.openpersonalize.core.schema.Field.Type.STRING;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.schema.Field.Type;

/**
 * The columns whose names mean something to the service, per dataset type and domain.
 *
 * <p>A column of one of these names must have exactly the type given here. A required column must be there, and never
 * allows null.
 */
final class ReservedColumns {
  private static final Set<String> IDS = Set.of("USER_ID", "ITEM_ID", "ACTION_ID", "EVENT_TYPE");
  private static final List<Column> INTERACTIONS = List.of(
      required("USER_ID", STRING),
      required("ITEM_ID", STRING),
      required("TIMESTAMP", LONG),
      optional("EVENT_TYPE", STRING),
      optional("EVENT_VALUE", FLOAT).orNull(),
      optional("IMPRESSION", STRING).orNull(),
      optional("RECOMMENDATION_ID", STRING).orNull(),
      optional("EVENT_ATTRIBUTION_SOURCE", STRING).orNull());
  private static final List<Column> DOMAIN_INTERACTIONS = INTERACTIONS.stream()
      .map(column -> column.isCalled("EVENT_TYPE") ? required("EVENT_TYPE", STRING) : column)
      .toList();
  private static final List<Column> USERS = List.of(required("USER_ID", STRING));
  private static final List<Column> VIDEO_USERS = List.of(
      required("USER_ID", STRING), optional("SUBSCRIPTION_MODEL", STRING).categorical());
  private static final List<Column> ITEMS =
      List.of(required("ITEM_ID", STRING), optional("CREATION_TIMESTAMP", LONG).orNull());
  private static final List<Column> ECOMMERCE_ITEMS = List.of(
      required("ITEM_ID", STRING),
      required("PRICE", FLOAT),
      required("CATEGORY_L1", STRING).categorical(),
      optional("CATEGORY_L2", STRING).categorical().orNull(),
      optional("CATEGORY_L3", STRING).categorical().orNull(),
      optional("PRODUCT_DESCRIPTION", STRING).textual().orNull(),
      optional("CREATION_TIMESTAMP", LONG, FLOAT).orNull(),
      optional("AGE_GROUP", STRING).categorical().orNull(),
      optional("ADULT", STRING).categorical().orNull(),
      optional("GENDER", STRING).categorical().orNull());
  private static final List<Column> VIDEO_ITEMS = List.of(
      required("ITEM_ID", STRING),
      required("GENRES", STRING).alsoCalled("GENRES_L1").categorical(),
      required("CREATION_TIMESTAMP", LONG),
      optional("PRICE", FLOAT).orNull(),
      optional("DURATION", FLOAT).orNull(),
      optional("AVERAGE_RATING", FLOAT).orNull(),
      optional("GENRE_L2", STRING).categorical().orNull(),
      optional("GENRE_L3", STRING).categorical().orNull(),
      optional("PRODUCT_DESCRIPTION", STRING).textual().orNull(),
      optional("CONTENT_OWNER", STRING).categorical().orNull(),
      optional("CONTENT_CLASSIFICATION", STRING).categorical().orNull());
  private static final List<Column> ACTIONS = List.of(
      required("ACTION_ID", STRING),
      optional("CREATION_TIMESTAMP", LONG).orNull(),
      optional("VALUE", LONG).orNull(),
      optional("TYPE", STRING).orNull(),
      optional("REPEAT_FREQUENCY", LONG).orNull(),
      optional("EXPIRATION_TIMESTAMP", LONG)
          .alsoCalled("ACTION_EXPIRATION_TIMESTAMP")
          .orNull());
  private static final List<Column> ACTION_INTERACTIONS = List.of(
      required("USER_ID", STRING),
      required("ACTION_ID", STRING),
      required("EVENT_TYPE", STRING),
      required("TIMESTAMP", LONG),
      optional("IMPRESSION", STRING).orNull(),
      optional("RECOMMENDATION_ID", STRING).orNull());

  private ReservedColumns() {}

  /** The reserved columns of a dataset type; a null domain is a custom dataset group. */
  static List<Column> of(DatasetType type, @Nullable Domain domain) {
    return switch (type) {
      case INTERACTIONS -> domain == null ? INTERACTIONS : DOMAIN_INTERACTIONS;
      case USERS -> domain == Domain.VIDEO_ON_DEMAND ? VIDEO_USERS : USERS;
      case ITEMS ->
        domain == null ? ITEMS : domain == Domain.ECOMMERCE ? ECOMMERCE_ITEMS : VIDEO_ITEMS;
      case ACTIONS -> ACTIONS;
      case ACTION_INTERACTIONS -> ACTION_INTERACTIONS;
    };
  }

  /** What a column of this name is to the service. */
  static Field.Role role(DatasetType type, @Nullable Domain domain, String name) {
    if (of(type, domain).stream().noneMatch(column -> column.isCalled(name))) {
      return Field.Role.METADATA;
    }
    if (name.endsWith("TIMESTAMP")) {
      return Field.Role.TIME;
    }
    return IDS.contains(name) ? Field.Role.ID : Field.Role.METADATA;
  }

  private static Column required(String name, Type type) {
    return new Column(Set.of(name), Set.of(type), true, false, false, false);
  }

  private static Column optional(String name, Type... types) {
    return new Column(Set.of(name), Set.of(types), false, false, false, false);
  }

  /** One reserved name; some have two spellings or, where the documentation disagrees with itself, two types. */
  record Column(
      Set<String> names,
      Set<Type> types,
      boolean required,
      boolean nullable,
      boolean isCategorical,
      boolean isTextual) {

    boolean isCalled(String name) {
      return names.contains(name);
    }

    /** A field as this column may be declared. */
    Field field() {
      String name = names.stream().min(Comparator.comparing(String::length)).orElseThrow();
      Type type = types.stream().min(Comparator.naturalOrder()).orElseThrow();
      return new Field(name, type, nullable, isCategorical, isTextual, false);
    }

    /** Refuses a field of this name that is not declared as the service needs it. */
    void check(Field field) {
      boolean asDeclared = types.contains(field.type())
          && field.categorical() == isCategorical
          && field.textual() == isTextual
          && (nullable || !field.nullable());
      if (!asDeclared) {
        throw ErrorCode.INVALID_INPUT.because("Column %s is reserved and must be declared as %s"
            .formatted(field.name(), declaration()));
      }
    }

    String displayName() {
      return names.stream().sorted().collect(Collectors.joining(" or "));
    }

    private String declaration() {
      String type = types.stream().map(Type::avro).sorted().collect(Collectors.joining(" or "));
      String attribute = isCategorical
          ? ", with \"categorical\": true"
          : isTextual
              ? ", with \"textual\": true"
              : types.contains(STRING) ? ", not categorical and not textual" : "";
      return type + (nullable ? " (null allowed)" : " (null not allowed)") + attribute;
    }

    private Column orNull() {
      return new Column(names, types, required, true, isCategorical, isTextual);
    }

    private Column categorical() {
      return new Column(names, types, required, nullable, true, isTextual);
    }

    private Column textual() {
      return new Column(names, types, required, nullable, isCategorical, true);
    }

    private Column alsoCalled(String name) {
      Set<String> both = Stream.concat(names.stream(), Stream.of(name)).collect(Collectors.toSet());
      return new Column(both, types, required, nullable, isCategorical, isTextual);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.Field.Type;

/**
 * The columns of a dataset, read from the Avro schema a client registers.
 *
 * <p>Such a schema is one flat Avro record, named after its dataset type, with the attributes {@code categorical},
 * {@code textual} and {@code itemName} beside a field's name and type.
 */
public final class DatasetSchema {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z\\d_]*");
  private static final int MAX_NAME_LENGTH = 150;
  private static final int MAX_TEXTUAL_FIELDS = 1;
  private static final int MAX_ITEM_NAME_FIELDS = 1;

  private final DatasetType type;
  private final List<Field> fields;
  private final List<Field> metadata;
  private final Set<String> metadataKeys;
  private final Map<String, Field> byName = new HashMap<>();

  private DatasetSchema(DatasetType type, @Nullable Domain domain, List<Field> fields) {
    this.type = type;
    this.fields = fields;
    List<ReservedColumns.Column> reserved = ReservedColumns.of(type, domain);
    this.metadata = fields.stream()
        .filter(field -> reserved.stream().noneMatch(column -> column.isCalled(field.name())))
        .toList();
    this.metadataKeys =
        metadata.stream().map(field -> key(field.name())).collect(Collectors.toUnmodifiableSet());
    Map<String, Field> byKey = new HashMap<>();
    for (Field field : fields) {
      Field clash = byKey.put(key(field.name()), field);
      if (clash != null) {
        throw refusal(
            "Columns %s and %s have the same name but for punctuation and case: rename one"
                .formatted(clash.name(), field.name()));
      }
      byName.put(field.name(), field);
    }
  }

  /**
   * Reads and checks a schema.
   *
   * @param domain what the schema is for; null for custom dataset groups
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} saying what to
   *     change, if the text is not an Avro schema or breaks a rule of its dataset type
   */
  public static DatasetSchema parse(String avro, @Nullable Domain domain) {
    Schema record = AvroText.record(avro);
    DatasetType type = DatasetType.ofRecordName(record.getName());
    if (domain != null
        && (type == DatasetType.ACTIONS || type == DatasetType.ACTION_INTERACTIONS)) {
      throw refusal("%s schemas are for custom dataset groups: leave out the domain"
          .formatted(type.recordName()));
    }
    List<Field> fields = record.getFields().stream()
        .map(DatasetSchema::field)
        .map(field -> field.as(ReservedColumns.role(type, domain, field.name())))
        .toList();
    DatasetSchema schema = new DatasetSchema(type, domain, fields);
    for (Field field : fields) {
      schema.checkAttributes(field);
    }
    schema.checkReserved(ReservedColumns.of(type, domain));
    schema.checkCounts();
    return schema;
  }

  /**
   * A column that means something to the service.
   *
   * @param field as a schema has to declare it; where there is a choice, one that can be
   * @param required must a schema have it?
   */
  public record Reserved(Field field, boolean required) {}

  /** The columns of a dataset type whose names are reserved; a null domain is a custom dataset group. */
  public static List<Reserved> reserved(DatasetType type, @Nullable Domain domain) {
    return ReservedColumns.of(type, domain).stream()
        .map(column -> {
          Field field = column.field();
          return new Reserved(
              field.as(ReservedColumns.role(type, domain, field.name())), column.required());
        })
        .toList();
  }

  /** The text of a schema of these columns. {@link #parse} says whether it may be one. */
  public static String avro(DatasetType type, List<Field> fields) {
    return AvroText.of(type, fields);
  }

  /** What kind of dataset this schema describes. */
  public DatasetType type() {
    return type;
  }

  /** All columns in the order of the schema. */
  public List<Field> fields() {
    return fields;
  }

  /** The columns whose names are not reserved: those only this dataset's owner knows the meaning of. */
  public List<Field> metadata() {
    return metadata;
  }

  /** Is one of the {@linkplain #metadata() columns whose names are not reserved} called so, in any spelling? */
  public boolean hasMetadata(String name) {
    return !metadataKeys.isEmpty() && metadataKeys.contains(key(name));
  }

  /** Has it a column whose words can be compared: one that is textual, or the item's name? */
  public boolean hasTexts() {
    return fields.stream().anyMatch(Field::isText);
  }

  /** The column of exactly this name. */
  public Optional<Field> field(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** A column's or property's name without regard to case and punctuation. */
  public static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    StringBuilder key = new StringBuilder(lower.length());
    for (int i = 0; i < lower.length(); i++) {
      char letter = lower.charAt(i);
      if (letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9') {
        key.append(letter);
      }
    }
    return key.toString();
  }

  private static Field field(Schema.Field avro) {
    String name = avro.name();
    if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      throw refusal(
          "Column '%s' is not a possible name: use letters, digits and underscores, beginning with a letter or underscore, at most %d characters"
              .formatted(name, MAX_NAME_LENGTH));
    }
    List<Schema> types =
        avro.schema().isUnion() ? avro.schema().getTypes() : List.of(avro.schema());
    List<Schema> values =
        types.stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    if (values.size() != 1) {
      throw refusal(
          "Column %s must have exactly one type besides null, such as [\"null\", \"string\"]"
              .formatted(name));
    }
    Type type = type(name, values.get(0));
    checkDefault(avro);
    return new Field(
        name,
        type,
        values.size() < types.size(),
        flag(avro, "categorical"),
        flag(avro, "textual"),
        flag(avro, "itemName"));
  }

  private static Type type(String name, Schema avro) {
    return switch (avro.getType()) {
      case STRING -> Type.STRING;
      case INT -> Type.INT;
      case LONG -> Type.LONG;
      case FLOAT -> Type.FLOAT;
      case DOUBLE -> Type.DOUBLE;
      case BOOLEAN -> Type.BOOLEAN;
      default ->
        throw refusal(
            "Column %s has the type %s: use string, int, long, float, double or boolean, with or without null"
                .formatted(name, avro.getType().getName()));
    };
  }

  /** Avro checks the default of a column when it is made, and so of a copy. */
  private static void checkDefault(Schema.Field avro) {
    try {
      new Schema.Field(avro, avro.schema());
    } catch (AvroRuntimeException e) {
      throw ErrorCode.INVALID_INPUT.because(
          "The default of column %s does not fit its type: change it, or leave it out"
              .formatted(avro.name()),
          e);
    }
  }

  private static boolean flag(Schema.Field avro, String attribute) {
    Object value = avro.getObjectProp(attribute);
    if (value != null && !(value instanceof Boolean)) {
      throw refusal("Attribute %s of column %s must be true or false, without quotes"
          .formatted(attribute, avro.name()));
    }
    return Boolean.TRUE.equals(value);
  }

  private void checkAttributes(Field field) {
    if (field.categorical() && field.type() != Type.STRING) {
      throw refusal("Column %s has the type %s and cannot be categorical: only strings can"
          .formatted(field.name(), field.type().avro()));
    }
    if (field.textual() && field.categorical()) {
      throw refusal("Column %s cannot be categorical and textual at once: choose one"
          .formatted(field.name()));
    }
    if ((field.textual() || field.itemName())
        && (type != DatasetType.ITEMS || field.type() != Type.STRING)) {
      throw refusal("Column %s cannot be %s: only string columns of an Items schema can"
          .formatted(field.name(), field.textual() ? "textual" : "itemName"));
    }
  }

  private void checkReserved(List<ReservedColumns.Column> reserved) {
    for (ReservedColumns.Column column : reserved) {
      List<Field> present =
          fields.stream().filter(field -> column.isCalled(field.name())).toList();
      if (column.required() && present.isEmpty()) {
        throw refusal("The %s schema lacks the required column %s"
            .formatted(type.recordName(), column.displayName()));
      }
      present.forEach(column::check);
    }
  }

  private void checkCounts() {
    int limit = type.maxMetadataFields();
    if (metadata.size() > limit) {
      throw refusal(
          "The %s schema has %d columns besides the reserved ones: at most %d are possible"
              .formatted(type.recordName(), metadata.size(), limit));
    }
    if (fields.stream().filter(Field::textual).count() > MAX_TEXTUAL_FIELDS) {
      throw refusal("The Items schema has more than %d textual column: keep the most telling one"
          .formatted(MAX_TEXTUAL_FIELDS));
    }
    if (fields.stream().filter(Field::itemName).count() > MAX_ITEM_NAME_FIELDS) {
      throw refusal("The Items schema marks more than %d column as itemName: keep one"
          .formatted(MAX_ITEM_NAME_FIELDS));
    }
    if (!type.isInteractions() && fields.stream().noneMatch(Field::isFeature)) {
      throw refusal(
          "The %s schema describes nothing: add at least one column that is a number or a categorical string"
              .formatted(type.recordName()));
    }
  }

  private static PersonalizeException refusal(String sentence) {
    return ErrorCode.INVALID_INPUT.because(sentence);
  }
}

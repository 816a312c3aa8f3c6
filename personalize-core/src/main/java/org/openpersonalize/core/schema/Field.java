// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.schema;

import java.util.Locale;

/**
 * One column of a dataset: what its values must be. {@link FieldValue} reads them.
 *
 * @param nullable may the value be missing?
 * @param categorical does the string hold categories, joined by {@code |}?
 * @param textual does the string hold prose, of which models may make features?
 * @param itemName is this the title of the item?
 */
public record Field(
    String name,
    Type type,
    boolean nullable,
    boolean categorical,
    boolean textual,
    boolean itemName,
    Role role) {

  /** A column whose name means nothing to the service. */
  public Field(
      String name,
      Type type,
      boolean nullable,
      boolean categorical,
      boolean textual,
      boolean itemName) {
    this(name, type, nullable, categorical, textual, itemName, Role.METADATA);
  }

  /** What a column's value is to the service. */
  public enum Role {
    /** The id of a user, an item or an action, or the type of an event. */
    ID,
    /** A point in time, in seconds since 1970. */
    TIME,
    /** Something known about them, which may be missing. */
    METADATA
  }

  /** The Avro types a column can have. */
  public enum Type {
    STRING,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    BOOLEAN;

    public boolean isNumeric() {
      return this != STRING && this != BOOLEAN;
    }

    /** The type as a schema spells it. */
    public String avro() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The column's name in the properties of an event or item: {@code NUM_RATINGS} is {@code numRatings} there. */
  public String propertyName() {
    StringBuilder property = new StringBuilder();
    for (String word : name.split("_+")) {
      if (word.isEmpty()) {
        continue;
      }
      String rest = word.substring(1);
      boolean shouted = rest.equals(rest.toUpperCase(Locale.ROOT));
      String initial = word.substring(0, 1);
      property
          .append(
              property.isEmpty()
                  ? initial.toLowerCase(Locale.ROOT)
                  : initial.toUpperCase(Locale.ROOT))
          .append(shouted ? rest.toLowerCase(Locale.ROOT) : rest);
    }
    return property.toString();
  }

  /** The same column, known to the service. */
  Field as(Role known) {
    return new Field(name, type, nullable, categorical, textual, itemName, known);
  }

  /** Has it words that can be compared? */
  public boolean isText() {
    return textual || itemName;
  }

  /** Can a model learn from this column, apart from its name being reserved? */
  boolean isFeature() {
    return type.isNumeric() || categorical || textual;
  }
}

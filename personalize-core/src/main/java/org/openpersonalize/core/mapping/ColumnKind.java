// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import org.openpersonalize.core.schema.Field;
import org.openpersonalize.core.schema.Field.Type;

/** What a column of somebody's own holds: its type, and what models may make of it. */
public enum ColumnKind {
  TEXT(Type.STRING),
  /** One of several, or several joined by {@code |}. */
  CATEGORY(Type.STRING),
  /** A description, which only items have. */
  PROSE(Type.STRING),
  WHOLE_NUMBER(Type.LONG),
  NUMBER(Type.DOUBLE),
  TRUTH(Type.BOOLEAN);

  private final Type type;

  ColumnKind(Type type) {
    this.type = type;
  }

  /** A column of this kind, which may lack values. */
  Field field(String name) {
    return new Field(name, type, true, this == CATEGORY, this == PROSE, false);
  }

  /** The kind of a column that a schema has. */
  static ColumnKind of(Field field) {
    if (field.categorical()) {
      return CATEGORY;
    }
    if (field.textual()) {
      return PROSE;
    }
    return switch (field.type()) {
      case STRING -> TEXT;
      case INT, LONG -> WHOLE_NUMBER;
      case FLOAT, DOUBLE -> NUMBER;
      case BOOLEAN -> TRUTH;
    };
  }
}

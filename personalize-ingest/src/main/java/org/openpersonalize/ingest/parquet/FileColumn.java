// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.schema.Field;

/**
 * One of a file's columns.
 *
 * @param leaf its place among all that the file stores, nested ones included
 * @param list are its values lists of {@code type}?
 * @param descriptor null if it cannot be read
 */
record FileColumn(
    String name,
    int leaf,
    boolean list,
    ColumnType type,
    @Nullable ColumnDescriptor descriptor) {

  /** Can it hold the values of a schema's column? */
  boolean fits(Field field) {
    return list ? type.isReadable() && field.type() == Field.Type.STRING : type.fits(field.type());
  }

  /** How its values are stored. */
  ColumnDescriptor stored() {
    return Objects.requireNonNull(descriptor, name);
  }

  /** What messages call what it holds. */
  String typeName() {
    return list ? "list of " + type.name() : type.name();
  }

  /** The columns of a file, by the list that its footer has: each followed by those in it. */
  static List<FileColumn> of(List<SchemaElement> schema) {
    Walk walk = new Walk(schema);
    SchemaElement root = walk.next();
    List<FileColumn> columns = new ArrayList<>();
    for (int child = 0; child < root.getNum_children(); child++) {
      columns.add(walk.column());
    }
    return List.copyOf(columns);
  }

  /** Goes through the list once. */
  private static final class Walk {
    private static final int DEEPEST = 100;

    private final List<SchemaElement> schema;
    private int at;
    private int leaves;

    Walk(List<SchemaElement> schema) {
      this.schema = schema;
    }

    SchemaElement next() {
      if (at == schema.size()) {
        throw new ParquetDecodingException("the list of columns is too short");
      }
      return schema.get(at++);
    }

    FileColumn column() {
      int leaf = leaves;
      int first = at;
      SchemaElement top = next();
      if (!isGroup(top)) {
        leaves++;
        boolean list = isRepeated(top);
        return column(top.getName(), leaf, list, List.of(top));
      }
      passOver(top, 0);
      List<SchemaElement> parts = schema.subList(first, at);
      if (!isList(top) || leaves != leaf + 1 || !isChainOfAList(parts)) {
        return new FileColumn(top.getName(), leaf, false, ColumnType.unreadable(nameOf(top)), null);
      }
      return column(top.getName(), leaf, true, parts);
    }

    /** Outer group, repeated group or none, element: what a list of plain values may be. */
    private static boolean isChainOfAList(List<SchemaElement> parts) {
      return parts.size() <= 3
          && isRepeated(parts.get(1))
          && parts.stream().filter(Walk::isRepeated).count() == 1;
    }

    private void passOver(SchemaElement group, int depth) {
      if (depth > DEEPEST) {
        throw new ParquetDecodingException("columns in columns without end");
      }
      for (int child = 0; child < group.getNum_children(); child++) {
        SchemaElement element = next();
        if (isGroup(element)) {
          passOver(element, depth + 1);
        } else {
          leaves++;
        }
      }
    }

    private static FileColumn column(
        String name, int leaf, boolean list, List<SchemaElement> chain) {
      SchemaElement element = chain.get(chain.size() - 1);
      ColumnType type = ColumnType.of(element);
      PrimitiveType stored = new PrimitiveType(
          Repetition.valueOf(element.getRepetition_type().name()),
          stored(element),
          element.getType_length(),
          element.getName());
      int definition = (int) chain.stream()
          .filter(part -> part.getRepetition_type() != FieldRepetitionType.REQUIRED)
          .count();
      return new FileColumn(
          name,
          leaf,
          list,
          type,
          new ColumnDescriptor(
              chain.stream().map(SchemaElement::getName).toArray(String[]::new),
              stored,
              list ? 1 : 0,
              definition));
    }

    private static PrimitiveTypeName stored(SchemaElement element) {
      return switch (element.getType()) {
        case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
        case INT32 -> PrimitiveTypeName.INT32;
        case INT64 -> PrimitiveTypeName.INT64;
        case INT96 -> PrimitiveTypeName.INT96;
        case FLOAT -> PrimitiveTypeName.FLOAT;
        case DOUBLE -> PrimitiveTypeName.DOUBLE;
        case BYTE_ARRAY -> PrimitiveTypeName.BINARY;
        case FIXED_LEN_BYTE_ARRAY -> PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
      };
    }

    private static boolean isGroup(SchemaElement element) {
      return !element.isSetType();
    }

    private static boolean isRepeated(SchemaElement element) {
      return element.getRepetition_type() == FieldRepetitionType.REPEATED;
    }

    private static boolean isList(SchemaElement element) {
      return element.getConverted_type() == ConvertedType.LIST
          || element.isSetLogicalType() && element.getLogicalType().isSetLIST();
    }

    private static String nameOf(SchemaElement group) {
      if (isList(group)) {
        return "list of columns";
      }
      return group.isSetConverted_type()
          ? group.getConverted_type().name().toLowerCase(Locale.ROOT)
          : "struct";
    }
  }
}

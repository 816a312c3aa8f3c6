// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.schema.Field;

/**
 * What the values of a column are, and how they are spelt: as the CSV of a careful writer has them. Times are whole seconds since
 * 1970, the fraction is dropped; those without a zone are read as UTC, and a date is its beginning.
 *
 * @param name what messages call it
 * @param whole spells what is stored as a whole number
 * @param bytes spells what is stored as bytes
 */
record ColumnType(
    String name, Kind kind, LongFunction<String> whole, Function<Binary, String> bytes) {
  private static final long SECONDS_A_DAY = 86_400;
  private static final long NANOS_A_SECOND = 1_000_000_000;

  /** The Julian day of 1970-01-01, by which INT96 counts. */
  private static final int JULIAN_1970 = 2_440_588;

  private static final double EXACTLY_WHOLE = 1L << 53;

  /** What columns of a schema it can fill. */
  enum Kind {
    TEXT,
    NUMBER,
    TRUTH,
    TIME,
    /** Has no text, or none that is plain. */
    UNREADABLE
  }

  private static final Function<Binary, String> NO_BYTES = value -> {
    throw new ParquetDecodingException("bytes in a column that has none");
  };

  private static final LongFunction<String> NO_WHOLE = value -> {
    throw new ParquetDecodingException("a number in a column that has none");
  };

  boolean isReadable() {
    return kind != Kind.UNREADABLE;
  }

  /** Can all values be those of such a column? A text may be anything. */
  boolean fits(Field.Type type) {
    return switch (kind) {
      case TEXT -> true;
      case NUMBER -> type != Field.Type.BOOLEAN;
      case TRUTH -> !type.isNumeric();
      case TIME -> type.isNumeric();
      case UNREADABLE -> false;
    };
  }

  static ColumnType unreadable(String name) {
    return new ColumnType(name, Kind.UNREADABLE, NO_WHOLE, NO_BYTES);
  }

  /** Of a column that has no columns in it. */
  static ColumnType of(SchemaElement element) {
    Type stored = element.getType();
    if (element.isSetLogicalType() && element.getLogicalType().isSet()) {
      return logical(element, element.getLogicalType());
    }
    if (element.isSetConverted_type()) {
      return converted(element, element.getConverted_type());
    }
    return switch (stored) {
      case BOOLEAN -> new ColumnType("BOOLEAN", Kind.TRUTH, NO_WHOLE, NO_BYTES);
      case INT32, INT64 -> whole(stored.name(), Kind.NUMBER, Long::toString);
      case FLOAT, DOUBLE -> new ColumnType(stored.name(), Kind.NUMBER, NO_WHOLE, NO_BYTES);
      case INT96 -> bytes("INT96", Kind.TIME, ColumnType::julian);
      case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> unreadable("bytes without a type");
    };
  }

  private static ColumnType logical(SchemaElement element, LogicalType type) {
    return switch (type.getSetField()) {
      case STRING, ENUM, JSON -> bytes(type.getSetField().name(), Kind.TEXT, ColumnType::utf8);
      case DECIMAL -> decimal(element, type.getDECIMAL().getScale());
      case DATE -> date();
      case TIMESTAMP -> timestamp(type.getTIMESTAMP().getUnit());
      case INTEGER ->
        type.getINTEGER().isIsSigned()
            ? whole("INTEGER", Kind.NUMBER, Long::toString)
            : unsigned(element);
      case UUID -> bytes("UUID", Kind.TEXT, ColumnType::uuid);
      case UNKNOWN -> whole("NULL", Kind.TEXT, Long::toString); // has no values
      default -> unreadable(type.getSetField().name());
    };
  }

  private static ColumnType converted(SchemaElement element, ConvertedType type) {
    return switch (type) {
      case UTF8, ENUM, JSON -> bytes(type.name(), Kind.TEXT, ColumnType::utf8);
      case DECIMAL -> decimal(element, element.getScale());
      case DATE -> date();
      case TIMESTAMP_MILLIS -> times("TIMESTAMP", 1_000);
      case TIMESTAMP_MICROS -> times("TIMESTAMP", 1_000_000);
      case INT_8, INT_16, INT_32, INT_64 -> whole(type.name(), Kind.NUMBER, Long::toString);
      case UINT_8, UINT_16, UINT_32, UINT_64 -> unsigned(element);
      default -> unreadable(type.name());
    };
  }

  private static ColumnType whole(String name, Kind kind, LongFunction<String> spelling) {
    return new ColumnType(name, kind, spelling, NO_BYTES);
  }

  private static ColumnType bytes(String name, Kind kind, Function<Binary, String> spelling) {
    return new ColumnType(name, kind, NO_WHOLE, spelling);
  }

  private static ColumnType unsigned(SchemaElement element) {
    return element.getType() == Type.INT32
        ? whole("INTEGER", Kind.NUMBER, value -> Long.toString(value & 0xffff_ffffL))
        : whole("INTEGER", Kind.NUMBER, Long::toUnsignedString);
  }

  private static ColumnType date() {
    return whole("DATE", Kind.TIME, days -> Long.toString(days * SECONDS_A_DAY));
  }

  private static ColumnType timestamp(TimeUnit unit) {
    return times(
        "TIMESTAMP", unit.isSetMILLIS() ? 1_000 : unit.isSetMICROS() ? 1_000_000 : NANOS_A_SECOND);
  }

  private static ColumnType times(String name, long unitsASecond) {
    return whole(name, Kind.TIME, units -> Long.toString(Math.floorDiv(units, unitsASecond)));
  }

  private static ColumnType decimal(SchemaElement element, int scale) {
    String name = "DECIMAL(%d,%d)".formatted(element.getPrecision(), scale);
    return new ColumnType(
        name,
        Kind.NUMBER,
        value -> plain(BigDecimal.valueOf(value, scale)),
        value -> plain(new BigDecimal(new BigInteger(value.getBytes()), scale)));
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static String uuid(Binary value) {
    ByteBuffer bytes = value.toByteBuffer();
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }

  private static String julian(Binary value) {
    ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long days = bytes.getInt() - (long) JULIAN_1970;
    return Long.toString(days * SECONDS_A_DAY + Math.floorDiv(nanos, NANOS_A_SECOND));
  }

  private static String utf8(Binary value) {
    String text = value.toStringUsingUTF8();
    if (text.indexOf('\uFFFD') >= 0) {
      requireUtf8(value); // this character, or what stands for bytes that are none
    }
    return text;
  }

  private static CharBuffer requireUtf8(Binary value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(value.toByteBuffer());
    } catch (CharacterCodingException e) {
      throw new ParquetDecodingException("a text is not UTF-8", e);
    }
  }

  /** Whole ones without a point, for an id with gaps in its column is one too; null for NaN, which is none. */
  static @Nullable String spell(double value) {
    return isExactlyWhole(value)
        ? Long.toString((long) value)
        : Double.isNaN(value) ? null : Double.toString(value);
  }

  /** The same, by the fewest digits that tell it from other floats. */
  static @Nullable String spell(float value) {
    return isExactlyWhole(value)
        ? Long.toString((long) value)
        : Float.isNaN(value) ? null : Float.toString(value);
  }

  private static boolean isExactlyWhole(double value) {
    return Math.abs(value) < EXACTLY_WHOLE && value == Math.rint(value);
  }
}

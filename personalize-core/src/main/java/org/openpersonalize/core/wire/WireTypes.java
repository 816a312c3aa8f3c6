// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** The types whose wire form is not the one Jackson gives them. */
final class WireTypes {
  private WireTypes() {}

  static JacksonModule module() {
    return new SimpleModule("personalize-wire")
        .addSerializer(Instant.class, new EpochSecondsWriter())
        .addDeserializer(Instant.class, new TimeReader())
        .addSerializer(Arn.class, new ToStringSerializer(Arn.class))
        .addDeserializer(Arn.class, new ArnReader())
        .addSerializer(LooseNumber.class, new LooseNumberWriter())
        .addDeserializer(LooseNumber.class, new LooseNumberReader())
        .addSerializer(Status.class, new StatusWriter())
        .addDeserializer(Status.class, new StatusReader());
  }

  /** {@code 1542392161.837}: a number, because the Java SDK reads no ISO string here. */
  private static final class EpochSecondsWriter extends StdSerializer<Instant> {
    EpochSecondsWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant time, JsonGenerator out, SerializationContext context) {
      BigDecimal seconds = BigDecimal.valueOf(time.toEpochMilli(), 3);
      out.writeNumber(seconds.stripTrailingZeros().toPlainString());
    }
  }

  /**
   * Reads epoch seconds, as a number or a string, and ISO 8601 with an offset. Digits beyond the millisecond are
   * dropped, so that what was read is what Describe answers.
   */
  private static final class TimeReader extends StdDeserializer<Instant> {
    private static final BigDecimal EARLIEST = BigDecimal.valueOf(-62_135_596_800L); // year 1
    private static final int MOST_DIGITS = 100;
    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L); // year 9999

    TimeReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) {
      JsonToken token = in.currentToken();
      if (token.isNumeric() || token == JsonToken.VALUE_STRING) {
        String text = in.getString().strip();
        try {
          return text.indexOf('-', 1) > 0 && text.indexOf(':') > 0
              ? OffsetDateTime.parse(text).toInstant()
              : ofEpochSeconds(new BigDecimal(text));
        } catch (DateTimeException | NumberFormatException e) {
          throw context.weirdStringException(text, Instant.class, "not a time");
        }
      }
      return (Instant) context.handleUnexpectedToken(Instant.class, in);
    }

    private static Instant ofEpochSeconds(BigDecimal seconds) {
      if (seconds.compareTo(EARLIEST) < 0 || seconds.compareTo(LATEST) > 0) {
        throw new DateTimeException("outside the years 1 to 9999");
      }
      if (seconds.scale() > MOST_DIGITS) { // or rounding it would take long
        throw new DateTimeException("more than %d digits of a second".formatted(MOST_DIGITS));
      }
      return Instant.ofEpochMilli(
          seconds.movePointRight(3).setScale(0, RoundingMode.FLOOR).longValueExact());
    }
  }

  private static final class ArnReader extends StdDeserializer<Arn> {
    ArnReader() {
      super(Arn.class);
    }

    @Override
    public Arn deserialize(JsonParser in, DeserializationContext context) {
      return in.hasToken(JsonToken.VALUE_STRING)
          ? Arn.parse(in.getString())
          : (Arn) context.handleUnexpectedToken(Arn.class, in);
    }
  }

  private static final class LooseNumberWriter extends StdSerializer<LooseNumber> {
    LooseNumberWriter() {
      super(LooseNumber.class);
    }

    @Override
    public void serialize(LooseNumber number, JsonGenerator out, SerializationContext context) {
      out.writeString(number.text());
    }
  }

  private static final class LooseNumberReader extends StdDeserializer<LooseNumber> {
    LooseNumberReader() {
      super(LooseNumber.class);
    }

    @Override
    public LooseNumber deserialize(JsonParser in, DeserializationContext context) {
      JsonToken token = in.currentToken();
      return token.isScalarValue()
          ? new LooseNumber(in.getString())
          : (LooseNumber) context.handleUnexpectedToken(LooseNumber.class, in);
    }
  }

  private static final class StatusWriter extends StdSerializer<Status> {
    StatusWriter() {
      super(Status.class);
    }

    @Override
    public void serialize(Status status, JsonGenerator out, SerializationContext context) {
      out.writeString(status.wire());
    }
  }

  private static final class StatusReader extends StdDeserializer<Status> {
    StatusReader() {
      super(Status.class);
    }

    @Override
    public Status deserialize(JsonParser in, DeserializationContext context) {
      String text = in.getString();
      try {
        return Status.ofWire(text);
      } catch (IllegalArgumentException e) {
        throw context.weirdStringException(text, Status.class, "not a status");
      }
    }
  }
}

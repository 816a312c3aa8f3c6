// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.wire;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The only place that knows the spelling of the wire: fields and record components by their own names, absent instead
 * of null, times as epoch seconds, ARNs and statuses as strings.
 *
 * <p>Reading is strict, because a member that is dropped in silence is a request answered wrongly: members this version
 * does not serve are refused by name unless they are null or empty, a number is not a string, and a list or a map holds
 * no nulls. Getters are not looked at, so a method added to a resource never changes an answer.
 */
public final class WireJson {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .changeDefaultVisibility(fieldsOnly -> fieldsOnly
          .withVisibility(PropertyAccessor.ALL, Visibility.NONE)
          .withVisibility(PropertyAccessor.CREATOR, Visibility.DEFAULT)
          .withVisibility(PropertyAccessor.FIELD, Visibility.ANY))
      .changeDefaultPropertyInclusion(
          absent -> absent.withValueInclusion(JsonInclude.Include.NON_NULL))
      .changeDefaultNullHandling(
          nulls -> JsonSetter.Value.construct(nulls.getValueNulls(), Nulls.FAIL))
      .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
      .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
      .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
      .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .withCoercionConfig(
          LogicalType.Textual,
          onlyStrings -> onlyStrings
              .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
              .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
              .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
      .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
      .addHandler(new EmptyMembersPass())
      .addModule(WireTypes.module())
      .build();

  private WireJson() {}

  /** The mapper itself, for storing records as {@code jsonb} in the wire's spelling. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * Reads a request.
   *
   * @param json one JSON object in UTF-8
   * @throws PersonalizeException {@link ErrorCode#SERIALIZATION} if it is not a JSON object at all, {@link
   *     ErrorCode#INVALID_INPUT} naming the member that does not fit {@code type}
   */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      @Nullable T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw ErrorCode.SERIALIZATION.because(JsonFault.NOT_AN_OBJECT);
      }
      return value;
    } catch (JacksonException e) {
      throw JsonFault.explain(e);
    }
  }

  /** Writes an answer as JSON in UTF-8. */
  public static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** Lets unknown members pass that say nothing: clients send {@code null}, {@code {}} and {@code []} by default. */
  private static final class EmptyMembersPass extends DeserializationProblemHandler {
    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        ValueDeserializer<?> deserializer,
        Object beanOrClass,
        String member) {
      return switch (parser.currentToken()) {
        case VALUE_NULL -> true;
        case START_OBJECT -> parser.nextToken() == JsonToken.END_OBJECT;
        case START_ARRAY -> parser.nextToken() == JsonToken.END_ARRAY;
        default -> false;
      };
    }
  }
}

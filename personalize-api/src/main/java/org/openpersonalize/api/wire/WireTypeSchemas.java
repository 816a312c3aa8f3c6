// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.NumberSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.wire.LooseNumber;
import org.openpersonalize.core.wire.WireJson;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Describes the types that {@link WireJson} spells in a way of its own. */
@Component
class WireTypeSchemas implements ModelConverter {
  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType annotated, ModelConverterContext context, Iterator<ModelConverter> others) {
    JavaType type = Json.mapper().constructType(annotated.getType());
    if (type != null && type.hasRawClass(Arn.class)) {
      return new StringSchema()
          .maxLength(256)
          .pattern("arn:([a-z\\d-]+):personalize:.*:.*:.+")
          .example("arn:aws:personalize:eu-central-1:000000000000:campaign/shop");
    }
    if (type != null && type.hasRawClass(Instant.class)) {
      return new NumberSchema()
          .description("Epoch seconds with up to three decimals")
          .example(new BigDecimal("1542392161.837"));
    }
    if (type != null && type.hasRawClass(LooseNumber.class)) {
      return new NumberSchema();
    }
    if (type != null && type.hasRawClass(JsonNode.class)) {
      return new StringSchema()
          .description("A string that holds a JSON object")
          .example("{\"price\": 2.55}");
    }
    return others.hasNext() ? others.next().resolve(annotated, context, others) : null;
  }
}

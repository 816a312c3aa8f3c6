// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.wire.WireJson;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/**
 * Describes the REST-JSON operations for OpenAPI, from the table and the records it names, limits included.
 *
 * <p>An example is a file {@code openapi/<operation>.json} beside this class's resources, if there is one.
 */
@Component
class OperationDocs implements OpenApiCustomizer {
  private static final String BASIC = "basic";
  private static final String JSON = org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

  private final Operations operations;
  private final String version;

  OperationDocs(Operations operations, Optional<BuildProperties> build) {
    this.operations = operations;
    this.version = build.map(BuildProperties::getVersion).orElse("unversioned");
  }

  @Override
  public void customise(OpenAPI api) {
    api.info(new Info()
            .title("Open Personalize")
            .version(version)
            .description(
                "Events and recommendations, with the shapes of Amazon Personalize, and a few additions. The control plane is"
                    + " called through the AWS SDKs and is not listed here."))
        .addSecurityItem(new SecurityRequirement().addList(BASIC));
    if (api.getComponents() == null) {
      api.components(new Components());
    }
    api.getComponents()
        .addSecuritySchemes(
            BASIC,
            new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("basic")
                .description("The access key id and the secret access key"));
    for (Operation<?> operation : operations.all()) {
      if (operation.path() != null) {
        api.path(operation.path(), new PathItem().post(describe(operation, api.getComponents())));
      }
    }
  }

  private static io.swagger.v3.oas.models.Operation describe(
      Operation<?> operation, Components components) {
    MediaType request = new MediaType().schema(schema(operation.request(), components));
    example(operation.name()).ifPresent(request::example);
    ApiResponse answer = new ApiResponse().description("Done");
    if (operation.response() != null) {
      answer.content(new Content()
          .addMediaType(JSON, new MediaType().schema(schema(operation.response(), components))));
    }
    ApiResponse error = new ApiResponse()
        .description(
            "Refused; the error's name is in the header %s too".formatted(ErrorAdvice.ERROR_TYPE))
        .content(new Content()
            .addMediaType(
                JSON, new MediaType().schema(schema(ErrorAdvice.Envelope.class, components))));
    return new io.swagger.v3.oas.models.Operation()
        .operationId(operation.name())
        .summary(operation.name().replaceAll("(?<=[a-z])(?=[A-Z])", " "))
        .addTagsItem(tag(operation))
        .requestBody(
            new RequestBody().required(true).content(new Content().addMediaType(JSON, request)))
        .responses(new ApiResponses()
            .addApiResponse("200", answer)
            .addApiResponse(ApiResponses.DEFAULT, error));
  }

  private static String tag(Operation<?> operation) {
    if (operation.response() == null) {
      return "Events";
    }
    return operation.request().getName().startsWith("org.openpersonalize.ingest.")
        ? "Data"
        : "Recommendations";
  }

  private static Schema<?> schema(Class<?> type, Components components) {
    ResolvedSchema resolved = ModelConverters.getInstance(true)
        .resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
    resolved.referencedSchemas.forEach(components::addSchemas);
    return resolved.schema;
  }

  private static Optional<Object> example(String operation) {
    String file = "/openapi/" + operation + ".json";
    try (@Nullable InputStream json = OperationDocs.class.getResourceAsStream(file)) {
      return json == null
          ? Optional.empty()
          : Optional.of(
              WireJson.mapper().readValue(new String(json.readAllBytes(), UTF_8), Map.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

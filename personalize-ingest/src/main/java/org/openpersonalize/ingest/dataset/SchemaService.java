// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Create, Describe, List and Delete of schemas; {@link DatasetSchema} knows the rules. */
@Service
public class SchemaService {
  private final Account account;
  private final SchemaRepository schemas;
  private final DatasetRepository datasets;
  private final Resources resources;

  public SchemaService(
      Account account, SchemaRepository schemas, DatasetRepository datasets, Resources resources) {
    this.account = account;
    this.schemas = schemas;
    this.datasets = datasets;
    this.resources = resources;
  }

  public record CreateSchema(
      @NotNull @Name String name,

      @NotNull @Size(max = 20_000) String schema,
      @Nullable Domain domain) {}

  public record CreateSchemaResponse(Arn schemaArn) {}

  @Transactional
  public CreateSchemaResponse create(CreateSchema request) {
    DatasetSchema.parse(request.schema(), request.domain());
    Arn arn = account.arn(ResourceType.SCHEMA, request.name());
    Schema schema =
        new Schema(arn, request.name(), request.schema(), request.domain(), resources.now());
    resources.create(
        schema,
        null,
        new Quota(
            schemas.count(),
            Limits::schemas,
            "There are %d schemas already, which is the limit. Delete one that no dataset uses, or raise the limit."));
    return new CreateSchemaResponse(arn);
  }

  public record DescribeSchema(@NotNull Arn schemaArn) {}

  public record DescribeSchemaResponse(Schema schema) {}

  @Transactional(readOnly = true)
  public DescribeSchemaResponse describe(DescribeSchema request) {
    return new DescribeSchemaResponse(schemas.get(request.schemaArn()));
  }

  public record ListSchemas(
      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults) implements ListRequest {}

  public record DatasetSchemaSummary(
      String name,
      Arn schemaArn,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      @Nullable Domain domain) {}

  public record ListSchemasResponse(
      List<DatasetSchemaSummary> schemas, @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListSchemasResponse list(ListSchemas request) {
    return schemas
        .page(DatasetSchemaSummary.class, request.where(), request.page())
        .as(ListSchemasResponse::new);
  }

  public record DeleteSchema(@NotNull Arn schemaArn) {}

  @Transactional
  public void delete(DeleteSchema request) {
    Schema schema = schemas.lock(request.schemaArn());
    if (datasets.existsBySchemaArn(schema.arn())) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "%s is in use. Delete the datasets that are described by it first."
              .formatted(schema.arn()));
    }
    resources.delete(schema);
  }
}

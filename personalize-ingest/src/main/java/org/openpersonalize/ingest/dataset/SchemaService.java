package org.openpersonalize.ingest.dataset;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Limits;
import org.openpersonalize.store.catalog.PageRequest;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Create, Describe, List and Delete of schemas; {@link DatasetSchema} knows the rules. */
@Service
public class SchemaService {
  private final Account account;
  private final SchemaRepository schemas;
  private final DatasetRepository datasets;
  private final Limits limits;
  private final Clock clock;

  public SchemaService(
      Account account,
      SchemaRepository schemas,
      DatasetRepository datasets,
      Limits limits,
      Clock clock) {
    this.account = account;
    this.schemas = schemas;
    this.datasets = datasets;
    this.limits = limits;
    this.clock = clock;
  }

  public record CreateSchema(
      @NotNull @Size(min = 1, max = 63) @Pattern(regexp = "[a-zA-Z0-9][a-zA-Z0-9\\-_]*") String name,

      @NotNull @Size(max = 20_000) String schema,
      @Nullable Domain domain) {}

  public record CreateSchemaResponse(Arn schemaArn) {}

  @Transactional
  public CreateSchemaResponse create(CreateSchema request) {
    DatasetSchema.parse(request.schema(), request.domain());
    Arn arn = account.arn("schema", request.name());
    schemas.create(
        new Schema(arn, request.name(), request.schema(), request.domain(), clock.instant()));
    if (schemas.count(Map.of()) > limits.schemas()) {
      throw ErrorCode.LIMIT_EXCEEDED.because(
          "There are %d schemas already, which is the limit. Delete one that no dataset uses, or raise the limit."
              .formatted(limits.schemas()));
    }
    return new CreateSchemaResponse(arn);
  }

  public record DescribeSchema(@NotNull Arn schemaArn) {}

  public record DescribeSchemaResponse(Schema schema) {}

  @Transactional(readOnly = true)
  public DescribeSchemaResponse describe(DescribeSchema request) {
    return new DescribeSchemaResponse(schemas.get(request.schemaArn()));
  }

  public record ListSchemas(
      @Nullable @Size(max = 1500) String nextToken,
      @Nullable @Min(1) @Max(100) Integer maxResults) {}

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
    Page<DatasetSchemaSummary> page = schemas.page(
        DatasetSchemaSummary.class,
        Map.of(),
        new PageRequest(request.nextToken(), request.maxResults()));
    return new ListSchemasResponse(page.items(), page.nextToken());
  }

  public record DeleteSchema(@NotNull Arn schemaArn) {}

  @Transactional
  public void delete(DeleteSchema request) {
    Schema schema = schemas.lock(request.schemaArn());
    if (datasets.count(Map.of("schemaArn", schema.arn())) > 0) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "%s is in use. Delete the datasets that are described by it first."
              .formatted(schema.arn()));
    }
    schemas.delete(schema);
  }
}

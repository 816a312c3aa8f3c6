// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.insight;

import jakarta.validation.constraints.NotNull;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.recommendation.ServedRecipes;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.limit.Turnstile;
import org.openpersonalize.store.profile.ColumnProfile;
import org.openpersonalize.store.profile.DatasetSnapshot;
import org.openpersonalize.store.profile.DatasetSnapshots;
import org.openpersonalize.store.profile.InteractionProfile;
import org.openpersonalize.store.request.Addition;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * GetInsights, which the original API has in its console only: what the data of a dataset group is like, and which recipes it is
 * enough for.
 *
 * <p>Everything is counted anew, by the database, over copies of the rows that are dropped again: nothing is stored, and nobody
 * who puts events or asks for recommendations waits. All of it together may take {@value #SECONDS} seconds.
 */
@Service
public class InsightService {
  private static final int SECONDS = 60;

  private final DatasetGroupRepository groups;
  private final DatasetRepository datasets;
  private final SchemaRepository schemas;
  private final DatasetNumbers numbers;
  private final DatasetSnapshots snapshots;
  private final TransactionTemplate transaction;
  private final Turnstile turnstile = new Turnstile("insights");

  InsightService(
      DatasetGroupRepository groups,
      DatasetRepository datasets,
      SchemaRepository schemas,
      DatasetNumbers numbers,
      DatasetSnapshots snapshots,
      PlatformTransactionManager transactions) {
    this.groups = groups;
    this.datasets = datasets;
    this.schemas = schemas;
    this.numbers = numbers;
    this.snapshots = snapshots;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setTimeout(SECONDS);
  }

  @Addition
  @PostedTo("/insights")
  public record GetInsights(@NotNull Arn datasetGroupArn) {}

  /**
   * What one dataset holds, as a training reads it: imported and put, of each record the newer one.
   *
   * @param interactions absent in datasets of records
   * @param joins for interactions, how many have a record in each of the other datasets that exist
   */
  public record DatasetInsights(
      Arn datasetArn,
      DatasetType datasetType,
      long rows,
      List<ColumnProfile> columns,
      @Nullable InteractionProfile interactions,
      List<JoinRate> joins) {}

  /**
   * Could a solution version or a recommender of the recipe be trained now, if all interactions of its event type counted?
   *
   * @param missing what it lacks, a sentence each; empty if it is ready
   */
  public record RecipeReadiness(Arn recipeArn, boolean ready, List<String> missing) {}

  /** @param recipes those that solutions can choose, and behind them the use cases of the group's domain, in the order of the catalogue */
  public record GetInsightsResponse(
      Arn datasetGroupArn, List<DatasetInsights> datasets, List<RecipeReadiness> recipes) {}

  /** Counts what the group's datasets hold. */
  public GetInsightsResponse get(GetInsights request) {
    try {
      return turnstile.admit(() -> transaction.execute(status -> {
        status.setRollbackOnly();
        return count(groups.get(request.datasetGroupArn()));
      }));
    } catch (QueryTimeoutException | TransactionTimedOutException e) {
      throw ErrorCode.SERVICE_UNAVAILABLE.because(
          "The data of %s was not counted within %d seconds: ask again when the database has less to do"
              .formatted(request.datasetGroupArn(), SECONDS),
          e);
    }
  }

  private GetInsightsResponse count(DatasetGroup group) {
    List<Dataset> active = datasets.findByDatasetGroupArn(group.arn()).stream()
        .filter(dataset -> dataset.status() == Status.ACTIVE)
        .sorted(Comparator.comparing(Dataset::datasetType))
        .toList();
    Map<DatasetType, DatasetSnapshot> taken = new EnumMap<>(DatasetType.class);
    active.forEach(dataset -> taken.put(dataset.datasetType(), take(dataset)));
    GroupSnapshot snapshot = new GroupSnapshot(taken);
    return new GetInsightsResponse(
        group.arn(),
        active.stream().map(dataset -> insights(dataset, snapshot)).toList(),
        readiness(group.domain(), snapshot));
  }

  private static DatasetInsights insights(Dataset dataset, GroupSnapshot snapshot) {
    DatasetType type = dataset.datasetType();
    DatasetSnapshot rows = snapshot.of(type);
    return new DatasetInsights(
        dataset.arn(),
        type,
        rows.rows(),
        rows.columns(),
        snapshot.interactions(type),
        snapshot.joins(type));
  }

  private DatasetSnapshot take(Dataset dataset) {
    Schema schema = schemas.get(dataset.schemaArn());
    return snapshots.take(
        numbers.of(dataset.arn()), DatasetSchema.parse(schema.schema(), schema.domain()));
  }

  private static List<RecipeReadiness> readiness(@Nullable Domain domain, GroupSnapshot snapshot) {
    return Stream.concat(
            ServedRecipes.all().stream(),
            domain == null ? Stream.empty() : ServedRecipes.of(domain).stream())
        .map(recipe -> {
          List<String> missing = snapshot.missingFor(recipe);
          return new RecipeReadiness(recipe.arn(), missing.isEmpty(), missing);
        })
        .toList();
  }
}

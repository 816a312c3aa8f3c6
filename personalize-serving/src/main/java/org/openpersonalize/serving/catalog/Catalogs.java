// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.catalog;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.record.RecordFeed;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.record.RecordTable.PutRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The items and users of dataset groups, in memory from when somebody first asks for them.
 *
 * <p>A record that is put on this node is there at once, one of another node a moment later (see {@link RecordFeed}). After
 * an import all records are read anew, while the old ones still answer; those of a deleted dataset are dropped.
 */
@Component
public final class Catalogs implements ChangeFeed.ChangeListener, DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(Catalogs.class);

  private final DatasetRepository datasets;
  private final SchemaRepository schemas;
  private final DatasetNumbers numbers;
  private final RecordTable table;
  private final RecordFeed puts;
  private boolean hearsOfPuts;

  /** Empty for a group that has no such dataset. */
  private final Map<Place, Optional<Catalog>> byPlace = new ConcurrentHashMap<>();

  /** Those that are older than their datasets, and why. */
  private final Map<Place, String> failures = new ConcurrentHashMap<>();

  /** Those that hear of puts, by the dataset's number; one that is being read is among them. */
  private final Map<Integer, Catalog> byDataset = new ConcurrentHashMap<>();

  private final ExecutorService refreshing = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "catalog");
    thread.setDaemon(true);
    return thread;
  });

  public Catalogs(
      DatasetRepository datasets,
      SchemaRepository schemas,
      DatasetNumbers numbers,
      RecordTable table,
      RecordFeed puts,
      ChangeFeed changes) {
    this.datasets = datasets;
    this.schemas = schemas;
    this.numbers = numbers;
    this.table = table;
    this.puts = puts;
    changes.subscribe(this);
  }

  private record Place(Arn datasetGroup, DatasetType type) {}

  /**
   * The records of a dataset group as they are now; empty if it has no dataset of this type. Who asks first waits until they
   * are read.
   */
  public Optional<RecordColumns> of(Arn datasetGroupArn, DatasetType type) {
    Place place = new Place(datasetGroupArn, type);
    Optional<Catalog> known = byPlace.get(place);
    return (known == null ? first(place) : known).map(Catalog::now);
  }

  private synchronized Optional<Catalog> first(Place place) {
    Optional<Catalog> known = byPlace.get(place);
    if (known == null) {
      known = datasets
          .findByDatasetGroupArnAndDatasetType(place.datasetGroup(), place.type())
          .map(this::read);
      byPlace.put(place, known);
    }
    return known;
  }

  private Catalog read(Dataset dataset) {
    hearOfPuts();
    Schema schema = schemas.get(dataset.schemaArn());
    Catalog catalog = new Catalog(
        table, numbers.of(dataset.arn()), DatasetSchema.parse(schema.schema(), schema.domain()));
    byDataset.put(catalog.dataset(), catalog);
    try {
      catalog.read();
    } catch (RuntimeException e) {
      byDataset.remove(catalog.dataset());
      throw e;
    }
    log.info("{} is in memory with {} records", dataset.arn(), catalog.now().size());
    return catalog;
  }

  /** Not before there is something to read, so that a node that nobody asks for records does not look for puts. */
  private void hearOfPuts() {
    if (!hearsOfPuts) {
      puts.subscribe(this::put);
      hearsOfPuts = true;
    }
  }

  private void put(Collection<PutRecord> records) {
    for (PutRecord put : records) {
      Catalog catalog = byDataset.get(put.datasetId());
      if (catalog != null) {
        catalog.put(put);
      }
    }
  }

  @Override
  public void changed(Arn resource) {
    if (resource.is(ResourceType.DATASET)) {
      resync();
    }
  }

  @Override
  public void resync() {
    try {
      refreshing.execute(() -> byPlace.keySet().forEach(this::refresh));
    } catch (RejectedExecutionException e) {
      log.debug("The service is stopping, catalogues are not refreshed");
    }
  }

  /** Brings records up to date with their dataset, of which there may be one now, or none any more. */
  private synchronized void refresh(Place place) {
    Optional<Catalog> known = byPlace.getOrDefault(place, Optional.empty());
    if (known.isEmpty()) {
      byPlace.remove(place);
      return;
    }
    Catalog catalog = known.get();
    try {
      OptionalLong imports = table.imports(catalog.dataset());
      if (imports.isEmpty()) {
        byPlace.remove(place);
        byDataset.remove(catalog.dataset());
        failures.remove(place);
      } else if (imports.getAsLong() != catalog.imports()) {
        catalog.read();
        failures.remove(place);
      }
    } catch (RuntimeException e) {
      if (refreshing.isShutdown()) {
        log.debug("The service is stopping, {} is not refreshed", place, e);
        return;
      }
      failures.put(place, String.valueOf(e.getMessage()));
      log.error("{} goes on with the records it has: they cannot be read anew", place, e);
    }
  }

  /** The dataset groups whose records are older than they should be, and why. */
  public Map<Arn, String> failures() {
    return failures.entrySet().stream()
        .collect(Collectors.toMap(
            failure -> failure.getKey().datasetGroup(),
            Map.Entry::getValue,
            (one, other) -> one + "; " + other));
  }

  @Override
  public void destroy() {
    refreshing.shutdownNow();
  }
}

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
 * The items of dataset groups, in memory from when somebody first asks for them.
 *
 * <p>An item that is put on this node is there at once, one of another node a moment later (see {@link RecordFeed}). After
 * an import all items are read anew, while the old ones still answer; those of a deleted dataset are dropped.
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

  /** By dataset group; empty for one that has no Items dataset. */
  private final Map<Arn, Optional<ItemCatalog>> byGroup = new ConcurrentHashMap<>();

  /** Those that hear of puts, by the dataset's number; one that is being read is among them. */
  private final Map<Integer, ItemCatalog> byDataset = new ConcurrentHashMap<>();

  private final ExecutorService refreshing = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "item-catalog");
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

  /**
   * The items of a dataset group as they are now; empty if it has no Items dataset. Who asks first waits until they are
   * read.
   */
  public Optional<RecordColumns> of(Arn datasetGroupArn) {
    Optional<ItemCatalog> known = byGroup.get(datasetGroupArn);
    return (known == null ? first(datasetGroupArn) : known).map(ItemCatalog::now);
  }

  private synchronized Optional<ItemCatalog> first(Arn datasetGroupArn) {
    Optional<ItemCatalog> known = byGroup.get(datasetGroupArn);
    if (known == null) {
      known = datasets
          .findByDatasetGroupArnAndDatasetType(datasetGroupArn, DatasetType.ITEMS)
          .map(this::read);
      byGroup.put(datasetGroupArn, known);
    }
    return known;
  }

  private ItemCatalog read(Dataset dataset) {
    hearOfPuts();
    Schema schema = schemas.get(dataset.schemaArn());
    ItemCatalog catalog = new ItemCatalog(
        table, numbers.of(dataset.arn()), DatasetSchema.parse(schema.schema(), schema.domain()));
    byDataset.put(catalog.dataset(), catalog);
    try {
      catalog.read();
    } catch (RuntimeException e) {
      byDataset.remove(catalog.dataset());
      throw e;
    }
    log.info("{} is in memory with {} items", dataset.arn(), catalog.now().size());
    return catalog;
  }

  /** Not before there is something to read, so that a node that nobody asks for items does not look for puts. */
  private void hearOfPuts() {
    if (!hearsOfPuts) {
      puts.subscribe(this::put);
      hearsOfPuts = true;
    }
  }

  private void put(Collection<PutRecord> records) {
    for (PutRecord put : records) {
      ItemCatalog catalog = byDataset.get(put.datasetId());
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
      refreshing.execute(() -> byGroup.keySet().forEach(this::refresh));
    } catch (RejectedExecutionException e) {
      log.debug("The service is stopping, catalogues are not refreshed");
    }
  }

  /** Brings a group's items up to date with its dataset, of which there may be one now, or none any more. */
  private synchronized void refresh(Arn datasetGroupArn) {
    Optional<ItemCatalog> known = byGroup.getOrDefault(datasetGroupArn, Optional.empty());
    if (known.isEmpty()) {
      byGroup.remove(datasetGroupArn);
      return;
    }
    ItemCatalog catalog = known.get();
    try {
      OptionalLong imports = table.imports(catalog.dataset());
      if (imports.isEmpty()) {
        byGroup.remove(datasetGroupArn);
        byDataset.remove(catalog.dataset());
      } else if (imports.getAsLong() != catalog.imports()) {
        catalog.read();
      }
    } catch (RuntimeException e) {
      if (refreshing.isShutdown()) {
        log.debug("The service is stopping, {} is not refreshed", datasetGroupArn, e);
        return;
      }
      log.error("{} goes on with the items it has: they cannot be read anew", datasetGroupArn, e);
    }
  }

  @Override
  public void destroy() {
    refreshing.shutdownNow();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.catalog;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.record.RecordFeed;
import org.openpersonalize.store.record.RecordTable.PutRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The items, users and actions of dataset groups, in memory from when somebody first asks for them, as far as {@link CatalogMemory}
 * reaches.
 *
 * <p>A record that is put on this node is there at once, one of another node a moment later (see {@link RecordFeed}). After
 * an import all records are read anew, while the old ones still answer; those of a deleted dataset are dropped.
 */
@Component
public final class Catalogs implements ChangeFeed.ChangeListener, DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(Catalogs.class);

  private final CatalogDatasets datasets;
  private final RecordFeed puts;
  private boolean hearsOfPuts;

  private final Map<Place, Shelf> shelves = new ConcurrentHashMap<>();

  /** Those that hear of puts, by the dataset's number; one that is being read is among them. */
  private final Map<Integer, Catalog> byDataset = new ConcurrentHashMap<>();

  private final ExecutorService reading = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "catalog");
    thread.setDaemon(true);
    return thread;
  });

  Catalogs(CatalogDatasets datasets, RecordFeed puts, ChangeFeed changes) {
    this.datasets = datasets;
    this.puts = puts;
    changes.subscribe(this);
  }

  private record Place(Arn datasetGroup, DatasetType type) {}

  /** What a place holds; its lock makes reading a single flight. */
  private static final class Shelf {
    /** Null before anybody looked. */
    volatile @Nullable Found found;

    private volatile boolean isLookedFor;

    /** Why the records could not be read anew. */
    volatile @Nullable String failure;

    @Nullable Catalog catalog() {
      Found now = found;
      return now == null ? null : now.catalog();
    }

    /** Did nobody look for it, and is nobody about to? True once only. */
    boolean mustBeLookedFor() {
      boolean first = found == null && !isLookedFor;
      isLookedFor |= first;
      return first;
    }

    /** Why the records are older than their dataset, or not there. */
    Optional<String> reason() {
      return Optional.ofNullable(failure)
          .or(() -> Optional.ofNullable(catalog()).flatMap(Catalog::refusal));
    }
  }

  /** @param catalog null if the group has no such dataset */
  private record Found(@Nullable Catalog catalog) {}

  /**
   * The records of a dataset group as they are now; empty if it has no dataset of this type. Who asks first waits until they
   * are read.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#LIMIT_EXCEEDED} if they do not fit the
   *     memory
   */
  public Optional<RecordColumns> of(Arn datasetGroupArn, DatasetType type) {
    return Optional.ofNullable(found(new Place(datasetGroupArn, type)).catalog())
        .map(Catalog::now);
  }

  /**
   * The same as far as it is in memory; what is not begins to be read. Never waits, and is empty as well where records do not
   * fit the memory.
   */
  public Optional<RecordColumns> inMemory(Arn datasetGroupArn, DatasetType type) {
    Shelf shelf = shelf(new Place(datasetGroupArn, type));
    if (shelf.mustBeLookedFor()) {
      readAhead(datasetGroupArn, type);
    }
    return Optional.ofNullable(shelf.catalog()).flatMap(Catalog::held);
  }

  private Shelf shelf(Place place) {
    Shelf known = shelves.get(place);
    return known == null ? shelves.computeIfAbsent(place, unused -> new Shelf()) : known;
  }

  private Found found(Place place) {
    Shelf shelf = shelf(place);
    Found known = shelf.found;
    return known == null ? look(place, shelf) : known;
  }

  private Found look(Place place, Shelf shelf) {
    synchronized (shelf) {
      Found known = shelf.found;
      if (known == null) {
        Optional<Catalog> catalog = datasets.find(place.datasetGroup(), place.type());
        catalog.ifPresent(this::read);
        known = new Found(catalog.orElse(null));
        shelf.found = known;
      }
      return known;
    }
  }

  private void read(Catalog catalog) {
    hearOfPuts();
    byDataset.put(catalog.dataset(), catalog);
    try {
      catalog.read();
    } catch (RuntimeException e) {
      byDataset.remove(catalog.dataset());
      throw e;
    }
  }

  /** Not before there is something to read, so that a node that nobody asks for records does not look for puts. */
  private synchronized void hearOfPuts() {
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

  /** Has records read before anybody asks for them; returns at once. */
  public void readAhead(Arn datasetGroupArn, DatasetType type) {
    later(() -> {
      try {
        found(new Place(datasetGroupArn, type));
      } catch (RuntimeException e) {
        log.warn("{} of {} cannot be read before they are asked for", type, datasetGroupArn, e);
      }
    });
  }

  @Override
  public void changed(Arn resource) {
    if (resource.is(ResourceType.DATASET)) {
      resync();
    }
  }

  @Override
  public void resync() {
    later(() -> shelves.forEach(this::refresh));
  }

  private void later(Runnable task) {
    try {
      reading.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("The service is stopping, catalogues are not read");
    }
  }

  /** Brings records up to date with their dataset, of which there may be one now, or none any more. */
  private void refresh(Place place, Shelf shelf) {
    synchronized (shelf) {
      shelf.isLookedFor = false;
      Catalog catalog = shelf.catalog();
      if (catalog == null) {
        shelf.found = null;
        return;
      }
      try {
        if (!catalog.refresh()) {
          shelf.found = null;
          byDataset.remove(catalog.dataset());
          catalog.close();
        }
        shelf.failure = null;
      } catch (RuntimeException e) {
        if (reading.isShutdown()) {
          log.debug("The service is stopping, {} is not refreshed", place, e);
          return;
        }
        shelf.failure = String.valueOf(e.getMessage());
        log.error("{} goes on with the records it has: they cannot be read anew", place, e);
      }
    }
  }

  /** The dataset groups whose records are older than they should be, or not in memory, and why. */
  public Map<Arn, String> failures() {
    Map<Arn, String> failures = new TreeMap<>();
    shelves.forEach((place, shelf) -> shelf
        .reason()
        .ifPresent(reason ->
            failures.merge(place.datasetGroup(), reason, (one, other) -> one + "; " + other)));
    return failures;
  }

  @Override
  public void destroy() {
    reading.shutdownNow();
  }
}

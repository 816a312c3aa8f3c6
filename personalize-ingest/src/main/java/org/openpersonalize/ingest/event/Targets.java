// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.ValueSettings;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.EventTracker;
import org.openpersonalize.store.catalog.EventTrackerRepository;
import org.openpersonalize.store.catalog.Schema;
import org.openpersonalize.store.catalog.SchemaRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.springframework.stereotype.Component;

/**
 * Where events, items and users go, kept in memory: an event costs one write and no reads.
 *
 * <p>Forgotten when a tracker or dataset changes anywhere, which is rare.
 */
@Component
class Targets implements ChangeFeed.ChangeListener {
  private final EventTrackerRepository trackers;
  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final SchemaRepository schemas;
  private final ValueSettings values;
  private final Map<String, Target> byTrackingId = new ConcurrentHashMap<>();
  private final Map<String, Target> byDatasetTracker = new ConcurrentHashMap<>();
  private final Map<Arn, Target> byDataset = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  Targets(
      EventTrackerRepository trackers,
      DatasetRepository datasets,
      DatasetNumbers numbers,
      SchemaRepository schemas,
      ValueSettings values,
      ChangeFeed feed) {
    this.trackers = trackers;
    this.datasets = datasets;
    this.numbers = numbers;
    this.schemas = schemas;
    this.values = values;
    feed.subscribe(this);
  }

  /**
   * A dataset that takes single records.
   *
   * @param strict refuse metadata that does not fit its column
   */
  record Target(int number, DatasetType type, DatasetSchema schema, boolean strict) {}

  /**
   * The Interactions dataset behind a tracker.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is no such tracker, or no dataset yet
   */
  Target ofTracker(String trackingId) {
    return find(byTrackingId, trackingId, this::loadByTracker);
  }

  /**
   * The Action_Interactions dataset that has a tracking id of its own.
   *
   * @throws PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND} if there is none, {@link ErrorCode#RESOURCE_IN_USE} if
   *     it is not ACTIVE
   */
  Target ofDatasetTracker(String trackingId) {
    return find(byDatasetTracker, trackingId, id -> {
      Dataset dataset = datasets
          .findByTrackingId(id)
          .orElseThrow(() -> ErrorCode.RESOURCE_NOT_FOUND.because(
              "There is no Action_Interactions dataset with the trackingId '%s': DescribeDataset answers the right one"
                  .formatted(id)));
      dataset.requireActive();
      return load(dataset);
    });
  }

  /**
   * A dataset.
   *
   * @throws PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND} if there is none, {@link
   *     ErrorCode#RESOURCE_IN_USE} if it is not ACTIVE
   */
  Target ofDataset(Arn datasetArn) {
    return find(byDataset, datasetArn, arn -> {
      Dataset dataset = datasets.get(arn);
      dataset.requireActive();
      return load(dataset);
    });
  }

  /** Not {@code computeIfAbsent}, which would hold a lock of the map while it waits for the database. */
  private <K> Target find(Map<K, Target> known, K key, Function<K, Target> loader) {
    Target target = known.get(key);
    if (target == null) {
      long before = changes.get();
      target = loader.apply(key);
      known.put(key, target);
      if (changes.get() != before) {
        known.remove(key, target); // it was read before a change that has been heard of meanwhile
      }
    }
    return target;
  }

  private Target loadByTracker(String trackingId) {
    EventTracker tracker = trackers
        .findByTrackingId(trackingId)
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "There is no event tracker with the trackingId '%s': CreateEventTracker answers the right one"
                .formatted(trackingId)));
    Dataset dataset = datasets
        .findByDatasetGroupArnAndDatasetType(tracker.datasetGroupArn(), DatasetType.INTERACTIONS)
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "%s has no Interactions dataset: create one before sending events"
                .formatted(tracker.datasetGroupArn())));
    if (dataset.status() != Status.ACTIVE) {
      throw ErrorCode.INVALID_INPUT.because("%s is %s and takes no events"
          .formatted(dataset.arn(), dataset.status().wire()));
    }
    return load(dataset);
  }

  private Target load(Dataset dataset) {
    Schema schema = schemas.get(dataset.schemaArn());
    return new Target(
        numbers.of(dataset.arn()),
        dataset.datasetType(),
        DatasetSchema.parse(schema.schema(), schema.domain()),
        values.strict());
  }

  @Override
  public void changed(Arn resource) {
    if (resource.is(ResourceType.EVENT_TRACKER) || resource.is(ResourceType.DATASET)) {
      resync();
    }
  }

  @Override
  public void resync() {
    changes.incrementAndGet();
    byTrackingId.clear();
    byDatasetTracker.clear();
    byDataset.clear();
  }
}

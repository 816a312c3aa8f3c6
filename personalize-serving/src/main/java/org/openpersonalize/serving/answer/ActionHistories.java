// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.answer;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.serving.model.RecentEvents;
import org.openpersonalize.serving.model.RecentInteractions;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.change.ChangeFeed;
import org.springframework.stereotype.Component;

/** What users lately made of actions that they were offered. */
@Component
final class ActionHistories implements ChangeFeed.ChangeListener {
  private final DatasetRepository datasets;
  private final DatasetNumbers numbers;
  private final RecentInteractions histories;

  /** By dataset groups the numbers of their Action_Interactions datasets, empty for one that has none. */
  private final Map<Arn, OptionalInt> found = new ConcurrentHashMap<>();

  ActionHistories(
      DatasetRepository datasets,
      DatasetNumbers numbers,
      RecentInteractions histories,
      ChangeFeed changes) {
    this.datasets = datasets;
    this.numbers = numbers;
    this.histories = histories;
    changes.subscribe(this);
  }

  /** What a visitor made of the actions of a dataset group. */
  RecentEvents of(Arn datasetGroup, String visitor) {
    OptionalInt dataset = found.computeIfAbsent(datasetGroup, this::find);
    return dataset.isEmpty() ? RecentEvents.NONE : histories.of(dataset.getAsInt(), visitor);
  }

  private OptionalInt find(Arn datasetGroup) {
    return datasets
        .findByDatasetGroupArnAndDatasetType(datasetGroup, DatasetType.ACTION_INTERACTIONS)
        .stream()
        .mapToInt(dataset -> numbers.of(dataset.arn()))
        .findFirst();
  }

  @Override
  public void changed(Arn resource) {
    if (resource.is(ResourceType.DATASET)) {
      found.clear();
    }
  }

  @Override
  public void resync() {
    found.clear();
  }
}

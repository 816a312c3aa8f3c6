// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.page.ConsolePaths;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.browse.Residence;
import org.openpersonalize.store.browse.Residences;
import org.openpersonalize.store.browse.StoredDataset;
import org.openpersonalize.store.browse.StoredDatasets;
import org.openpersonalize.store.browse.VisitorTable;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.stereotype.Component;

/** Finds the pages of what has an ARN, a name or an id. */
@Component
class Places {
  /** What is looked for by its name, in the order in which it is shown. */
  private static final List<ResourceType> NAMED = List.of(
      ResourceType.CAMPAIGN,
      ResourceType.RECOMMENDER,
      ResourceType.SOLUTION,
      ResourceType.DATASET_IMPORT_JOB);

  private final Residences residences;
  private final StoredDatasets datasets;
  private final VisitorTable visitors;
  private final RecordTable records;

  Places(
      Residences residences, StoredDatasets datasets, VisitorTable visitors, RecordTable records) {
    this.residences = residences;
    this.datasets = datasets;
    this.visitors = visitors;
    this.records = records;
  }

  /** The page of a resource; empty if it is gone. */
  Optional<String> of(Arn arn) {
    return residences.of(arn).map(residence -> path(arn, residence));
  }

  private static String path(Arn arn, Residence residence) {
    String group = ConsolePaths.ofGroup(residence.datasetGroupArn().id());
    return group
        + switch (arn.type().orElseThrow()) {
          case DATA_DELETION_JOB -> "/deletions";
          case DATASET, DATASET_IMPORT_JOB -> "/data/" + residence.part();
          case DATASET_EXPORT_JOB -> "/exports/" + arn.id();
          case EVENT_TRACKER -> "/data/" + DatasetType.INTERACTIONS;
          case SOLUTION -> "/models";
          case SOLUTION_VERSION -> "/models/" + arn.parent().id() + "/" + residence.part();
          case CAMPAIGN -> "/serving/campaigns/" + arn.id();
          case RECOMMENDER -> "/serving/recommenders/" + arn.id();
          case BATCH_INFERENCE_JOB -> "/serving/batch/inference/" + arn.id();
          case BATCH_SEGMENT_JOB -> "/serving/batch/segments/" + arn.id();
          case FILTER -> "/filters/" + arn.id();
          default -> "";
        };
  }

  /** What is called so in a dataset group: resources, a user, an item. */
  List<Place> named(Group group, String name) {
    List<Place> found = new ArrayList<>();
    if (name.matches("[A-Za-z0-9][A-Za-z0-9_-]*")) {
      NAMED.forEach(type -> {
        Arn arn = group.arn().sibling(type, name);
        residences
            .of(arn)
            .filter(residence -> residence.datasetGroupArn().equals(group.arn()))
            .ifPresent(residence -> found.add(new Place(type.name(), name, path(arn, residence))));
      });
    }
    Map<DatasetType, StoredDataset> all = datasets.of(group.arn());
    Stream.of(
            visitor(all.get(DatasetType.INTERACTIONS), group, name),
            item(all.get(DatasetType.ITEMS), group, name))
        .flatMap(Optional::stream)
        .forEach(found::add);
    return found;
  }

  private Optional<Place> visitor(@Nullable StoredDataset dataset, Group group, String id) {
    return dataset != null && visitors.page(dataset.number(), id, 1).contains(id)
        ? Optional.of(new Place("USER", id, group.path("/user", "id", id)))
        : Optional.empty();
  }

  private Optional<Place> item(@Nullable StoredDataset dataset, Group group, String id) {
    return dataset != null && !records.find(dataset.number(), List.of(id)).isEmpty()
        ? Optional.of(new Place("ITEM", id, group.path("/item", "id", id)))
        : Optional.empty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.trial;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.group.DeploymentName;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.GroupCampaigns;
import org.openpersonalize.console.group.GroupRecommenders;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.dataset.EventTrackerService;
import org.openpersonalize.ingest.dataset.EventTrackerService.EventTrackerSummary;
import org.openpersonalize.ingest.dataset.EventTrackerService.ListEventTrackers;
import org.openpersonalize.serving.filter.FilterService;
import org.openpersonalize.serving.filter.FilterService.DescribeFilter;
import org.openpersonalize.serving.filter.FilterService.FilterSummary;
import org.openpersonalize.serving.filter.FilterService.ListFilters;
import org.openpersonalize.store.browse.StoredDataset;
import org.openpersonalize.store.browse.StoredDatasets;
import org.openpersonalize.store.browse.VisitorTable;
import org.openpersonalize.store.interaction.Interaction;
import org.openpersonalize.store.interaction.InteractionTable;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.stereotype.Component;

/** What a dataset group has that can be tried. */
@Component
class Shelf {
  /** So many of a user's events are shown, of each type. */
  private static final int OF_EACH_TYPE = 50;

  private final GroupCampaigns campaigns;
  private final GroupRecommenders recommenders;
  private final FilterService filters;
  private final EventTrackerService trackers;
  private final StoredDatasets datasets;
  private final VisitorTable visitors;
  private final InteractionTable interactions;
  private final RecordTable records;

  Shelf(
      GroupCampaigns campaigns,
      GroupRecommenders recommenders,
      FilterService filters,
      EventTrackerService trackers,
      StoredDatasets datasets,
      VisitorTable visitors,
      InteractionTable interactions,
      RecordTable records) {
    this.campaigns = campaigns;
    this.recommenders = recommenders;
    this.filters = filters;
    this.trackers = trackers;
    this.datasets = datasets;
    this.visitors = visitors;
    this.interactions = interactions;
    this.records = records;
  }

  Map<DatasetType, StoredDataset> datasets(Group group) {
    return datasets.of(group.arn());
  }

  /** The names of the campaigns that answer without being given a list. */
  List<String> campaigns(Group group) {
    return campaigns.answering(group);
  }

  /** The recommenders that answer. */
  List<DeploymentName> recommenders(Group group) {
    return recommenders.answering(group).stream()
        .map(DeploymentName::ofRecommender)
        .toList();
  }

  /** Does a campaign or recommender answer what goes with an item? */
  boolean isAboutItems(Group group, DeploymentName asked) {
    List<String> about =
        asked.isRecommender() ? recommenders.aboutItems(group) : campaigns.aboutItems(group);
    return about.contains(asked.name());
  }

  List<String> filters(Group group) {
    return filters.list(new ListFilters(group.arn(), null, null)).filters().stream()
        .filter(filter -> filter.status() == Status.ACTIVE)
        .map(FilterSummary::name)
        .toList();
  }

  /** What a filter says; empty if the group has none of this name. */
  Optional<String> expression(Group group, String filter) {
    return filters(group).contains(filter)
        ? Optional.of(filters
            .describe(new DescribeFilter(group.arn().sibling(ResourceType.FILTER, filter)))
            .filter()
            .filterExpression())
        : Optional.empty();
  }

  Optional<EventTrackerSummary> tracker(Group group) {
    return trackers.list(new ListEventTrackers(group.arn(), null, null)).eventTrackers().stream()
        .filter(tracker -> tracker.status() == Status.ACTIVE)
        .findFirst();
  }

  Optional<String> somebody(@Nullable StoredDataset dataset) {
    return dataset == null ? Optional.empty() : visitors.somebody(dataset.number());
  }

  /** The first item by its id; empty if there is no record of any. */
  Optional<String> someItem(@Nullable StoredDataset dataset) {
    return dataset == null
        ? Optional.empty()
        : records.page(dataset.number(), "", 1).stream()
            .map(DatasetRecord::recordId)
            .findFirst();
  }

  /** Newest first. */
  List<Interaction> history(@Nullable StoredDataset dataset, String user) {
    return dataset == null || user.isEmpty()
        ? List.of()
        : interactions.recent(dataset.number(), user, OF_EACH_TYPE).stream()
            .limit(OF_EACH_TYPE)
            .toList();
  }
}

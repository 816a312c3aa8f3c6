// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.EventTracker;
import org.openpersonalize.store.catalog.EventTrackerRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Create, Describe, List and Delete of event trackers.
 *
 * <p>One that is to be deleted takes no events any more, until {@link EventTrackerDeletion} has done it; the events stay.
 */
@Service
public class EventTrackerService {
  private static final int ID_LENGTH = 8;

  private final DatasetGroupRepository groups;
  private final EventTrackerRepository trackers;
  private final Resources resources;
  private final Jobs jobs;

  public EventTrackerService(
      DatasetGroupRepository groups,
      EventTrackerRepository trackers,
      Resources resources,
      Jobs jobs) {
    this.groups = groups;
    this.trackers = trackers;
    this.resources = resources;
    this.jobs = jobs;
  }

  public record CreateEventTracker(
      @NotNull @Name String name,

      @NotNull Arn datasetGroupArn,
      @Nullable @Tags List<@Valid @NotNull Tag> tags) {}

  public record CreateEventTrackerResponse(Arn eventTrackerArn, String trackingId) {}

  /** A tracker's ARN carries a random id, as the original's does, so the names are compared here. */
  @Transactional
  public CreateEventTrackerResponse create(CreateEventTracker request) {
    DatasetGroup group = groups.lock(request.datasetGroupArn());
    group.requireActive();
    requireNone(trackers.existsByDatasetGroupArn(group.arn()), "dataset group " + group.name());
    requireNone(trackers.existsByName(request.name()), "name " + request.name());

    Arn arn = group
        .arn()
        .sibling(ResourceType.EVENT_TRACKER, UUID.randomUUID().toString().substring(0, ID_LENGTH));
    String trackingId = UUID.randomUUID().toString();
    resources.create(
        new EventTracker(arn, request.name(), trackingId, group.arn(), resources.now()),
        request.tags());
    return new CreateEventTrackerResponse(arn, trackingId);
  }

  private static void requireNone(boolean exists, String what) {
    if (exists) {
      throw ErrorCode.RESOURCE_ALREADY_EXISTS.because(
          "The %s has an event tracker already. Use that one, or delete it first.".formatted(what));
    }
  }

  public record DescribeEventTracker(@NotNull Arn eventTrackerArn) {}

  public record DescribeEventTrackerResponse(EventTracker eventTracker) {}

  @Transactional(readOnly = true)
  public DescribeEventTrackerResponse describe(DescribeEventTracker request) {
    return new DescribeEventTrackerResponse(trackers.get(request.eventTrackerArn()));
  }

  public record ListEventTrackers(
      @Nullable Arn datasetGroupArn,
      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  public record EventTrackerSummary(
      String name,
      Arn eventTrackerArn,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime) {}

  public record ListEventTrackersResponse(
      List<EventTrackerSummary> eventTrackers, @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListEventTrackersResponse list(ListEventTrackers request) {
    return trackers
        .page(EventTrackerSummary.class, request.where(), request.page())
        .as(ListEventTrackersResponse::new);
  }

  public record DeleteEventTracker(@NotNull Arn eventTrackerArn) {}

  @Transactional
  public void delete(DeleteEventTracker request) {
    EventTracker tracker = trackers.lock(request.eventTrackerArn());
    tracker.requireSettled();
    resources.retire(tracker);
    jobs.enqueueDeletion(JobType.DELETE_EVENT_TRACKER, tracker.arn());
  }
}

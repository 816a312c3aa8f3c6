package org.openpersonalize.ingest.dataset;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.EventTracker;
import org.openpersonalize.store.catalog.EventTrackerRepository;
import org.openpersonalize.store.catalog.PageRequest;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.tag.Tag;
import org.openpersonalize.store.tag.TagService;
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
  private final TagService tags;
  private final Jobs jobs;
  private final ChangeFeed changes;
  private final Clock clock;

  public EventTrackerService(
      DatasetGroupRepository groups,
      EventTrackerRepository trackers,
      TagService tags,
      Jobs jobs,
      ChangeFeed changes,
      Clock clock) {
    this.groups = groups;
    this.trackers = trackers;
    this.tags = tags;
    this.jobs = jobs;
    this.changes = changes;
    this.clock = clock;
  }

  public record CreateEventTracker(
      @NotNull @Size(min = 1, max = 63) @Pattern(regexp = "[a-zA-Z0-9][a-zA-Z0-9\\-_]*") String name,

      @NotNull Arn datasetGroupArn,
      @Nullable @Size(max = 200) List<@Valid @NotNull Tag> tags) {}

  public record CreateEventTrackerResponse(Arn eventTrackerArn, String trackingId) {}

  /** A tracker's ARN carries a random id, as the original's does, so the names are compared here. */
  @Transactional
  public CreateEventTrackerResponse create(CreateEventTracker request) {
    DatasetGroup group = groups.lock(request.datasetGroupArn());
    group.requireActive();
    requireNone("dataset group " + group.name(), "datasetGroupArn", group.arn());
    requireNone("name " + request.name(), "name", request.name());

    Arn arn =
        group.arn().sibling("event-tracker", UUID.randomUUID().toString().substring(0, ID_LENGTH));
    String trackingId = UUID.randomUUID().toString();
    trackers.create(
        new EventTracker(arn, request.name(), trackingId, group.arn(), clock.instant()));
    tags.add(arn, request.tags());
    changes.announce(arn);
    return new CreateEventTrackerResponse(arn, trackingId);
  }

  private void requireNone(String what, String attribute, Object value) {
    if (trackers.count(Map.of(attribute, value)) > 0) {
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
      @Nullable @Size(max = 1500) String nextToken,
      @Nullable @Min(1) @Max(100) Integer maxResults) {}

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
    Page<EventTrackerSummary> page = trackers.page(
        EventTrackerSummary.class,
        Collections.singletonMap("datasetGroupArn", request.datasetGroupArn()),
        new PageRequest(request.nextToken(), request.maxResults()));
    return new ListEventTrackersResponse(page.items(), page.nextToken());
  }

  public record DeleteEventTracker(@NotNull Arn eventTrackerArn) {}

  @Transactional
  public void delete(DeleteEventTracker request) {
    EventTracker tracker = trackers.lock(request.eventTrackerArn());
    tracker.requireSettled();
    tracker.become(Status.DELETE_PENDING, clock.instant());
    jobs.enqueueDeletion(JobType.DELETE_EVENT_TRACKER, tracker.arn());
    changes.announce(tracker.arn());
  }
}

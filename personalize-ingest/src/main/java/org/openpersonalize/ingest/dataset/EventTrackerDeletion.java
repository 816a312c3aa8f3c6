package org.openpersonalize.ingest.dataset;

import org.openpersonalize.store.catalog.EventTracker;
import org.openpersonalize.store.catalog.EventTrackerRepository;
import org.openpersonalize.store.deletion.RowDeletion;
import org.openpersonalize.store.job.JobType;
import org.springframework.stereotype.Component;

/** Deletes an event tracker; the events that came by it stay. */
@Component
class EventTrackerDeletion extends RowDeletion<EventTracker> {
  EventTrackerDeletion(EventTrackerRepository trackers, Surroundings surroundings) {
    super(trackers, surroundings);
  }

  @Override
  public JobType type() {
    return JobType.DELETE_EVENT_TRACKER;
  }
}

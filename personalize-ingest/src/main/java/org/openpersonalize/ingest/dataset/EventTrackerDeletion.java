// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import org.openpersonalize.store.catalog.EventTracker;
import org.openpersonalize.store.catalog.EventTrackerRepository;
import org.openpersonalize.store.job.DeletionJob;
import org.openpersonalize.store.job.JobType;
import org.springframework.stereotype.Component;

/** Deletes an event tracker; the events that came by it stay. */
@Component
class EventTrackerDeletion extends DeletionJob<EventTracker> {
  EventTrackerDeletion(EventTrackerRepository trackers, Means means) {
    super(JobType.DELETE_EVENT_TRACKER, trackers, means);
  }
}

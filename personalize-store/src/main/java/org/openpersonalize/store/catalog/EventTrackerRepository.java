package org.openpersonalize.store.catalog;

import java.util.Optional;

/** The EventTracker rows. */
public interface EventTrackerRepository extends ResourceRepository<EventTracker> {
  Optional<EventTracker> findByTrackingId(String trackingId);
}

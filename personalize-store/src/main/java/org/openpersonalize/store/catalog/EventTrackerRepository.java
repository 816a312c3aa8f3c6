// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.util.Optional;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** The EventTracker rows. */
public interface EventTrackerRepository extends ResourceRepository<EventTracker> {
  Optional<EventTracker> findByTrackingIdAndStatus(String trackingId, Status status);

  /** The tracker that takes events with this id; none once it is to be deleted. */
  default Optional<EventTracker> findByTrackingId(String trackingId) {
    return findByTrackingIdAndStatus(trackingId, Status.ACTIVE);
  }

  boolean existsByDatasetGroupArn(Arn datasetGroupArn);

  boolean existsByName(String name);
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.Status;

/** Where a group's events are put; clients send its tracking id with them. */
@Entity
public class EventTracker extends LivingResource {
  @Id
  private Arn eventTrackerArn;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  private String accountId;

  @Column(nullable = false)
  private String trackingId;

  @Column(nullable = false)
  private Arn datasetGroupArn;

  protected EventTracker() {}

  public EventTracker(
      Arn eventTrackerArn, String name, String trackingId, Arn datasetGroupArn, Instant now) {
    super(Status.ACTIVE, now);
    this.eventTrackerArn = eventTrackerArn;
    this.name = name;
    this.accountId = eventTrackerArn.account();
    this.trackingId = trackingId;
    this.datasetGroupArn = datasetGroupArn;
  }

  @Override
  public Arn arn() {
    return eventTrackerArn;
  }

  public String name() {
    return name;
  }

  /** What events name it by. */
  public String trackingId() {
    return trackingId;
  }

  public Arn datasetGroupArn() {
    return datasetGroupArn;
  }
}

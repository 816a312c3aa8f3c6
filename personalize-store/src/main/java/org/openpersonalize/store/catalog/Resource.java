// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.hibernate.annotations.JavaTypeRegistration;
import org.openpersonalize.core.resource.Arn;

/**
 * What has an ARN and a row of its own.
 *
 * <p>An entity's fields are the members that Describe answers, so nothing may be added here that the API does not have.
 */
@MappedSuperclass
@JavaTypeRegistration(javaType = Arn.class, descriptorClass = ArnJavaType.class)
public abstract class Resource {
  @Column(nullable = false)
  private Instant creationDateTime;

  @Column(nullable = false)
  private Instant lastUpdatedDateTime;

  protected Resource() {}

  protected Resource(Instant now) {
    this.creationDateTime = now.truncatedTo(ChronoUnit.MILLIS);
    this.lastUpdatedDateTime = creationDateTime;
  }

  public abstract Arn arn();

  public Instant creationDateTime() {
    return creationDateTime;
  }

  public Instant lastUpdatedDateTime() {
    return lastUpdatedDateTime;
  }

  protected void touch(Instant now) {
    this.lastUpdatedDateTime = now.truncatedTo(ChronoUnit.MILLIS);
  }
}

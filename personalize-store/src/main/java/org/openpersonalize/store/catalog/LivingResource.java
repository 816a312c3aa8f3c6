// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;

/** A resource with a life-cycle. */
@MappedSuperclass
public abstract class LivingResource extends Resource {
  @Column(nullable = false)
  private Status status;

  protected LivingResource() {}

  protected LivingResource(Status status, Instant now) {
    super(now);
    this.status = status;
  }

  public Status status() {
    return status;
  }

  /** Moves on; who calls it holds the row's lock or knows that nobody else writes the row. */
  public void become(Status next, Instant now) {
    this.status = next;
    touch(now);
  }

  /**
   * Checks that something may be built on this resource.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#RESOURCE_IN_USE} unless it is ACTIVE
   */
  public void requireActive() {
    require(status == Status.ACTIVE, "ACTIVE");
  }

  /** Checks that the resource is at rest, as deleting it demands; {@link ErrorCode#RESOURCE_IN_USE} otherwise. */
  public void requireSettled() {
    require(status.isSettled(), "ACTIVE or CREATE FAILED");
  }

  private void require(boolean holds, String needed) {
    if (!holds) {
      Arn arn = arn();
      throw ErrorCode.RESOURCE_IN_USE.because(
          "%s is %s. Wait until it is %s and try again.".formatted(arn, status.wire(), needed));
    }
  }
}

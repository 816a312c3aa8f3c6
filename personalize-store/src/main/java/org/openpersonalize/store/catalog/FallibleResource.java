// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Status;

/** A resource whose creation may fail, for a reason that Describe and List tell. */
@MappedSuperclass
public abstract class FallibleResource extends LivingResource {
  protected @Nullable String failureReason;

  protected FallibleResource() {}

  protected FallibleResource(Status status, Instant now) {
    super(status, now);
  }

  public @Nullable String failureReason() {
    return failureReason;
  }

  /** Is worked on from now on. */
  public void begin(Instant now) {
    become(Status.CREATE_IN_PROGRESS, now);
  }

  /** Ends in {@code CREATE FAILED}; {@code reason} says what is wrong and what to do about it. */
  public void fail(String reason, Instant now) {
    this.failureReason = reason;
    become(Status.CREATE_FAILED, now);
  }
}

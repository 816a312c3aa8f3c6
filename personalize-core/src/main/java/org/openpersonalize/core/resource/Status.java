// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.resource;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a resource is in its life, in the spelling of the wire.
 *
 * <p>Which states follow which depends on the kind of resource; {@link #isSettled()} tells the states in which a
 * resource rests, which are the ones it may be deleted in.
 */
public enum Status {
  CREATE_PENDING("CREATE PENDING"),
  CREATE_IN_PROGRESS("CREATE IN_PROGRESS"),
  CREATE_STOPPING("CREATE STOPPING"),
  CREATE_STOPPED("CREATE STOPPED"),
  CREATE_FAILED("CREATE FAILED"),
  ACTIVE("ACTIVE"),
  STOP_PENDING("STOP PENDING"),
  STOP_IN_PROGRESS("STOP IN_PROGRESS"),
  INACTIVE("INACTIVE"),
  START_PENDING("START PENDING"),
  START_IN_PROGRESS("START IN_PROGRESS"),
  DELETE_PENDING("DELETE PENDING"),
  DELETE_IN_PROGRESS("DELETE IN_PROGRESS"),
  /** As the next three, of data deletion jobs, whose states have names of their own. */
  PENDING("PENDING"),
  IN_PROGRESS("IN_PROGRESS"),
  COMPLETED("COMPLETED"),
  FAILED("FAILED");

  /** The states of work that is queued or running. */
  public static final Set<Status> UNDER_WAY =
      Set.of(CREATE_PENDING, CREATE_IN_PROGRESS, CREATE_STOPPING, PENDING, IN_PROGRESS);

  /** The states of a deletion that has been asked for and is not over. */
  public static final Set<Status> DELETING = Set.of(DELETE_PENDING, DELETE_IN_PROGRESS);

  /** All other states: quotas count what is in one of them. */
  public static final Set<Status> KEPT =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.copyOf(DELETING)));

  private final String wire;

  Status(String wire) {
    this.wire = wire;
  }

  /** The status as clients read it, for example {@code CREATE IN_PROGRESS}. */
  public String wire() {
    return wire;
  }

  /** Does the resource rest in this state, so that it may be deleted or replaced? */
  public boolean isSettled() {
    return switch (this) {
      case ACTIVE, INACTIVE, CREATE_FAILED, CREATE_STOPPED, COMPLETED, FAILED -> true;
      default -> false;
    };
  }

  /** Reads the wire's spelling. */
  public static Status ofWire(String wire) {
    return Arrays.stream(values())
        .filter(status -> status.wire.equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No status is spelled '" + wire + "'"));
  }

  @Override
  public String toString() {
    return wire;
  }
}

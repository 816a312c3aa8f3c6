// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.page;

import org.openpersonalize.core.resource.Status;

/** How good a status is, which badges show. */
public final class Tone {
  private Tone() {}

  /** {@code ok}, {@code bad}, {@code busy}, or {@code idle} of what was stopped. */
  public static String of(Status status) {
    return switch (status) {
      case ACTIVE, COMPLETED -> "ok";
      case CREATE_FAILED, FAILED -> "bad";
      case CREATE_STOPPED, INACTIVE -> "idle";
      default -> "busy";
    };
  }
}

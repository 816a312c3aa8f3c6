// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

/**
 * A job that cannot be done, for a reason that the user can mend; its message becomes the {@code failureReason} of what was
 * to be created.
 */
public final class JobRefused extends Exception {
  public JobRefused(String reason) {
    super(reason);
  }

  /** As {@link #JobRefused(String)}, keeping what led to it. */
  public JobRefused(String reason, Throwable cause) {
    super(reason, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import java.util.concurrent.CancellationException;
import org.openpersonalize.core.resource.Arn;

/** The user called the work on a resource off, or wants something else of it by now. */
public final class JobStopped extends CancellationException {
  public JobStopped(Arn resource) {
    super("The work on %s was stopped".formatted(resource));
  }
}

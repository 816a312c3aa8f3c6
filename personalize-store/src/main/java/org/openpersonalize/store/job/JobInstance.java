// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.job;

import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.util.UUID;
import org.openpersonalize.core.resource.Arn;

/**
 * What a job is called in the queue: its subject's ARN, and behind a {@code #} what tells it from others about the same
 * subject. The queue refuses a second job of one name, even while the first is just ending.
 */
final class JobInstance {
  private static final char MARK = '#';

  private JobInstance() {}

  /** The job of this type that its subject has only one of. */
  static TaskInstance<Void> only(JobType type, Arn subject) {
    return new TaskInstance<>(type.name(), subject.toString());
  }

  /** A job of this type, whatever others there are about its subject. */
  static TaskInstance<Void> oneOfMany(JobType type, Arn subject) {
    return new TaskInstance<>(type.name(), subject.toString() + MARK + UUID.randomUUID());
  }

  /** Whom a job of this name is about. */
  static Arn subject(String instance) {
    int mark = instance.indexOf(MARK);
    return Arn.parse(mark < 0 ? instance : instance.substring(0, mark));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.page.Age;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.store.activity.DatasetSize;

/**
 * A dataset that a group has or may have, as a page shows it.
 *
 * @param size null if it is not there yet
 * @param isImporting does it hold nothing yet, because its first import is under way?
 */
public record DatasetRow(
    DatasetType type, @Nullable DatasetSize size, boolean isImporting, Instant now) {
  public boolean isThere() {
    return size != null;
  }

  /** How its status looks; a dataset that is not there has none. */
  public String tone() {
    return size == null ? "idle" : size.status() == Status.ACTIVE ? "ok" : "busy";
  }

  /** Of the last thing that came in. */
  public @Nullable Age age() {
    return size == null ? null : Age.of(Duration.between(size.latest(), now));
  }

  /** Where more of it is brought in, below the path of the group. */
  public String importPath() {
    return path() + "/import";
  }

  /** Its page, below the path of the group. */
  public String path() {
    return "/data/" + type;
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.training;

import org.openpersonalize.core.catalog.RecordColumns;
import org.openpersonalize.core.matrix.InteractionLog;

/**
 * The actions that users are offered.
 *
 * @param records of the Actions dataset
 * @param interactions what became of offers: its items are the ids of actions, its event types those of {@link
 *     org.openpersonalize.core.schema.ActionEventType} in any spelling; empty if there is no such dataset
 */
public record ActionData(RecordColumns records, InteractionLog interactions) {
  /** The same as it was known at a moment, in epoch milliseconds. */
  public ActionData before(long moment) {
    return new ActionData(
        records, interactions.where((user, row) -> interactions.epochMillis(row) < moment));
  }
}

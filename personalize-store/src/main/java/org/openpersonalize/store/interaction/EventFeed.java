// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.interaction;

import java.util.Collection;
import java.util.List;
import org.openpersonalize.store.change.TableTail;
import org.openpersonalize.store.interaction.EventTable.Happening;
import org.springframework.stereotype.Component;

/** Tells whose history has grown, and by what. */
@Component
public class EventFeed extends TableTail<Happening> {
  private final EventTable table;

  public EventFeed(EventTable table) {
    super("event-feed");
    this.table = table;
  }

  @Override
  protected long end() {
    return table.end();
  }

  @Override
  protected List<Arrival<Happening>> among(Collection<Numbers> numbers) {
    return table.among(numbers);
  }
}

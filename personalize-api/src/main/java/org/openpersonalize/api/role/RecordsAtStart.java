// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.role;

import org.openpersonalize.api.config.Role;
import org.openpersonalize.serving.filter.RecordsAhead;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Has a gateway read its catalogues when it is ready, and not before: what does not ask for records is answered meanwhile,
 * and what does waits no longer than if nobody had begun.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class RecordsAtStart {
  private final RecordsAhead records;

  RecordsAtStart(RecordsAhead records) {
    this.records = records;
  }

  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    records.begin();
  }
}

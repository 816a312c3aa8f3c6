// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import org.openpersonalize.api.config.Role;
import org.openpersonalize.api.role.ConditionalOnRole;
import org.openpersonalize.ingest.event.EventService;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.ingest.event.EventService.PutItems;
import org.openpersonalize.ingest.event.EventService.PutUsers;
import org.openpersonalize.serving.RecommendationService;
import org.openpersonalize.serving.RecommendationService.GetPersonalizedRanking;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.springframework.stereotype.Component;

/** What is asked and told by the second: events, items, users, recommendations. */
@Component
@ConditionalOnRole(Role.GATEWAY)
class AnswerOperations implements OperationTable {
  private final EventService events;
  private final RecommendationService recommendations;

  AnswerOperations(EventService events, RecommendationService recommendations) {
    this.events = events;
    this.recommendations = recommendations;
  }

  @Override
  public void addTo(Operations table) {
    table.add(PutEvents.class, events::put);
    table.add(PutItems.class, events::putItems);
    table.add(PutUsers.class, events::putUsers);

    table.add(GetRecommendations.class, recommendations::recommend);
    table.add(GetPersonalizedRanking.class, recommendations::rank);
  }
}

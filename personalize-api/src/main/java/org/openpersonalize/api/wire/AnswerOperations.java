// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import org.openpersonalize.api.config.Role;
import org.openpersonalize.api.role.ConditionalOnRole;
import org.openpersonalize.ingest.event.EventService;
import org.openpersonalize.ingest.event.EventService.PutActionInteractions;
import org.openpersonalize.ingest.event.EventService.PutEvents;
import org.openpersonalize.ingest.event.RecordService;
import org.openpersonalize.ingest.event.RecordService.PutActions;
import org.openpersonalize.ingest.event.RecordService.PutItems;
import org.openpersonalize.ingest.event.RecordService.PutUsers;
import org.openpersonalize.serving.ActionRecommendationService;
import org.openpersonalize.serving.ActionRecommendationService.GetActionRecommendations;
import org.openpersonalize.serving.ExplanationService;
import org.openpersonalize.serving.ExplanationService.GetExplanation;
import org.openpersonalize.serving.RecommendationService;
import org.openpersonalize.serving.RecommendationService.GetPersonalizedRanking;
import org.openpersonalize.serving.RecommendationService.GetRecommendations;
import org.openpersonalize.serving.replay.FilterPreviewService;
import org.openpersonalize.serving.replay.FilterPreviewService.PreviewFilter;
import org.springframework.stereotype.Component;

/** What is asked and told by the second: events, items, users, actions, recommendations. */
@Component
@ConditionalOnRole(Role.GATEWAY)
class AnswerOperations implements OperationTable {
  private final EventService events;
  private final RecordService records;
  private final RecommendationService recommendations;
  private final ActionRecommendationService actions;
  private final ExplanationService explanations;
  private final FilterPreviewService previews;

  AnswerOperations(
      EventService events,
      RecordService records,
      RecommendationService recommendations,
      ActionRecommendationService actions,
      ExplanationService explanations,
      FilterPreviewService previews) {
    this.events = events;
    this.records = records;
    this.recommendations = recommendations;
    this.actions = actions;
    this.explanations = explanations;
    this.previews = previews;
  }

  @Override
  public void addTo(Operations table) {
    table.add(PutEvents.class, events::put);
    table.add(PutItems.class, records::putItems);
    table.add(PutUsers.class, records::putUsers);
    table.add(PutActions.class, records::putActions);
    table.add(PutActionInteractions.class, events::putActionInteractions);

    table.add(GetRecommendations.class, recommendations::recommend);
    table.add(GetPersonalizedRanking.class, recommendations::rank);
    table.add(GetActionRecommendations.class, actions::recommend);
    table.add(GetExplanation.class, explanations::explain);
    table.add(PreviewFilter.class, previews::preview);
  }
}

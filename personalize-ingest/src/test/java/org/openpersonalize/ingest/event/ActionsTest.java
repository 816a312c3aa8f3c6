// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openpersonalize.core.resource.ErrorCode.INVALID_INPUT;
import static org.openpersonalize.core.resource.ErrorCode.RESOURCE_NOT_FOUND;
import static org.openpersonalize.ingest.testing.Shop.assertRefused;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.ingest.event.EventService.ActionInteraction;
import org.openpersonalize.ingest.event.EventService.PutActionInteractions;
import org.openpersonalize.ingest.event.RecordService.Action;
import org.openpersonalize.ingest.event.RecordService.PutActions;
import org.openpersonalize.ingest.testing.IngestTestConfiguration;
import org.openpersonalize.ingest.testing.Shop;
import org.openpersonalize.store.catalog.DatasetNumbers;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordTable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;

@SpringBootTest(classes = IngestTestConfiguration.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ActionsTest {
  private static final Instant NOON = Instant.ofEpochSecond(1_700_000_000);

  @Autowired
  EventService events;

  @Autowired
  RecordService recordService;

  @Autowired
  DatasetRepository datasets;

  @Autowired
  DatasetNumbers numbers;

  @Autowired
  RecordTable records;

  @Autowired
  JdbcClient jdbc;

  @Autowired
  Shop shop;

  private Arn actions;
  private Arn interactions;
  private String trackingId;

  @BeforeEach
  void openShop() {
    Arn group = shop.group();
    actions = shop.dataset(group, "Actions", Shop.ACTIONS);
    interactions = shop.dataset(group, "Action_Interactions", Shop.ACTION_INTERACTIONS);
    trackingId = datasets.get(interactions).trackingId();
  }

  @Test
  void actions_are_put_whole_and_later_ones_win() {
    recordService.putActions(new PutActions(
        actions,
        List.of(
            new Action(
                "a1", JsonNodeFactory.instance.stringNode("{\"value\":3,\"channel\":\"mail\"}")),
            new Action("a1", JsonNodeFactory.instance.stringNode("{\"value\":\"7\"}")),
            new Action("a2", null))));

    assertThat(records.find(numbers.of(actions), List.of("a1", "a2")))
        .containsExactlyInAnyOrder(
            new DatasetRecord("a1", "{\"VALUE\": 7}"), new DatasetRecord("a2", "{}"));
  }

  @Test
  void each_interaction_has_a_user_and_a_session_of_its_own_and_is_stored_once() {
    PutActionInteractions request = new PutActionInteractions(
        trackingId,
        List.of(
            interaction("a1", "u1", "s1", "Taken", "e1"),
            interaction("a2", null, "s2", "NOT_TAKEN", "e2"),
            interaction("a1", "u1", "s1", "Taken", "e1")));

    events.putActionInteractions(request);
    events.putActionInteractions(request);

    assertThat(jdbc.sql("""
            SELECT concat_ws(' ', event_id, session_id, user_id, item_id, event_type, sent_at, properties ->> 'DEVICE')
            FROM interaction_event WHERE dataset_id = ? ORDER BY event_id
            """).param(numbers.of(interactions)).query(String.class).list())
        .containsExactly(
            "e1 s1 u1 a1 Taken 1700000000000 phone", "e2 s2 a2 NOT_TAKEN 1700000000000 phone");
  }

  @Test
  void what_an_interaction_cannot_be_is_said_with_the_members_of_this_operation() {
    assertRefused(
            INVALID_INPUT, () -> put(trackingId, interaction("a1", "u1", "s1", "clicked", null)))
        .hasMessage(
            "There is no type 'clicked' of action interactions: use Taken, Not Taken or Viewed");
    assertRefused(
            INVALID_INPUT, () -> put(trackingId, interaction(" ", "u1", "s1", "viewed", null)))
        .hasMessageStartingWith("'actionInteractions.1.member.actionId' cannot be taken");
    assertRefused(
            INVALID_INPUT,
            () -> put(
                trackingId,
                new ActionInteraction(
                    "a1",
                    "u1",
                    "s1",
                    Instant.ofEpochSecond(1_700_000_000_000L),
                    "Viewed",
                    null,
                    null,
                    null,
                    null)))
        .hasMessageStartingWith("'actionInteractions.1.member.timestamp' is ");
    assertRefused(
            RESOURCE_NOT_FOUND, () -> put("none", interaction("a1", "u1", "s1", "Taken", null)))
        .hasMessageContaining("DescribeDataset answers the right one");
  }

  private void put(String tracker, ActionInteraction interaction) {
    events.putActionInteractions(new PutActionInteractions(tracker, List.of(interaction)));
  }

  private static ActionInteraction interaction(
      String action, String user, String session, String type, String eventId) {
    return new ActionInteraction(
        action,
        user,
        session,
        NOON,
        type,
        eventId,
        null,
        List.of("a1", "a2"),
        JsonNodeFactory.instance.stringNode("{\"device\":\"phone\"}"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.event;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Field;
import org.openpersonalize.ingest.event.Targets.Target;
import org.openpersonalize.store.record.DatasetRecord;
import org.openpersonalize.store.record.RecordFeed;
import org.openpersonalize.store.record.RecordTable;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** PutItems, PutUsers and PutActions: answered when the rows are committed, all of a request or none. */
@Service
public class RecordService {
  private static final int MAX_ITEM_PROPERTIES_LENGTH = 32_000;
  private static final int MAX_ACTION_PROPERTIES_LENGTH = 32_000;
  private static final int MAX_USER_PROPERTIES_LENGTH = 24_000;

  private final Targets targets;
  private final RecordTable records;
  private final RecordFeed recordFeed;
  private final PutMeters meters;
  private final Clock clock;

  RecordService(
      Targets targets, RecordTable records, RecordFeed recordFeed, PutMeters meters, Clock clock) {
    this.targets = targets;
    this.records = records;
    this.recordFeed = recordFeed;
    this.meters = meters;
    this.clock = clock;
  }

  @PostedTo("/items")
  public record PutItems(
      @NotNull Arn datasetArn,
      @NotNull @Size(min = 1, max = 10) List<@Valid @NotNull Item> items) {}

  /** @param properties a string that holds a JSON object; the whole item is replaced by it */
  public record Item(
      @NotNull @Size(min = 1, max = 256) @Pattern(regexp = EventService.TEXT) String itemId,

      @Nullable JsonNode properties) {}

  /**
   * Adds items or replaces those with the same ids.
   *
   * @throws PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND}, {@link ErrorCode#RESOURCE_IN_USE} or {@link
   *     ErrorCode#INVALID_INPUT}; then none is stored
   */
  @Transactional
  public void putItems(PutItems request) {
    Batch batch =
        new Batch(request.datasetArn(), DatasetType.ITEMS, "items", MAX_ITEM_PROPERTIES_LENGTH);
    for (Item item : request.items()) {
      batch.add(item.itemId(), item.properties());
    }
    batch.store();
  }

  @PostedTo("/users")
  public record PutUsers(
      @NotNull Arn datasetArn,
      @NotNull @Size(min = 1, max = 10) List<@Valid @NotNull User> users) {}

  /** @param properties a string that holds a JSON object; the whole user is replaced by it */
  public record User(
      @NotNull @Size(min = 1, max = 256) @Pattern(regexp = EventService.TEXT) String userId,

      @Nullable JsonNode properties) {}

  /** As {@link #putItems}, for users. */
  @Transactional
  public void putUsers(PutUsers request) {
    Batch batch =
        new Batch(request.datasetArn(), DatasetType.USERS, "users", MAX_USER_PROPERTIES_LENGTH);
    for (User user : request.users()) {
      batch.add(user.userId(), user.properties());
    }
    batch.store();
  }

  @PostedTo("/actions")
  public record PutActions(
      @NotNull Arn datasetArn,
      @NotNull @Size(min = 1, max = 10) List<@Valid @NotNull Action> actions) {}

  /** @param properties a string that holds a JSON object; the whole action is replaced by it */
  public record Action(
      @NotNull @Size(min = 1, max = 256) @Pattern(regexp = EventService.TEXT) String actionId,

      @Nullable JsonNode properties) {}

  /** As {@link #putItems}, for actions. */
  @Transactional
  public void putActions(PutActions request) {
    Batch batch = new Batch(
        request.datasetArn(), DatasetType.ACTIONS, "actions", MAX_ACTION_PROPERTIES_LENGTH);
    for (Action action : request.actions()) {
      batch.add(action.actionId(), action.properties());
    }
    batch.store();
  }

  /** The records of one request; of two with one id the later counts. */
  private final class Batch {
    private final Target target;
    private final Field id;
    private final List<Field> columns;
    private final String member;
    private final int maxLength;
    private final Map<String, DatasetRecord> byId = new LinkedHashMap<>();
    private int count;
    private int unfit;
    private int dropped;

    Batch(Arn datasetArn, DatasetType type, String member, int maxLength) {
      this.target = targets.ofDataset(datasetArn);
      if (target.type() != type) {
        throw ErrorCode.INVALID_INPUT.because("%s holds %s: give the ARN of the dataset of %s"
            .formatted(datasetArn, target.type(), type));
      }
      this.id = target.schema().field(type.idColumn()).orElseThrow();
      this.columns =
          target.schema().fields().stream().filter(field -> !field.equals(id)).toList();
      this.member = member;
      this.maxLength = maxLength;
    }

    void add(String sentId, @Nullable JsonNode sentProperties) {
      String path = "%s.%d.member".formatted(member, ++count);
      String recordId = EventValidator.text(id, sentId, path + "." + id.propertyName());
      Properties properties = Properties.read(sentProperties, path + ".properties", maxLength);
      byId.put(
          recordId, new DatasetRecord(recordId, properties.byColumn(columns, target.strict())));
      unfit += properties.unfit();
      dropped += properties.dropped();
    }

    void store() {
      recordFeed.announceAfterCommit(
          records.put(target.number(), List.copyOf(byId.values()), clock.instant()));
      meters.notKept(target.type(), unfit, dropped);
    }
  }
}

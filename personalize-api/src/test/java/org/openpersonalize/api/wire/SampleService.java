package org.openpersonalize.api.wire;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;

/**
 * Operations with the API's shapes and no database behind them. An id that is the name of an {@link ErrorCode} makes
 * any of them fail with it, and {@code bug} makes it break.
 */
class SampleService {
  static final Instant CREATED = Instant.ofEpochMilli(1542392161837L);

  record CreateDatasetGroup(
      @NotNull @Size(min = 1, max = 63) @Pattern(regexp = "^[a-zA-Z0-9][a-zA-Z0-9\\-_]*") String name) {}

  record Created(Arn datasetGroupArn) {}

  record DescribeDatasetGroup(@NotNull Arn datasetGroupArn) {}

  record DatasetGroup(String name, Arn datasetGroupArn, Status status, Instant creationDateTime) {}

  record Described(DatasetGroup datasetGroup) {}

  record DeleteDatasetGroup(@NotNull Arn datasetGroupArn) {}

  record ListDatasetGroups(
      @Nullable String nextToken,
      @Nullable @Min(1) @Max(100) Integer maxResults) {}

  record Listed(List<DatasetGroup> datasetGroups, @Nullable String nextToken) {}

  record GetRecommendations(
      @Nullable @Size(max = 256) String userId,
      @Nullable Arn campaignArn,
      @Nullable @Min(0) Integer numResults,

      @Nullable @Size(max = 25) Map<@Size(max = 50) String, @Size(max = 1000) String> filterValues) {}

  record PredictedItem(String itemId, @Nullable Double score) {}

  record Recommendations(List<PredictedItem> itemList, String recommendationId) {}

  record Event(
      @NotNull @Size(min = 1, max = 256) String eventType,
      @NotNull Instant sentAt,
      @Nullable @Size(max = 256) String itemId,
      @Nullable Float eventValue,
      @Nullable String properties) {}

  record PutEvents(
      @NotNull @Size(min = 1, max = 256) String trackingId,
      @NotNull @Size(min = 1, max = 256) String sessionId,
      @Nullable String userId,
      @NotNull @Size(min = 1, max = 10) List<@Valid Event> eventList) {}

  record Item(@NotNull String itemId, @Nullable String properties) {}

  record PutItems(
      @NotNull Arn datasetArn,
      @NotNull @Size(min = 1, max = 10) List<@Valid Item> items) {}

  private @Nullable PutEvents lastEvents;

  Created createDatasetGroup(CreateDatasetGroup request) {
    failIfAsked(request.name());
    return new Created(arn(request.name()));
  }

  Described describeDatasetGroup(DescribeDatasetGroup request) {
    failIfAsked(request.datasetGroupArn().id());
    return new Described(group(request.datasetGroupArn().id()));
  }

  void deleteDatasetGroup(DeleteDatasetGroup request) {
    failIfAsked(request.datasetGroupArn().id());
  }

  Listed listDatasetGroups(ListDatasetGroups request) {
    if (request.nextToken() == null) {
      return new Listed(List.of(group("a")), "page-2");
    }
    failIfAsked(request.nextToken());
    return new Listed(List.of(group("b")), null);
  }

  Recommendations getRecommendations(GetRecommendations request) {
    failIfAsked(String.valueOf(request.userId()));
    return new Recommendations(List.of(new PredictedItem("i1", 0.5)), "RID-1");
  }

  void putEvents(PutEvents request) {
    failIfAsked(request.trackingId());
    lastEvents = request;
  }

  void putItems(PutItems request) {
    failIfAsked(request.datasetArn().id());
  }

  @Nullable PutEvents lastEvents() {
    return lastEvents;
  }

  static Arn arn(String id) {
    return Arn.parse("arn:aws:personalize:eu-central-1:000000000000:dataset-group/" + id);
  }

  private static DatasetGroup group(String name) {
    return new DatasetGroup(name, arn(name), Status.ACTIVE, CREATED);
  }

  private static void failIfAsked(String id) {
    if (id.equals("bug")) {
      throw new IllegalStateException("the database password is hunter2");
    }
    if (id.equals("wrapped")) {
      throw new IllegalStateException(ErrorCode.INVALID_INPUT.because("The reason"));
    }
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(id)) {
        throw code.because("As asked");
      }
    }
  }
}

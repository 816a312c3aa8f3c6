// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.PostedTo;

/**
 * Operations with the API's shapes and no database behind them. An id that is the name of an {@link ErrorCode} makes
 * any of them fail with it, and {@code bug} makes it break.
 */
class SampleService {
  static final Instant CREATED = Instant.ofEpochMilli(1542392161837L);

  record CreateDatasetGroup(@NotNull @Name String name) {}

  record CreateDatasetGroupResponse(Arn datasetGroupArn) {}

  record DescribeDatasetGroup(@NotNull Arn datasetGroupArn) {}

  record DatasetGroup(String name, Arn datasetGroupArn, Status status, Instant creationDateTime) {}

  record DescribeDatasetGroupResponse(DatasetGroup datasetGroup) {}

  record DeleteDatasetGroup(@NotNull Arn datasetGroupArn) {}

  record ListDatasetGroups(
      @Nullable String nextToken, @Nullable @MaxResults Integer maxResults) {}

  record ListDatasetGroupsResponse(
      List<DatasetGroup> datasetGroups, @Nullable String nextToken) {}

  @PostedTo("/recommendations")
  record GetRecommendations(
      @Nullable @Size(max = 256) String userId,
      @Nullable Arn campaignArn,
      @Nullable @Min(0) Integer numResults,

      @Nullable @Size(max = 25) Map<@Size(max = 50) String, @Size(max = 1000) String> filterValues) {}

  record PredictedItem(String itemId, @Nullable Double score) {}

  record GetRecommendationsResponse(List<PredictedItem> itemList, String recommendationId) {}

  record Event(
      @NotNull @Size(min = 1, max = 256) String eventType,
      @NotNull Instant sentAt,
      @Nullable @Size(max = 256) String itemId,
      @Nullable Float eventValue,
      @Nullable String properties) {}

  @PostedTo("/events")
  record PutEvents(
      @NotNull @Size(min = 1, max = 256) String trackingId,
      @NotNull @Size(min = 1, max = 256) String sessionId,
      @Nullable String userId,
      @NotNull @Size(min = 1, max = 10) List<@Valid Event> eventList) {}

  record Item(@NotNull String itemId, @Nullable String properties) {}

  @PostedTo("/items")
  record PutItems(
      @NotNull Arn datasetArn,
      @NotNull @Size(min = 1, max = 10) List<@Valid Item> items) {}

  private @Nullable PutEvents lastEvents;

  CreateDatasetGroupResponse createDatasetGroup(CreateDatasetGroup request) {
    failIfAsked(request.name());
    return new CreateDatasetGroupResponse(arn(request.name()));
  }

  DescribeDatasetGroupResponse describeDatasetGroup(DescribeDatasetGroup request) {
    failIfAsked(request.datasetGroupArn().id());
    return new DescribeDatasetGroupResponse(group(request.datasetGroupArn().id()));
  }

  void deleteDatasetGroup(DeleteDatasetGroup request) {
    failIfAsked(request.datasetGroupArn().id());
  }

  ListDatasetGroupsResponse listDatasetGroups(ListDatasetGroups request) {
    if (request.nextToken() == null) {
      return new ListDatasetGroupsResponse(List.of(group("a")), "page-2");
    }
    failIfAsked(request.nextToken());
    return new ListDatasetGroupsResponse(List.of(group("b")), null);
  }

  GetRecommendationsResponse getRecommendations(GetRecommendations request) {
    failIfAsked(String.valueOf(request.userId()));
    return new GetRecommendationsResponse(List.of(new PredictedItem("i1", 0.5)), "RID-1");
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

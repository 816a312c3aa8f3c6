package org.openpersonalize.ingest.dataset;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.DatasetRepository;
import org.openpersonalize.store.catalog.EventTrackerRepository;
import org.openpersonalize.store.catalog.Limits;
import org.openpersonalize.store.catalog.PageRequest;
import org.openpersonalize.store.catalog.SolutionRepository;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.tag.Tag;
import org.openpersonalize.store.tag.TagService;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Create, Describe, List and Delete of dataset groups.
 *
 * <p>A new group is ACTIVE at once, for there is nothing to prepare. One that is to be deleted takes nothing in any more,
 * until {@link DatasetGroupDeletion} has done it.
 */
@Service
public class DatasetGroupService {
  private final Account account;
  private final DatasetGroupRepository groups;
  private final DatasetRepository datasets;
  private final EventTrackerRepository trackers;
  private final SolutionRepository solutions;
  private final TagService tags;
  private final Jobs jobs;
  private final Limits limits;
  private final Clock clock;

  public DatasetGroupService(
      Account account,
      DatasetGroupRepository groups,
      DatasetRepository datasets,
      EventTrackerRepository trackers,
      SolutionRepository solutions,
      TagService tags,
      Jobs jobs,
      Limits limits,
      Clock clock) {
    this.account = account;
    this.groups = groups;
    this.datasets = datasets;
    this.trackers = trackers;
    this.solutions = solutions;
    this.tags = tags;
    this.jobs = jobs;
    this.limits = limits;
    this.clock = clock;
  }

  public record CreateDatasetGroup(
      @NotNull @Size(min = 1, max = 63) @Pattern(regexp = "[a-zA-Z0-9][a-zA-Z0-9\\-_]*") String name,

      @Nullable @Size(max = 256) @Pattern(regexp = "arn:([a-z\\d-]+):iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+")
      String roleArn,

      @Nullable @Size(max = 2048) @Pattern(regexp = "arn:aws.*:kms:.*:[0-9]{12}:key/.*") String kmsKeyArn,

      @Nullable Domain domain,
      @Nullable @Size(max = 200) List<@Valid @NotNull Tag> tags) {}

  public record CreateDatasetGroupResponse(
      Arn datasetGroupArn, @Nullable Domain domain) {}

  @Transactional
  public CreateDatasetGroupResponse create(CreateDatasetGroup request) {
    Arn arn = account.arn("dataset-group", request.name());
    DatasetGroup group = new DatasetGroup(
        arn,
        request.name(),
        request.domain(),
        request.roleArn(),
        request.kmsKeyArn(),
        clock.instant());
    groups.create(group);
    if (groups.count(Map.of("status", Status.KEPT)) > limits.datasetGroups()) {
      throw ErrorCode.LIMIT_EXCEEDED.because(
          "There are %d dataset groups already, which is the limit. Delete one first, or raise the limit."
              .formatted(limits.datasetGroups()));
    }
    tags.add(arn, request.tags());
    return new CreateDatasetGroupResponse(arn, request.domain());
  }

  public record DescribeDatasetGroup(@NotNull Arn datasetGroupArn) {}

  public record DescribeDatasetGroupResponse(DatasetGroup datasetGroup) {}

  @Transactional(readOnly = true)
  public DescribeDatasetGroupResponse describe(DescribeDatasetGroup request) {
    return new DescribeDatasetGroupResponse(groups.get(request.datasetGroupArn()));
  }

  public record ListDatasetGroups(
      @Nullable @Size(max = 1500) String nextToken,
      @Nullable @Min(1) @Max(100) Integer maxResults) {}

  public record DatasetGroupSummary(
      String name,
      Arn datasetGroupArn,
      Status status,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      @Nullable String failureReason,
      @Nullable Domain domain) {}

  public record ListDatasetGroupsResponse(
      List<DatasetGroupSummary> datasetGroups, @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListDatasetGroupsResponse list(ListDatasetGroups request) {
    Page<DatasetGroupSummary> page = groups.page(
        DatasetGroupSummary.class,
        Map.of(),
        new PageRequest(request.nextToken(), request.maxResults()));
    return new ListDatasetGroupsResponse(page.items(), page.nextToken());
  }

  public record DeleteDatasetGroup(@NotNull Arn datasetGroupArn) {}

  @Transactional
  public void delete(DeleteDatasetGroup request) {
    Arn arn = request.datasetGroupArn();
    DatasetGroup group = groups.lock(arn);
    group.requireSettled();
    Map<String, Arn> inGroup = Map.of("datasetGroupArn", arn);
    requireNone(arn, solutions.count(inGroup), "solutions");
    requireNone(arn, trackers.count(inGroup), "event tracker");
    requireNone(arn, datasets.count(inGroup), "datasets");
    group.become(Status.DELETE_PENDING, clock.instant());
    jobs.enqueueDeletion(JobType.DELETE_DATASET_GROUP, arn);
  }

  private static void requireNone(Arn group, long count, String kind) {
    if (count > 0) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "%s is in use. Delete its %s first.".formatted(group, kind));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.dataset;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.RoleArn;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
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
  private final DatasetGroupContents contents;
  private final Resources resources;
  private final Jobs jobs;

  public DatasetGroupService(
      Account account,
      DatasetGroupRepository groups,
      DatasetGroupContents contents,
      Resources resources,
      Jobs jobs) {
    this.account = account;
    this.groups = groups;
    this.contents = contents;
    this.resources = resources;
    this.jobs = jobs;
  }

  public record CreateDatasetGroup(
      @NotNull @Name String name,

      @Nullable @RoleArn String roleArn,

      @Nullable @Size(max = 2048) @Pattern(regexp = "arn:aws.*:kms:.*:[0-9]{12}:key/.*") String kmsKeyArn,

      @Nullable Domain domain,
      @Nullable @Tags List<@Valid @NotNull Tag> tags) {}

  public record CreateDatasetGroupResponse(
      Arn datasetGroupArn, @Nullable Domain domain) {}

  @Transactional
  public CreateDatasetGroupResponse create(CreateDatasetGroup request) {
    Arn arn = account.arn(ResourceType.DATASET_GROUP, request.name());
    DatasetGroup group = new DatasetGroup(
        arn,
        request.name(),
        request.domain(),
        request.roleArn(),
        request.kmsKeyArn(),
        resources.now());
    resources.create(
        group,
        request.tags(),
        new Quota(
            groups.countByStatusIn(Status.KEPT),
            Limits::datasetGroups,
            "There are %d dataset groups already, which is the limit. Delete one first, or raise the limit."));
    return new CreateDatasetGroupResponse(arn, request.domain());
  }

  public record DescribeDatasetGroup(@NotNull Arn datasetGroupArn) {}

  public record DescribeDatasetGroupResponse(DatasetGroup datasetGroup) {}

  @Transactional(readOnly = true)
  public DescribeDatasetGroupResponse describe(DescribeDatasetGroup request) {
    return new DescribeDatasetGroupResponse(groups.get(request.datasetGroupArn()));
  }

  public record ListDatasetGroups(
      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults) implements ListRequest {}

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
    return groups
        .page(DatasetGroupSummary.class, request.where(), request.page())
        .as(ListDatasetGroupsResponse::new);
  }

  public record DeleteDatasetGroup(@NotNull Arn datasetGroupArn) {}

  @Transactional
  public void delete(DeleteDatasetGroup request) {
    DatasetGroup group = groups.lock(request.datasetGroupArn());
    group.requireSettled();
    contents.requireNone(group.arn());
    resources.retire(group);
    jobs.enqueueDeletion(JobType.DELETE_DATASET_GROUP, group.arn());
  }
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.filter;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.filter.CompiledFilter;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.catalog.BatchJobs;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetGroupRepository;
import org.openpersonalize.store.catalog.Filter;
import org.openpersonalize.store.catalog.FilterRepository;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.job.JobType;
import org.openpersonalize.store.job.Jobs;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.request.Addition;
import org.openpersonalize.store.request.ListRequest;
import org.openpersonalize.store.request.MaxResults;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.NextToken;
import org.openpersonalize.store.request.PostedTo;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * CreateFilter, DescribeFilter, ListFilters, DeleteFilter, and ReplaceFilter, which the original API does not have. A filter is
 * checked when it is created or replaced, and ACTIVE at once.
 */
@Service
public class FilterService {
  private final DatasetGroupRepository groups;
  private final FilterRepository filters;
  private final BatchJobs batchJobs;
  private final FilterCompiler compiler;
  private final Resources resources;
  private final Limits limits;
  private final Jobs jobs;

  public FilterService(
      DatasetGroupRepository groups,
      FilterRepository filters,
      BatchJobs batchJobs,
      FilterCompiler compiler,
      Resources resources,
      Limits limits,
      Jobs jobs) {
    this.groups = groups;
    this.filters = filters;
    this.batchJobs = batchJobs;
    this.compiler = compiler;
    this.resources = resources;
    this.limits = limits;
    this.jobs = jobs;
  }

  public record CreateFilter(
      @NotNull @Name String name,

      @NotNull Arn datasetGroupArn,

      @NotNull @Size(min = 1, max = 2_500) String filterExpression,

      @Nullable @Tags List<@Valid @NotNull Tag> tags) {}

  public record CreateFilterResponse(Arn filterArn) {}

  @Transactional
  public CreateFilterResponse create(CreateFilter request) {
    DatasetGroup group = groups.lock(request.datasetGroupArn());
    requireActive(group);
    CompiledFilter compiled = compiler.compile(group.arn(), request.filterExpression());
    List<Filter> others = kept(group.arn());
    Filter filter = new Filter(
        group.arn().sibling(ResourceType.FILTER, request.name()),
        request.name(),
        group.arn(),
        request.filterExpression(),
        resources.now());
    resources.create(
        filter,
        request.tags(),
        new Quota(
            others.size(),
            Limits::filtersPerDatasetGroup,
            "Cannot create a filter. The dataset group has %d filters, which is as many as are possible. Delete one and try again."));
    requireFewFields(compiled, others);
    return new CreateFilterResponse(filter.arn());
  }

  private List<Filter> kept(Arn datasetGroupArn) {
    return filters.findByDatasetGroupArn(datasetGroupArn).stream()
        .filter(filter -> Status.KEPT.contains(filter.status()))
        .toList();
  }

  /** The API has no error that says in use for it. */
  private static void requireActive(DatasetGroup group) {
    if (group.status() != Status.ACTIVE) {
      throw ErrorCode.INVALID_INPUT.because("%s is %s. Use a dataset group that is ACTIVE."
          .formatted(group.arn(), group.status().wire()));
    }
  }

  private void requireFewFields(CompiledFilter compiled, List<Filter> others) {
    require(
        compiled.columns().size() <= limits.fieldsPerFilter(),
        "The filter is about %d columns, and at most %d are possible. Leave some out."
            .formatted(compiled.columns().size(), limits.fieldsPerFilter()));
    Set<String> all = new TreeSet<>(compiled.columns());
    for (Filter other : others) {
      all.addAll(
          compiler.compile(other.datasetGroupArn(), other.filterExpression()).columns());
    }
    require(
        all.size() <= limits.fieldsOfFiltersPerDatasetGroup(),
        "The filters of the dataset group would be about %d columns, and at most %d are possible. Delete one and try again."
            .formatted(all.size(), limits.fieldsOfFiltersPerDatasetGroup()));
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw ErrorCode.LIMIT_EXCEEDED.because(sentence);
    }
  }

  /** Has requests that name the filter be answered by another expression. */
  @Addition
  @PostedTo("/filters/replace")
  public record ReplaceFilter(
      @NotNull Arn filterArn,
      @NotNull @Size(min = 1, max = 2_500) String filterExpression) {}

  public record ReplaceFilterResponse(Arn filterArn) {}

  /** Requests are answered by the one or the other expression, and there is no moment without one. */
  @Transactional
  public ReplaceFilterResponse replace(ReplaceFilter request) {
    DatasetGroup group = groups.lock(filters.get(request.filterArn()).datasetGroupArn());
    Filter filter = filters.lock(request.filterArn());
    filter.requireActive();
    CompiledFilter compiled = compiler.compile(group.arn(), request.filterExpression());
    requireFewFields(
        compiled,
        kept(group.arn()).stream()
            .filter(other -> !other.arn().equals(filter.arn()))
            .toList());
    filter.replace(request.filterExpression(), resources.now());
    resources.changed(filter.arn());
    return new ReplaceFilterResponse(filter.arn());
  }

  public record DescribeFilter(@NotNull Arn filterArn) {}

  public record DescribeFilterResponse(Filter filter) {}

  @Transactional(readOnly = true)
  public DescribeFilterResponse describe(DescribeFilter request) {
    return new DescribeFilterResponse(filters.get(request.filterArn()));
  }

  public record ListFilters(
      @Nullable Arn datasetGroupArn,
      @Nullable @NextToken String nextToken,
      @Nullable @MaxResults Integer maxResults)
      implements ListRequest {}

  /** A filter as lists show it. */
  public record FilterSummary(
      String name,
      Arn filterArn,
      Instant creationDateTime,
      Instant lastUpdatedDateTime,
      Arn datasetGroupArn,
      @Nullable String failureReason,
      Status status) {}

  /** The API spells the list with a capital letter. */
  public record ListFiltersResponse(
      @JsonProperty("Filters") List<FilterSummary> filters,
      @Nullable String nextToken) {}

  @Transactional(readOnly = true)
  public ListFiltersResponse list(ListFilters request) {
    return filters
        .page(FilterSummary.class, request.where(), request.page())
        .as(ListFiltersResponse::new);
  }

  public record DeleteFilter(@NotNull Arn filterArn) {}

  /** Takes the filter out of use at once; a job then deletes it. */
  @Transactional
  public void delete(DeleteFilter request) {
    Filter filter = filters.lock(request.filterArn());
    filter.requireSettled();
    if (batchJobs.anyFilteredBy(filter.arn())) {
      throw ErrorCode.RESOURCE_IN_USE.because(
          "A batch job uses filter %s. Wait until it has ended.".formatted(filter.arn()));
    }
    resources.retire(filter);
    jobs.enqueueDeletion(JobType.DELETE_FILTER, filter.arn());
  }
}

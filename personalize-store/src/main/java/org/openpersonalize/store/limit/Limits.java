// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.limit;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of everything there may be. The defaults are the quotas Amazon Personalize documents.
 *
 * @param datasetGroups dataset groups in the account
 * @param schemas schemas in the account
 * @param importJobsUnderWay import jobs pending or running in the account
 * @param exportJobsUnderWay export jobs pending or running in the account
 * @param batchSegmentJobsUnderWay batch segment jobs pending or running in the account
 * @param pendingDataDeletionJobsPerDatasetGroup data deletion jobs of a dataset group that wait to be begun
 * @param batchInferenceJobsUnderWay batch inference jobs pending or running in the account
 * @param batchFiles files that a batch job reads
 * @param batchFileSize length of such a file
 * @param batchLines lines of a file of a batch inference job
 * @param batchThemeLines lines of a file of one that generates themes
 * @param batchItemAffinityLines lines of a file of a batch segment job that names items
 * @param batchAttributeAffinityLines lines of a file of one that names what items are like
 * @param solutionVersionsUnderWay solution versions pending or in training in the account
 * @param solutionsPerDatasetGroup solutions in a dataset group
 * @param campaignsPerDatasetGroup campaigns in a dataset group
 * @param recommendersPerDatasetGroup recommenders in a dataset group
 * @param filtersPerDatasetGroup filters in a dataset group
 * @param fieldsPerFilter different columns that a filter is about
 * @param fieldsOfFiltersPerDatasetGroup different columns that all filters of a dataset group are about
 * @param eventsPerTypeInFilters of a user's events of a type, how many of the newest filters look at
 * @param actionEventsPerTypeInFilters the same of what the user made of actions
 * @param sourcesPerMetricAttribution sources that a metric attribution tells apart
 * @param tagsPerResource tags on a resource
 * @param minInteractionsPerImport rows an interactions import must have
 */
public record Limits(
    @DefaultValue("5") @Positive int datasetGroups,
    @DefaultValue("500") @Positive int schemas,
    @DefaultValue("5") @Positive int importJobsUnderWay,
    @DefaultValue("5") @Positive int exportJobsUnderWay,
    @DefaultValue("5") @Positive int batchSegmentJobsUnderWay,
    @DefaultValue("5") @Positive int pendingDataDeletionJobsPerDatasetGroup,
    @DefaultValue("5") @Positive int batchInferenceJobsUnderWay,
    @DefaultValue("1000") @Positive int batchFiles,
    @DefaultValue("1GB") DataSize batchFileSize,
    @DefaultValue("50000000") @Positive int batchLines,
    @DefaultValue("100") @Positive int batchThemeLines,
    @DefaultValue("500") @Positive int batchItemAffinityLines,
    @DefaultValue("10") @Positive int batchAttributeAffinityLines,
    @DefaultValue("20") @Positive int solutionVersionsUnderWay,
    @DefaultValue("10") @Positive int solutionsPerDatasetGroup,
    @DefaultValue("5") @Positive int campaignsPerDatasetGroup,
    @DefaultValue("5") @Positive int recommendersPerDatasetGroup,
    @DefaultValue("30") @Positive int filtersPerDatasetGroup,
    @DefaultValue("10") @Positive int fieldsPerFilter,
    @DefaultValue("20") @Positive int fieldsOfFiltersPerDatasetGroup,
    @DefaultValue("100") @Positive int eventsPerTypeInFilters,
    @DefaultValue("300") @Positive int actionEventsPerTypeInFilters,
    @DefaultValue("100") @Positive int sourcesPerMetricAttribution,
    @DefaultValue("50") @Positive int tagsPerResource,
    @DefaultValue("1000") @PositiveOrZero int minInteractionsPerImport) {}

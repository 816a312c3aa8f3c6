package org.openpersonalize.store.catalog;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;

/**
 * How many of everything there may be; a create beyond it is a LimitExceededException.
 *
 * <p>The official values are {@link #OFFICIAL}; an operator may raise them.
 */
public record Limits(
    @Positive int datasetGroups,
    @Positive int schemas,
    @Positive int importJobsUnderWay,
    @Positive int solutionVersionsUnderWay,
    @Positive int solutionsPerDatasetGroup,
    @Positive int campaignsPerDatasetGroup,
    @Positive int tagsPerResource,
    @PositiveOrZero int minInteractionsPerImport) {
  /** The quotas of the original service. */
  public static final Limits OFFICIAL = new Limits(5, 500, 5, 20, 10, 5, 50, 1000);
}

// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * How a solution has its versions trained; a version keeps what was so when it was created. Columns of the one's table and of
 * the other's, and members of what Describe answers of either.
 *
 * @param performHPO does a version search for its hyperparameters?
 * @param performAutoML does a version search for its recipe?
 * @param performIncrementalUpdate do its campaigns take in new items between trainings? Null where nobody said
 * @param eventType the only type of events that counts; null for all
 */
@Embeddable
record TrainingOptions(
    @Column(name = "perform_hpo", nullable = false) boolean performHPO,
    @Column(name = "perform_auto_ml", nullable = false) boolean performAutoML,
    @Nullable Boolean performIncrementalUpdate,
    @Nullable String eventType,
    @JdbcTypeCode(SqlTypes.JSON) @Nullable SolutionConfig solutionConfig) {
  TrainingOptions searching(boolean forHyperparameters, boolean forRecipe) {
    return new TrainingOptions(
        forHyperparameters, forRecipe, performIncrementalUpdate, eventType, solutionConfig);
  }

  TrainingOptions configured(@Nullable SolutionConfig config) {
    return new TrainingOptions(
        performHPO, performAutoML, performIncrementalUpdate, eventType, config);
  }

  TrainingOptions updating(@Nullable Boolean incrementally) {
    return new TrainingOptions(performHPO, performAutoML, incrementally, eventType, solutionConfig);
  }
}

/**
 * What is known of resources that are trained, by their ARN: where the published models lie ({@link
 * org.openpersonalize.store.model.PublishedModels}), what was tried before ({@link
 * org.openpersonalize.store.model.TrainingTrials}), what was expected of the training ({@link
 * org.openpersonalize.store.model.TrainingForecasts}), how its losses went ({@link
 * org.openpersonalize.store.model.TrainingCurves}) and, as long as it is under way, how far it is ({@link
 * org.openpersonalize.store.model.TrainingProgressTable}). {@link org.openpersonalize.store.model.TrainedResources} forgets
 * all of it.
 */
@NullMarked
package org.openpersonalize.store.model;

import org.jspecify.annotations.NullMarked;

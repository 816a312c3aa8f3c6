/**
 * Where the published models lie ({@link org.openpersonalize.store.model.PublishedModels}) what was tried before ({@link
 * org.openpersonalize.store.model.TrainingTrials}) and what was expected of the training ({@link
 * org.openpersonalize.store.model.TrainingForecasts}).
 */
@NullMarked
package org.openpersonalize.store.model;

import org.jspecify.annotations.NullMarked;

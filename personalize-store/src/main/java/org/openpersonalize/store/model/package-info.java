/**
 * Where the published models lie ({@link org.openpersonalize.store.model.PublishedModels}) and what was tried before ({@link
 * org.openpersonalize.store.model.TrainingTrials}).
 */
@NullMarked
package org.openpersonalize.store.model;

import org.jspecify.annotations.NullMarked;

/**
 * Interactions as numbers: ids become dense ints, events become confidences.
 *
 * <p>Start at {@link InteractionLogBuilder}, which takes events one by one; {@link ConfidenceRule} says how much each
 * counts, and {@link InteractionMatrix} is what a model is trained on.
 */
@NullMarked
package org.openpersonalize.core.matrix;

import org.jspecify.annotations.NullMarked;

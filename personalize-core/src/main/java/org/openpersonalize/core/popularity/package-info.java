/**
 * The same list for everyone: items by how many users had to do with them.
 *
 * <p>Start at {@link PopularityTrainer}. Every other model is published with a {@link PopularityModel} beside it, for
 * users without history and as the baseline of its evaluation.
 */
@NullMarked
package org.openpersonalize.core.popularity;

import org.jspecify.annotations.NullMarked;

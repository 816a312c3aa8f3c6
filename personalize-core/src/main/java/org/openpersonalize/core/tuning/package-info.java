/**
 * Which family with which settings is best for some data.
 *
 * <p>Start at {@link Tuning}. A {@link SearchedFamily} tries candidates in a {@link Session}; a {@link CombiningFamily}
 * combines the best of them.
 */
@NullMarked
package org.openpersonalize.core.tuning;

import org.jspecify.annotations.NullMarked;

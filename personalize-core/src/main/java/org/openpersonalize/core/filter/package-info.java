/**
 * The language in which a shop says what may be shown: {@code EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase")}.
 *
 * <p>Start at {@link org.openpersonalize.core.filter.CompiledFilter}: {@link org.openpersonalize.core.filter.FilterText} reads an
 * expression into {@link org.openpersonalize.core.filter.Clause}s, {@link org.openpersonalize.core.filter.FilterRules} says
 * what does not fit the schemas, {@link org.openpersonalize.core.filter.CompiledFilter#bind} puts a request's values in the place of
 * what stands for them, and {@link org.openpersonalize.core.filter.MatchingRows} finds the records of a {@link
 * org.openpersonalize.core.catalog.RecordColumns} that match.
 *
 * <p>What cannot be, is said where it stands in the expression: with its column, what was expected, and what to do.
 */
@NullMarked
package org.openpersonalize.core.filter;

import org.jspecify.annotations.NullMarked;

/**
 * What may be shown: filters as resources, and for a request the items that one lets through.
 *
 * <p>Start at {@link org.openpersonalize.serving.filter.ItemFilters#of}.
 */
@NullMarked
package org.openpersonalize.serving.filter;

import org.jspecify.annotations.NullMarked;

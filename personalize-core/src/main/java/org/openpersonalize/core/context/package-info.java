/**
 * What people take in which situation, by the columns that interactions have beside the reserved ones.
 *
 * <p>Start at {@link org.openpersonalize.core.context.ContextModel}, which has a model answer within the situation of a
 * query. {@link org.openpersonalize.core.context.ColumnLifts} is what one column tells of the items, and {@link
 * org.openpersonalize.core.context.ContextFit} finds out how much of it holds.
 */
@NullMarked
package org.openpersonalize.core.context;

import org.jspecify.annotations.NullMarked;

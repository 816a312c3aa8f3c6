// SPDX-License-Identifier: Apache-2.0
/**
 * Filters: what there are, what an expression comes to while it is written, and what it would change. Start at {@link
 * org.openpersonalize.console.filter.FilterController}.
 */
@NullMarked
package org.openpersonalize.console.filter;

import org.jspecify.annotations.NullMarked;

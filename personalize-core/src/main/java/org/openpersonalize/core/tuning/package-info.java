/**
 * Which family with which settings is best for some data.
 *
 * <p>Start at {@link Tuning}. Every family has a search of its own that tries candidates in a {@link Session}; {@link
 * BlendSearch} combines the best of them.
 */
@NullMarked
package org.openpersonalize.core.tuning;

import org.jspecify.annotations.NullMarked;

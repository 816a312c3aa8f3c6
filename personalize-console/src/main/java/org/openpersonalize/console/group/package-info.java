/**
 * The dataset group that a page belongs to, and the others. Start at {@link org.openpersonalize.console.group.Groups}.
 */
@NullMarked
package org.openpersonalize.console.group;

import org.jspecify.annotations.NullMarked;

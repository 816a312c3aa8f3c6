/**
 * Users and items, a screen at a time, and each of them. Start at {@link
 * org.openpersonalize.console.browse.BrowseController}.
 */
@NullMarked
package org.openpersonalize.console.browse;

import org.jspecify.annotations.NullMarked;

/**
 * How this process and what it needs are: memory, disk, and what health looks at. Start at {@link
 * org.openpersonalize.console.system.SystemController}.
 */
@NullMarked
package org.openpersonalize.console.system;

import org.jspecify.annotations.NullMarked;

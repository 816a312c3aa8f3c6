/** What the process takes of the machine's memory, beside what it needs. */
@NullMarked
package org.openpersonalize.api.memory;

import org.jspecify.annotations.NullMarked;

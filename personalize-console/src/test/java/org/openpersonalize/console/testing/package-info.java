/** The console in a server of its own, and a browser without scripts that looks at it. */
@NullMarked
package org.openpersonalize.console.testing;

import org.jspecify.annotations.NullMarked;

/** What bytes are known by: {@link org.openpersonalize.core.digest.Digests}. */
@NullMarked
package org.openpersonalize.core.digest;

import org.jspecify.annotations.NullMarked;

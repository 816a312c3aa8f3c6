/** What the integration tests of this module share; see {@link org.openpersonalize.serving.testing.Shop}. */
@NullMarked
package org.openpersonalize.serving.testing;

import org.jspecify.annotations.NullMarked;

/** What the integration tests of this module share; see {@link org.openpersonalize.ingest.testing.Shop}. */
@NullMarked
package org.openpersonalize.ingest.testing;

import org.jspecify.annotations.NullMarked;

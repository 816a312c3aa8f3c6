/** What several tests of this module share; start at {@link org.openpersonalize.core.testing.TestData}. */
@NullMarked
package org.openpersonalize.core.testing;

import org.jspecify.annotations.NullMarked;

/** A database and an object store for the integration tests of all modules; see {@link StoreTestConfiguration}. */
@NullMarked
package org.openpersonalize.store.testing;

import org.jspecify.annotations.NullMarked;

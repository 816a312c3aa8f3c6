/**
 * What the integration tests of all modules share: a database and an object store, see {@link
 * org.openpersonalize.store.testing.StoreTestConfiguration}, what stands in the database, {@link
 * org.openpersonalize.store.testing.Shop}, and the time, {@link org.openpersonalize.store.testing.SettableClock}.
 */
@NullMarked
package org.openpersonalize.store.testing;

import org.jspecify.annotations.NullMarked;

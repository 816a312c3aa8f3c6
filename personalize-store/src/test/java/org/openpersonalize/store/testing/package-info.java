/**
 * What the integration tests of all modules share: a database and an object store, see {@link
 * org.openpersonalize.store.testing.StoreTestConfiguration}, what stands in the database, {@link
 * org.openpersonalize.store.testing.Shop}, the time, {@link org.openpersonalize.store.testing.SettableClock}, and how what takes
 * time is compared, {@link org.openpersonalize.store.testing.Turns}.
 */
@NullMarked
package org.openpersonalize.store.testing;

import org.jspecify.annotations.NullMarked;

/**
 * Everything that is kept: the tables, the job queue, the object store and the notices of change.
 *
 * <p>{@link org.openpersonalize.store.StoreConfiguration} wires it.
 */
@NullMarked
package org.openpersonalize.store;

import org.jspecify.annotations.NullMarked;
